package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

// machine is what the figures depend on beside the programs.
type machine struct {
	Cores                 int
	Kernel, Engine        string
	LoadBefore, LoadAfter float64 // average of a minute; after the run it holds what the run itself did
	LeastPeak             int64   // bytes; lower peaks than this cannot be seen
}

func describe(ctx context.Context, dir string) (machine, error) {
	m := machine{Cores: runtime.NumCPU(), LoadBefore: load()}
	e, err := newEngine()
	if err != nil {
		return m, err
	}
	var version struct{ Version, KernelVersion string }
	if err := e.call(ctx, "GET", "/version", nil, &version); err != nil {
		return m, err
	}
	m.Engine, m.Kernel = version.Version, version.KernelVersion
	nothing, err := child(ctx, dir, 0, "true")
	m.LeastPeak = nothing.peak
	return m, err
}

// busy tells whether others used more than a quarter of the machine before the run began.
func (m machine) busy() bool { return m.LoadBefore > float64(m.Cores)/4 }

// load is the load average of the last minute; 0 where the system does not tell.
func load() float64 {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	return parseLoad(string(text))
}

func parseLoad(text string) float64 {
	first, _, _ := strings.Cut(text, " ")
	value, err := strconv.ParseFloat(first, 64)
	if err != nil {
		return 0
	}
	return value
}

// firstLine gives the first line that a program writes.
func firstLine(ctx context.Context, program string, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, program, args...).Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", program, strings.Join(args, " "), err)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return line, nil
}
