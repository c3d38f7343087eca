package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"gocompose/cmd/ui"
	"gocompose/engine"
)

// interact runs the container's program in front of whoever called gocompose,
// and ends with its exit code. With --rm the container is gone in the end: the
// engine sees to that once it has started.
func (c *convergence) interact(ctx context.Context, name string) error {
	var size func() (int, int)
	if c.hasTerminal() {
		size = c.stdout.Size
	}
	passed := passSignals(size)
	defer passed.stop()
	c.letSignals()
	background := context.WithoutCancel(ctx)
	if ctx.Err() != nil { // a signal came in between
		return errors.Join(ctx.Err(), c.engine.Discard(background, name))
	}
	streams, restore, err := c.streams(passed)
	if err != nil {
		return errors.Join(err, c.engine.Discard(background, name))
	}
	code, err := c.engine.Interact(background, name, streams)
	restore()
	switch {
	case errors.Is(err, engine.ErrDetached):
		fmt.Fprintf(c.stderr, "%s runs on\n", name)
		return nil
	case err != nil && c.run.Remove:
		return errors.Join(err, c.engine.Discard(background, name))
	case err == nil && code != 0:
		return exitWith(code)
	}
	return err
}

// streams gives the program's streams. One with a terminal has this one until restore.
func (c *convergence) streams(passed *passing) (s engine.Streams, restore func(), err error) {
	s = engine.Streams{Stdout: c.stdoutFile, Stderr: c.stderrFile, TTY: c.hasTerminal(),
		Signals: passed.signals, Sizes: passed.sizes, Removes: c.run.Remove}
	if c.run.Stdin {
		s.Stdin = c.stdin
	}
	typed, ok := s.Stdin.(*os.File)
	if !s.TTY || !ok {
		return s, func() {}, nil
	}
	s.Stdin = ui.UntilDetached(typed, engine.ErrDetached)
	restore, err = ui.TakeTerminal(typed)
	return s, restore, err
}

// hasTerminal tells whether the program that is run once has a terminal.
func (c *convergence) hasTerminal() bool { return c.project.Services[c.run.Service].TTY }
