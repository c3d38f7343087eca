package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// stackSize, bigSize, crowdSize and chainSize are how many services are brought up.
const (
	stackSize = 20
	bigSize   = 100
	crowdSize = 500
	chainSize = links + 1
)

// talkSize and noisySize are how many services write logs.
const (
	talkSize  = 1
	noisySize = 120
)

// talks writes 100 MB and ends; makesNoise writes 100 lines a second.
var (
	talks      = []string{"test-tool", "print", "1000000", strings.Repeat("gocompose ", 9) + "and on:"}
	makesNoise = []string{"test-tool", "tick", "10ms", "noise"}
)

// links is how many of a chain's services need another.
const links = 20

// planSize, checkSize and manySize are how many services are planned and checked only.
const (
	planSize  = 150
	checkSize = 1000
	manySize  = 10_000
)

// image is ready on the machine: its sleep ends at once on SIGTERM, so that no time is spent on a grace period.
const image = "gocompose-test:latest"

var sleeps = []string{"sleep", "1000000"}

func serviceName(i int) string { return fmt.Sprintf("s%04d", i+1) }

// stack gives a Compose file of n services that need nothing of each other.
func stack(n int, command []string) string {
	var b strings.Builder
	b.WriteString("services:\n")
	for i := range n {
		fmt.Fprintf(&b, "  %s:\n    image: %s\n    command: [\"%s\"]\n", serviceName(i), image, strings.Join(command, `", "`))
	}
	return b.String()
}

// probe is the healthcheck of a chain's services. It always succeeds, the first time after the interval.
var probe = map[string]any{"Test": []string{"CMD", "test-tool", "true"}, "Interval": probeInterval.Nanoseconds()}

const probeInterval = 200 * time.Millisecond

// chain gives n services of which each needs the one before to be healthy.
func chain(n int) string {
	var b strings.Builder
	b.WriteString("services:\n")
	for i := range n {
		fmt.Fprintf(&b, "  %s:\n    image: %s\n    command: %s\n", serviceName(i), image, strings.Join(sleeps, " "))
		fmt.Fprintf(&b, "    healthcheck: {test: [CMD, test-tool, \"true\"], interval: %s}\n", probeInterval)
		if i > 0 {
			fmt.Fprintf(&b, "    depends_on: {%s: {condition: service_healthy}}\n", serviceName(i-1))
		}
	}
	return b.String()
}

// group is how many services of a large stack hang on one.
const group = 10

// largeStack gives n services with what services mostly have; of every group, all need the first.
func largeStack(n int) string {
	var b strings.Builder
	b.WriteString("services:\n")
	for i := range n {
		fmt.Fprintf(&b, "  %s:\n    image: %s\n    command: %s\n", serviceName(i), image, strings.Join(sleeps, " "))
		fmt.Fprintf(&b, "    environment:\n      LOG_LEVEL: ${LOG_LEVEL:-info}\n      NUMBER: %d\n", i+1)
		fmt.Fprintf(&b, "    ports:\n      - \"%d:80\"\n    volumes:\n      - data:/data\n    restart: always\n", 20000+i)
		if i%group > 0 {
			fmt.Fprintf(&b, "    depends_on:\n      - %s\n", serviceName(i-i%group))
		}
	}
	b.WriteString("volumes:\n  data: {}\n")
	return b.String()
}

// writeStacks writes the files into dir and gives their paths by number of services.
func writeStacks(dir string) (map[int]string, error) {
	texts := map[int]string{stackSize: stack(stackSize, sleeps), bigSize: stack(bigSize, sleeps), crowdSize: stack(crowdSize, sleeps),
		talkSize: stack(talkSize, talks), noisySize: stack(noisySize, makesNoise), chainSize: chain(chainSize), planSize: largeStack(planSize), checkSize: largeStack(checkSize), manySize: largeStack(manySize)}
	paths := map[int]string{}
	for n, text := range texts {
		paths[n] = filepath.Join(dir, fmt.Sprintf("compose-%d.yaml", n))
		if err := os.WriteFile(paths[n], []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	return paths, nil
}
