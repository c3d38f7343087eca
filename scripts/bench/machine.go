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

// ticks is what the processors did, all together, in hundredths of a second.
type ticks struct{ all, unused uint64 }

// processors tells what the processors did since the machine started; zero where the system does not tell.
func processors() ticks {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return ticks{}
	}
	return parseTicks(string(text))
}

// parseTicks reads the first line of /proc/stat: cpu user nice system idle iowait irq softirq steal guest guest_nice, of
// which user and nice hold those of the guests.
func parseTicks(text string) (t ticks) {
	first, _, _ := strings.Cut(text, "\n")
	for i, field := range strings.Fields(first) {
		n, err := strconv.ParseUint(field, 10, 64)
		if err != nil || i > 8 {
			continue
		}
		t.all += n
		if i == 4 {
			t.unused = n
		}
	}
	return t
}

func (t ticks) since(before ticks) ticks { return ticks{t.all - before.all, t.unused - before.unused} }

// idle is the share of the time that was not used: 1 where the system does not tell.
func (t ticks) idle() float64 {
	if t.all == 0 {
		return 1
	}
	return float64(t.unused) / float64(t.all)
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
