package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gocompose/compose"
)

func TestStacksAreGood(t *testing.T) {
	dir := t.TempDir()
	paths, err := writeStacks(dir)
	if err != nil {
		t.Fatal(err)
	}
	for n, path := range paths {
		p, problems := compose.Load(compose.Options{Files: []string{path}, Dir: dir, Name: "gocompose-bench-test"})
		if len(problems) > 0 {
			t.Fatalf("%s: %v", filepath.Base(path), problems)
		}
		if len(p.Services) != n {
			t.Errorf("%s has %d services, not %d", filepath.Base(path), len(p.Services), n)
		}
	}
}

func TestLargeStackHangsOnFirstOfGroup(t *testing.T) {
	text := largeStack(12)
	if n := strings.Count(text, "depends_on:\n      - s0001\n"); n != 9 {
		t.Errorf("%d services need s0001, not 9", n)
	}
	if n := strings.Count(text, "depends_on:\n      - s0011\n"); n != 1 {
		t.Errorf("%d services need s0011, not 1", n)
	}
}

func TestArgs(t *testing.T) {
	tool := &tool{project: project{base: "p"}, stacks: map[int]string{stackSize: "20.yaml", bigSize: "100.yaml", planSize: "150.yaml", checkSize: "1000.yaml", manySize: "10000.yaml"}}
	for name, want := range map[taskName]string{
		taskUp:      "-p p -f 20.yaml up -d",
		taskAgain:   "-p p -f 20.yaml up -d",
		taskDown:    "-p p -f 20.yaml down",
		taskBigUp:   "-p p -f 100.yaml up -d",
		taskBigDown: "-p p -f 100.yaml down",
		taskCheck:   "-p p -f 1000.yaml config -q",
		taskMany:    "-p p -f 10000.yaml config -q",
		taskPlan:    "-p p -f 150.yaml plan",
		taskVersion: "version",
	} {
		if got := strings.Join(tool.args(name), " "); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
}

func TestPlainEnv(t *testing.T) {
	environ := []string{"PATH=/bin", "COMPOSE_FILE=other.yaml", "DOCKER_HOST=tcp://x", "COMPOSE_PARALLEL_LIMIT=1"}
	if got, want := plainEnv(environ), []string{"PATH=/bin", "DOCKER_HOST=tcp://x"}; !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
	if environ[1] != "COMPOSE_FILE=other.yaml" {
		t.Error("the environment itself was changed")
	}
}

func TestTail(t *testing.T) {
	for _, c := range []struct {
		text, want string
	}{{"", ""}, {"a\n", "a"}, {"a\nb\nc\n", "b\nc"}} {
		if got := tail(c.text, 2); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}

func TestChild(t *testing.T) {
	t.Setenv("COMPOSE_FILE", "other.yaml")
	dir := t.TempDir()
	s, err := child(t.Context(), dir, 0, "sh", "-c", `[ -z "${COMPOSE_FILE-}" ] && pwd >here`)
	if err != nil {
		t.Fatal(err)
	}
	if s.wall <= 0 || s.peak <= 0 {
		t.Errorf("nothing was measured: %+v", s)
	}
	if _, err := os.Stat(filepath.Join(dir, "here")); err != nil {
		t.Errorf("it did not run in its folder: %v", err)
	}
}

func TestChildFails(t *testing.T) {
	_, err := child(t.Context(), t.TempDir(), 0, "sh", "-c", "echo what went wrong >&2; exit 3")
	if err == nil || !strings.Contains(err.Error(), "exit status 3") || !strings.Contains(err.Error(), "what went wrong") {
		t.Errorf("the failure does not tell its reason: %v", err)
	}
}

func TestChildThatLastsIsInterrupted(t *testing.T) {
	s, err := child(t.Context(), t.TempDir(), time.Second, "sh", "-c", "trap 'exit 130' INT; while :; do sleep 0.01; done")
	if err != nil || s.wall < time.Second {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := child(t.Context(), t.TempDir(), time.Hour, "sh", "-c", "exit 130"); err == nil {
		t.Error("it ended too early, and nobody said so")
	}
}
