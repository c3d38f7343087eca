package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"gocompose/cmd/ui"
	"gocompose/engine"
	"gocompose/engine/endpoint"
)

// sitting is a program in a container in front of whoever called gocompose.
type sitting struct {
	container  string // its name
	tty        bool   // the program has a terminal
	stdin      bool   // it reads what is typed
	unending   bool   // and does not see the end of what is typed
	removes    bool   // the engine removes the container at its end
	leaves     bool   // signals are not for the program, but end gocompose
	detachKeys string // that leave the program to itself; empty: those of the docker configuration
}

// sit runs a program in front of whoever called gocompose, and ends with its
// exit code. The terminal is as it was before in the end, however that comes.
func (s *session) sit(ctx context.Context, at sitting, program func(context.Context, engine.Streams) (int, error)) error {
	keys, err := s.detachKeys(at.detachKeys)
	if err != nil {
		return err
	}
	var size func() (int, int)
	if at.tty && s.stdout.Window {
		size = s.stdout.Size
	}
	passed := passSignals(size, at.leaves)
	defer passed.stop()
	if !at.leaves {
		s.letSignals()
		if ctx.Err() != nil { // a signal came in between
			return ctx.Err()
		}
		ctx = context.WithoutCancel(ctx)
	}
	streams, restore, err := s.streams(at, keys, passed)
	if err != nil {
		return err
	}
	defer restore() // a panic, too, leaves it as it was
	code, err := program(ctx, streams)
	restore()
	if err != nil && at.tty && s.stderr.Window {
		fmt.Fprintln(s.stderr) // the program has left the cursor anywhere
	}
	switch {
	case errors.Is(err, engine.ErrDetached):
		fmt.Fprintf(s.stderr, "%s runs on\n", at.container)
		return nil
	case errors.Is(err, engine.ErrUnsignalled):
		fmt.Fprintf(s.stderr, "the program goes on in %s: this engine has no way to signal it; `%s top` shows it\n", at.container, s.command())
		return exitWith(exitInterrupted)
	case errors.Is(err, engine.ErrUnread):
		return exitWith(exitUnread)
	case err != nil && code != 0:
		s.fail(err)
		return exitWith(code)
	case code != 0:
		return exitWith(code)
	}
	return err
}

// paused tells that a program stands still with its container, or goes on. The
// terminal may be the program's.
func (s *session) paused(at sitting) func(bool) {
	return func(now bool) {
		text := at.container + " goes on"
		if now {
			text = fmt.Sprintf("%s is paused; `%s unpause` lets it go on", at.container, s.command())
		}
		fmt.Fprintf(s.stderr, "\r%s\r\n", text)
	}
}

// streams gives the program's streams. One with a terminal has this one until restore.
func (s *session) streams(at sitting, keys ui.DetachKeys, passed *passing) (out engine.Streams, restore func(), err error) {
	out = engine.Streams{Stdout: s.stdoutFile, Stderr: s.stderrFile, TTY: at.tty, DetachKeys: keys.Text,
		Size: passed.now(), Signals: passed.signals, Sizes: passed.sizes, Removes: at.removes, Unending: at.unending, Paused: s.paused(at)}
	if at.stdin {
		out.Stdin = s.stdin
	}
	typed, ok := out.Stdin.(*os.File)
	if !at.tty || !ok || !ui.IsTerminal(typed) {
		return out, func() {}, nil
	}
	out.Stdin = keys.Until(typed, engine.ErrDetached)
	restore, err = ui.TakeTerminal(typed)
	return out, restore, err
}

// detachKeys gives the keys that leave a program to itself: those of a flag, else
// those of the docker configuration, else docker's own.
func (s *session) detachKeys(flag string) (ui.DetachKeys, error) {
	if flag == "" {
		configured, err := endpoint.DetachKeys()
		if err != nil {
			return ui.DetachKeys{}, err
		}
		flag = configured
	}
	keys, err := ui.ParseDetachKeys(flag)
	if err != nil {
		return ui.DetachKeys{}, usage{err}
	}
	return keys, nil
}
