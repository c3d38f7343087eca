package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCommandsFollowOneAnotherUpToTheFirstThatFails(t *testing.T) {
	first, second := filepath.Join(t.TempDir(), "1"), filepath.Join(t.TempDir(), "2")
	err := run(strings.Fields("touch " + first + " then exit 3 then touch " + second))
	if got := code(err); got != 3 {
		t.Errorf("exit code %d, want 3", got)
	}
	if _, err := os.Stat(first); err != nil {
		t.Errorf("the command before the failure did not run: %v", err)
	}
	if _, err := os.Stat(second); err == nil {
		t.Error("the command after the failure ran")
	}
}

func TestExitCodes(t *testing.T) {
	cases := map[string]int{
		"true": 0, "false": 1, "exit 0": 0, "exit 42 1ms": 42, "exit": 1, "exit soon": 1, "": 1, "then true": 1, "nonsense": 1,
		"sleep 0.01": 0, "sleep long": 1, "health /nowhere": 1, "health": 1, "health after 0s": 0, "health after 99999h": 1,
		"cat /nowhere": 1, "env GOCOMPOSE_NOT_SET": 1, "print many lines": 1, "get http://127.0.0.1:1/": 1, "resolve": 1,
		"serve 1": 1, "tick often x": 1, "touch": 1, "rm /nowhere": 1, "rm -rf -- /nowhere": 0, "window": 1,
	}
	for line, want := range cases {
		t.Run(line, func(t *testing.T) {
			if got := code(run(strings.Fields(line))); got != want {
				t.Errorf("%q ends with %d, want %d", line, got, want)
			}
		})
	}
}

func TestTheProgramsNameMayBeTheCommand(t *testing.T) {
	cases := []struct{ argv, want []string }{
		{[]string{"sleep", "1000000"}, []string{"sleep", "1000000"}},
		{[]string{"/bin/echo", "hi"}, []string{"echo", "hi"}},
		{[]string{"/bin/test-tool", "echo", "hi"}, []string{"echo", "hi"}},
	}
	for _, c := range cases {
		if got := words(c.argv); !slices.Equal(got, c.want) {
			t.Errorf("words(%q) = %q, want %q", c.argv, got, c.want)
		}
	}
}
