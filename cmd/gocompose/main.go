// Command gocompose runs multi-container applications from Compose files on a
// Docker Engine, and says what it will do and why.
//
// One file a command: flags, one check of clashes, one call, one renderer.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/docker/cli/cli-plugins/socket"
	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
)

// What a command reads it mostly needs until it ends, so that looking for garbage
// finds little: the heap may grow by garbagePercent before, up to softMemory
// bytes. A file of 10,000 services needs some 90 MB.
const (
	garbagePercent = 400
	softMemory     = 140 << 20
)

func main() {
	debug.SetGCPercent(garbagePercent)
	debug.SetMemoryLimit(softMemory)
	os.Exit(run(os.Args, os.Stdin, os.Stdout, os.Stderr))
}

// run carries out one command line and gives the exit code.
func run(args []string, stdin io.Reader, stdout, stderr *os.File) int {
	name, args := calledAs(args)
	if len(args) > 1 && args[1] == completeName {
		return runComplete(name, args[2:], stdin, stdout)
	}
	s := &session{name: name, stdin: stdin, stdoutFile: stdout, stderrFile: stderr, getenv: os.Getenv, environ: os.Environ(), again: make(chan struct{})}
	ctx, stop := s.interruptible()
	defer stop()
	app := newApp(s)
	arranged, err := arrange(app, args)
	if err == nil {
		err = app.RunContext(ctx, arranged)
	} else {
		s.mode = s.meantMode(args)
	}
	return s.finish(ctx, err)
}

// meantMode gives the form of what is said of a command line that cannot be read.
func (s *session) meantMode(args []string) ui.Mode {
	text := s.getenv("COMPOSE_PROGRESS")
	for i, word := range args {
		if value, ok := strings.CutPrefix(word, "--progress="); ok {
			text = value
		} else if word == "--progress" && i+1 < len(args) {
			text = args[i+1]
		}
	}
	mode, _ := ui.ParseMode(text)
	return mode
}

// interruptible gives a context that ends with the first INT, TERM, HUP or QUIT. The
// second is taken from s.again by who stops containers; where nobody does, and
// with the third, the program ends at once.
func (s *session) interruptible() (context.Context, func()) {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // who reads no more ends nothing that is under way: it is seen when written to
	ctx, cancel := context.WithCancel(context.Background())
	socket.ConnectAndWait(cancel) // docker says so when it is to end, where it passes no signal on to its plugin
	signals := make(chan os.Signal, 3)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	go func() {
		<-signals
		cancel()
		<-signals
		select {
		case s.again <- struct{}{}:
			<-signals
		default:
		}
		s.brokenOff()
		os.Exit(exitInterrupted)
	}()
	s.letSignals = func() { signal.Stop(signals) }
	return ctx, func() { signal.Stop(signals); cancel() }
}

// brokenOff says, in a window that can be written to, that what was under way is
// not finished.
func (s *session) brokenOff() {
	if !ui.IsTerminal(s.stderrFile) {
		return
	}
	said := make(chan struct{})
	go func() {
		_, _ = s.stderrFile.WriteString("\nbroken off; run the command again to finish or mend what was under way\n")
		close(said)
	}()
	closes(said, 100*time.Millisecond)
}

func newApp(s *session) *cli.App {
	cli.FlagStringer = flagText
	app := &cli.App{
		Name:                      s.program(),
		Usage:                     "run multi-container applications from Compose files",
		Description:               s.program() + " plan shows what up would do, and why.",
		HideVersion:               true,
		UseShortOptionHandling:    true,
		DisableSliceFlagSeparator: true,
		Suggest:                   true,
		Flags:                     globalFlags,
		Before:                    s.open,
		ExitErrHandler:            func(*cli.Context, error) {}, // finish renders errors and chooses the code
		OnUsageError:              usageError,
		CommandNotFound:           func(c *cli.Context, name string) { s.unknown = unknownCommand(c.App, name) },
		Writer:                    s.stdoutFile,
		ErrWriter:                 s.stderrFile,
		Commands: []*cli.Command{
			applyCommand(s),
			attachCommand(s),
			buildCommand(s),
			commitCommand(s),
			completionCommand(s),
			configCommand(s),
			cpCommand(s),
			createCommand(s),
			doctorCommand(s),
			downCommand(s),
			envCommand(s),
			execCommand(s),
			exportCommand(s),
			graphCommand(s),
			imagesCommand(s),
			killCommand(s),
			eventsCommand(s),
			logsCommand(s),
			lsCommand(s),
			manCommand(s),
			metadataCommand(s),
			pauseCommand(s),
			portCommand(s),
			psCommand(s),
			pullCommand(s),
			pushCommand(s),
			restartCommand(s),
			rmCommand(s),
			rollbackCommand(s),
			runCommand(s),
			scaleCommand(s),
			startCommand(s),
			statsCommand(s),
			stopCommand(s),
			topCommand(s),
			unpauseCommand(s),
			upCommand(s),
			versionCommand(s),
			volumesCommand(s),
			waitCommand(s),
			watchCommand(s),
		},
	}
	app.Commands = append(app.Commands, planCommand(s, app.Commands))
	slices.SortFunc(app.Commands, func(a, b *cli.Command) int { return strings.Compare(a.Name, b.Name) })
	for _, c := range slices.Concat(app.Commands, app.Command("plan").Subcommands) {
		c.OnUsageError = usageError
		c.UseShortOptionHandling = true
		c.HideHelpCommand = true // it would take a service called help or h for itself
		withGlobals(c)
	}
	cli.HelpPrinter = s.helpOf(app)
	return app
}

// flagText is a flag's line in the help, without the default that every switch has.
func flagText(f cli.Flag) string {
	if d, ok := f.(cli.DocGenerationFlag); ok && !d.TakesValue() {
		return strings.ReplaceAll(defaultFlagText(f), " (default: false)", "")
	}
	return defaultFlagText(f)
}

var defaultFlagText = cli.FlagStringer
