package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// sample is one measurement. Peak is the most memory that the process held, in bytes; 0 where there was no process.
type sample struct {
	wall time.Duration
	peak int64
}

// child runs a program in dir, and measures it from fork to exit. A failure holds the end of what the program wrote.
func child(ctx context.Context, dir, program string, args ...string) (sample, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(plainEnv(os.Environ()), "XDG_STATE_HOME="+dir) // the versions that gocompose keeps go with it
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if err != nil {
		return sample{}, fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, tail(out.String(), 20))
	}
	return sample{wall, peak(cmd.ProcessState)}, nil
}

// peak is ru_maxrss, which Linux gives in KiB. A process inherits its parent's at the moment of the fork, so nothing
// below the size of this program can be seen; describe measures how much that is.
func peak(s *os.ProcessState) int64 {
	usage, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return usage.Maxrss * 1024
}

// plainEnv leaves out what would make the tools read other files or behave otherwise on this machine than on the next.
func plainEnv(environ []string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(v string) bool { return strings.HasPrefix(v, "COMPOSE_") })
}

// tail gives the last n lines.
func tail(text string, n int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
