package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

func health(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "after":
		return oldEnough(args[1])
	case len(args) != 1:
		return errors.New("health: which file or URL?")
	case strings.HasPrefix(args[0], "http://"):
		return fetch(args[0], os.Stdout)
	}
	if _, err := os.Stat(args[0]); err != nil {
		return fmt.Errorf("not healthy yet: %w", err)
	}
	return nil
}

func oldEnough(delay string) error {
	wanted, err := time.ParseDuration(delay)
	if err != nil {
		return err
	}
	age, err := firstProcessAge()
	if err != nil {
		return err
	}
	if age < wanted {
		return fmt.Errorf("not healthy yet: %s old, wants %s", age, wanted)
	}
	return nil
}

// firstProcessAge reads proc(5): the first process's start, field 22 of its stat in hundredths of a second after boot,
// against the machine's uptime. (The times of the /proc/1 folder itself only say when somebody first looked.)
func firstProcessAge() (time.Duration, error) {
	stat, err := os.ReadFile("/proc/1/stat")
	if err != nil {
		return 0, err
	}
	uptime, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return 0, err
	}
	// The second field is the program's name in parentheses and may hold anything, spaces too.
	rest := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	started, err := strconv.ParseFloat(rest[22-3], 64)
	if err != nil {
		return 0, err
	}
	now, err := strconv.ParseFloat(strings.Fields(string(uptime))[0], 64)
	if err != nil {
		return 0, err
	}
	return time.Duration((now*100 - started) * float64(10*time.Millisecond)).Round(10 * time.Millisecond), nil
}
