package remote

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"
	"unicode"
)

// fixed is what no setting of the user's may change: nothing of a repository
// is run, packs are streamed rather than held in memory, and a connection that
// says nothing for a minute ends.
var fixed = []string{
	"-c", "core.hooksPath=/dev/null",
	"-c", "core.fsmonitor=false",
	"-c", "gc.auto=0",
	"-c", "maintenance.auto=false",
	"-c", "fetch.unpackLimit=1",
	"-c", "core.bigFileThreshold=8m",
	"-c", "http.lowSpeedLimit=1",
	"-c", "http.lowSpeedTime=60",
}

// commandError is a git command that ended badly.
type commandError struct {
	code  int    // -1 when it did not end by itself
	words string // the last that it said
	err   error
}

func (e *commandError) Error() string { return e.words }
func (e *commandError) Unwrap() error { return e.err }

// command gives a git command that ends with ctx.
func (g git) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", slices.Concat(fixed, args)...)
	cmd.Dir = g.dir
	cmd.Env = g.environment()
	alone(cmd)
	cmd.WaitDelay = 3 * time.Second
	return cmd
}

// output runs a git command and gives the end of what it wrote.
func (g git) output(ctx context.Context, args ...string) ([]byte, error) {
	cmd := g.command(ctx, args...)
	var out, said tail
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return nil, g.ended(ctx, err, said)
	}
	return out, nil
}

// tail keeps the last MiB of what is written to it.
type tail []byte

func (t *tail) Write(p []byte) (int, error) {
	*t = append(*t, p...)
	if over := len(*t) - 1<<20; over > 0 {
		*t = slices.Delete(*t, 0, over)
	}
	return len(p), nil
}

// ended makes a command's error of its end and its words.
func (g git) ended(ctx context.Context, err error, said []byte) error {
	if ctx.Err() != nil {
		return &commandError{-1, "it was given up", context.Cause(ctx)}
	}
	e := &commandError{-1, err.Error(), err}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		e.code = exit.ExitCode()
	}
	if words := lastWords(said, secrets(g.ref.Remote)); words != "" {
		e.words = words
	}
	return e
}

// lastWords gives the last line that says something about the cause, without
// what could steer a terminal.
func lastWords(said []byte, secrets []string) string {
	var words string
	for line := range bytes.FieldsFuncSeq(said, func(r rune) bool { return r == '\n' || r == '\r' }) {
		text := strings.TrimSpace(strings.Map(printable, string(line)))
		if text != "" && !slices.Contains(idle, text) {
			words = text
		}
	}
	for _, s := range secrets {
		words = strings.ReplaceAll(words, s, "xxxxx")
	}
	words = strings.TrimPrefix(strings.TrimPrefix(words, "fatal: "), "error: ")
	return fmt.Sprintf("%.300s", words)
}

// idle are lines that git adds whatever the cause was.
var idle = []string{
	"fatal: Could not read from remote repository.",
	"Please make sure you have the correct access rights",
	"and the repository exists.",
}

func printable(r rune) rune {
	if unicode.IsPrint(r) {
		return r
	}
	return -1
}

// failed tells what a git command failed for. That a commit is not there, git
// says in words only.
func (g git) failed(err error) error {
	words := err.Error()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return unusable(err, "install git, or copy the file and name that as a local file")
	case strings.Contains(words, "not our ref "), strings.Contains(words, "couldn't find remote ref"):
		return g.ref.fail(NotFound, err, "check the commit, and that it is in this repository", "does not exist: the repository has no such commit")
	}
	return g.ref.fail(Unreachable, err, "try: git ls-remote "+shown(g.ref.Remote), "cannot be fetched: %s", words)
}
