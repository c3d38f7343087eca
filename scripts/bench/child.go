package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

// child runs a program in dir, with its output in a file there, and measures it from fork to exit. One that lasts is
// interrupted after that time. A failure holds the end of what the program wrote.
func child(ctx context.Context, dir string, lasts time.Duration, program string, args ...string) (sample, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(plainEnv(os.Environ()), "XDG_STATE_HOME="+dir) // the versions that gocompose keeps go with it
	out, err := os.Create(filepath.Join(dir, "output"))
	if err != nil {
		return sample{}, err
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	start := time.Now()
	if err = cmd.Start(); err == nil {
		if lasts > 0 {
			defer time.AfterFunc(lasts, func() { _ = cmd.Process.Signal(os.Interrupt) }).Stop() // it may have ended
		}
		err = cmd.Wait()
	}
	wall := time.Since(start)
	if err != nil && !(lasts > 0 && wall >= lasts && cmd.ProcessState.ExitCode() == interruptedCode) {
		return sample{}, fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, lastOf(out))
	}
	return sample{wall, peak(cmd.ProcessState)}, nil
}

// interruptedCode is the exit code of what was interrupted.
const interruptedCode = 130

// lastOf gives the last lines of a file, as far as they are in its last 16 KiB.
func lastOf(f *os.File) string {
	info, err := f.Stat()
	if err != nil {
		return ""
	}
	text := make([]byte, min(info.Size(), 16<<10))
	_, _ = f.ReadAt(text, info.Size()-int64(len(text))) // what there is
	return tail(string(text), 20)
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
