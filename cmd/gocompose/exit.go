package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"syscall"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose/diag"
	"gocompose/compose/pattern"
	"gocompose/engine"
)

// Exit codes of every command.
const (
	exitOK          = 0
	exitFailed      = 1
	exitChanges     = 2
	exitTimedOut    = 124 // as timeout(1) has it
	exitInterrupted = 130
	exitUnread      = 141 // as a shell has it
)

// exitCodes says what they mean.
var exitCodes = []struct {
	code    int
	meaning string
}{
	{exitOK, "done"},
	{exitFailed, "anything went wrong: files, flags, engine, a container"},
	{exitChanges, "plan --exit-code: there is something to do"},
	{exitTimedOut, "wait --timeout: not all have ended in time"},
	{exitInterrupted, "ended by a signal"},
	{exitUnread, "nobody reads standard output any more"},
}

// errChanges makes plan --exit-code end with its own code.
var errChanges = errors.New("there is something to do")

// exitWith is the code, not 0, with which a program of the user's ended that
// gocompose ran for them. It becomes gocompose's own.
type exitWith int

func (e exitWith) Error() string { return fmt.Sprintf("the command ended with code %d", int(e)) }

// errShown is a failure that was rendered where it happened.
var errShown = errors.New("failed")

// usage is an error of the command line.
type usage struct{ error }

func usageError(c *cli.Context, err error, _ bool) error {
	err = wrongValue(c, err)
	hint := "gocompose help"
	if c.Command != nil && c.Command.Name != "" && c.Command.Name != c.App.Name {
		hint += " " + c.Command.Name
	}
	return usage{fmt.Errorf("%w; see `%s`", err, hint)}
}

// badValue is how the flag parser puts it.
var badValue = pattern.New(`^invalid (?:boolean )?value (".*") for(?: flag)? -([\w-]+):`)

// wrongValue says which flag has a value that it cannot have, as it is typed.
func wrongValue(c *cli.Context, err error) error {
	parts := badValue().FindStringSubmatch(err.Error())
	if parts == nil {
		return err
	}
	write := "true or false"
	for _, l := range c.Lineage() {
		if l.Command == nil {
			continue
		}
		switch find(slices.Concat(l.Command.Flags, globalFlags), parts[2]).(type) {
		case *cli.IntFlag:
			write = "a number"
		case *cli.DurationFlag:
			write = "such as 30s or 2m"
		}
	}
	return fmt.Errorf("%s is not a value of --%s; write %s", parts[1], parts[2], write)
}

// finish renders an error that nobody has yet, and gives the exit code.
func (s *session) finish(ctx context.Context, err error) int {
	err = cmp.Or(s.unknown, err, s.unhelped)
	var incomplete *engine.Incomplete
	var ended exitWith
	var unstarted *engine.NotStarted
	var late *waitedLong
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &ended):
		return int(ended)
	case errors.Is(err, errChanges):
		return exitChanges
	case ctx.Err() != nil:
		return exitInterrupted
	case unread(err):
		return exitUnread
	case errors.Is(err, errShown), errors.As(err, &incomplete):
		return exitFailed
	}
	s.fail(err)
	if errors.As(err, &unstarted) {
		return unstarted.Code
	}
	if errors.As(err, &late) {
		return exitTimedOut
	}
	return exitFailed
}

// unread tells the failure to write to a pipe that nobody reads from any more
// from that of a connection.
func unread(err error) bool {
	var file *fs.PathError
	return errors.As(err, &file) && errors.Is(file, syscall.EPIPE)
}

// fail writes the error that ended the command, in the form that --progress asks for.
func (s *session) fail(err error) {
	if s.stderr == nil { // the global flags themselves were wrong
		s.stderr = ui.OpenTerminal(s.stderrFile, ui.AnsiAuto, s.getenv)
	}
	if s.mode == ui.ModeJSON {
		_ = ui.FailureJSON(s.stderr, s.hiddenError(err))
		return
	}
	_ = ui.Failure(s.stderr, s.hiddenError(err), s.source, s.stderr.Style())
}

// show writes warnings in the form that --progress asks for.
func (s *session) show(warnings diag.List) {
	warnings = s.hidden(warnings)
	switch {
	case len(warnings) == 0, s.making != nil: // they were shown when the plan was made
	case s.mode == ui.ModeJSON:
		_ = ui.DiagnosticsJSON(s.stderr, warnings)
	default:
		_ = ui.Diagnostics(s.stderr, warnings, s.source, s.stderr.Style())
	}
}

// say tells of something in passing, in the form that --progress asks for. Where
// nobody reads any more there is nothing to say.
func (s *session) say(news ui.News) { _ = news.Show(s.stderr, s.mode) }

// notOffered is the commands of docker compose that gocompose does without: why,
// and what serves instead.
var notOffered = map[string]string{
	"publish": "publish is not offered: an OCI artifact hides what it takes along of env files and secrets; keep the files in git, where `gocompose -f https://HOST/REPOSITORY.git#REF:FOLDER` finds them, " +
		"or publish them with docker compose, for `gocompose -f oci://IMAGE`",
	"bridge": "bridge is not offered: it turns files into those of Kubernetes by programs of its own; give what `gocompose config` writes to a converter such as kompose",
	"alpha":  "alpha is not offered: in place of alpha viz there is `gocompose graph --format dot`, in place of alpha publish git, and alpha generate is an experiment of docker compose",
}

func unknownCommand(app *cli.App, name string) error {
	if why, ok := notOffered[name]; ok {
		return usage{errors.New(why)}
	}
	near := ""
	s := cli.SuggestCommand(app.Commands, name) // `Did you mean "up"?`
	if _, word, _ := strings.Cut(s, `"`); alike(word, name) {
		near = "; d" + s[1:]
	}
	return usage{fmt.Errorf("unknown command %q%s; see `gocompose help`", name, near)}
}
