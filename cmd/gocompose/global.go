package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/diag"
)

var globalFlags = append(engineFlags,
	&cli.StringSliceFlag{Name: "file", Aliases: []string{"f"}, Usage: "Compose `FILE`; repeat it to merge several, - reads standard input"},
	&cli.StringFlag{Name: "project-name", Aliases: []string{"p"}, Usage: "`NAME` of the project"},
	&cli.StringFlag{Name: "project-directory", Usage: "`FOLDER` that paths in the files start from"},
	&cli.StringSliceFlag{Name: "env-file", Usage: "`FILE` with variables for ${…}, in place of .env"},
	&cli.StringSliceFlag{Name: "profile", Usage: "`PROFILE` to enable, * for all"},
	&cli.StringFlag{Name: "progress", Usage: "auto, tty, plain, json or quiet; also $COMPOSE_PROGRESS"},
	&cli.StringFlag{Name: "ansi", Usage: "escapes: auto, never or always; also $COMPOSE_ANSI"},
	&cli.IntFlag{Name: "parallel", Value: -1, Usage: "most engine calls in flight; -1 lets gocompose choose; also $COMPOSE_PARALLEL_LIMIT"},
	&cli.DurationFlag{Name: "lock-timeout", Usage: "how `LONG` to wait for another command that changes the project, such as 30s; without end unless given"},
	&cli.BoolFlag{Name: "allow-remote", Usage: "fetch files from git and OCI registries that are not pinned to a commit or digest"},
	&cli.BoolFlag{Name: "strict", Usage: "treat warnings about the files, such as variables that are not set, as errors"},
	&cli.BoolFlag{Name: "all-resources", Usage: "networks, volumes and the like that no service uses, too"},
	&cli.BoolFlag{Name: "compatibility", Usage: "names of docker-compose 1, such as shop_web_1; also $COMPOSE_COMPATIBILITY"},
	dryRunFlag(), adoptFlag(),
	&cli.StringSliceFlag{Name: "insecure-registry", Hidden: true, Usage: "`REGISTRY` of Compose files that is asked over HTTP"},
	&cli.BoolFlag{Name: "no-ansi", Hidden: true},
	&cli.BoolFlag{Name: "verbose", Hidden: true},
	&cli.BoolFlag{Name: "version", Aliases: []string{"v"}, Hidden: true}, // see arrange
	&cli.StringFlag{Name: "workdir", Hidden: true},
)

// idle is global flags of docker and docker compose that change nothing here, and why.
var idle = []struct{ flag, why string }{
	{"debug", "there is no log beside what is shown"},
	{"log-level", "there is no log beside what is shown"},
	{"verbose", "there is no log beside what is shown"},
}

// warnIdle tells of flags that change nothing.
func (s *session) warnIdle(c *cli.Context) {
	for _, f := range idle {
		if c.IsSet(f.flag) {
			s.show(diag.List{{Severity: diag.Warning, Summary: fmt.Sprintf("--%s changes nothing: %s", f.flag, f.why), Hint: "leave it out"}})
		}
	}
}

// warnIgnored tells of flags of a command that docker compose ignores, too.
func (s *session) warnIgnored(c *cli.Context, flags ...string) {
	for _, flag := range flags {
		if c.IsSet(flag) {
			s.show(diag.List{{Severity: diag.Warning, Summary: "--" + flag + " changes nothing, as with docker compose", Hint: "leave it out"}})
		}
	}
}

// dryRunFlag is global in docker compose and may stand behind the command too.
func dryRunFlag() cli.Flag {
	return &cli.BoolFlag{Name: "dry-run", Usage: "show the plan and change nothing"}
}

// mayChange tells whether a command can change something: it has --dry-run then.
func mayChange(c *cli.Command) bool {
	return slices.ContainsFunc(c.Flags, func(f cli.Flag) bool {
		flag, ok := f.(*cli.BoolFlag)
		return ok && flag.Name == "dry-run"
	})
}

// adoptFlag may stand behind the commands that change something, too.
func adoptFlag() cli.Flag {
	return &cli.BoolFlag{Name: "adopt", Usage: "take over a project of the same name that another folder runs"}
}

// withGlobals gives a command that can change something the flag --adopt, and any
// other --dry-run, without effect: docker compose has it behind all of them.
func withGlobals(c *cli.Command) {
	if mayChange(c) {
		c.Flags = append(c.Flags, adoptFlag())
	} else {
		c.Flags = append(c.Flags, &cli.BoolFlag{Name: "dry-run", Hidden: true})
	}
}

// adopts tells whether --adopt stands before or behind the command.
func adopts(c *cli.Context) bool {
	return slices.ContainsFunc(c.Lineage(), func(l *cli.Context) bool { return l.Bool("adopt") })
}

// open reads the global flags.
func (s *session) open(c *cli.Context) error {
	s.begun = time.Now()
	if err := s.locate(c); err != nil {
		return err
	}
	ansi, err := ui.ParseAnsi(s.setting(c, "ansi", "COMPOSE_ANSI"))
	if err != nil {
		return usage{err}
	}
	if c.Bool("no-ansi") {
		ansi = ui.AnsiNever
	}
	if s.mode, err = ui.ParseMode(s.setting(c, "progress", "COMPOSE_PROGRESS")); err != nil {
		return usage{err}
	}
	s.stdout = ui.OpenTerminal(s.stdoutFile, ansi, s.getenv)
	s.stderr = ui.OpenTerminal(s.stderrFile, ansi, s.getenv)
	ui.OneWindow(s.stdout, s.stderr)
	s.parallel, err = strconv.Atoi(s.setting(c, "parallel", "COMPOSE_PARALLEL_LIMIT"))
	if err != nil {
		return usage{fmt.Errorf("%q is no number for --parallel or COMPOSE_PARALLEL_LIMIT", s.setting(c, "parallel", "COMPOSE_PARALLEL_LIMIT"))}
	}
	s.lockTimeout = c.Duration("lock-timeout")
	if s.endpoint, err = engineChoice(c); err != nil {
		return err
	}
	s.warnIdle(c)
	if err := s.readDecisions(); err != nil {
		return err
	}
	s.strict, s.remotes.Allow, s.remotes.Plain = c.Bool("strict"), c.Bool("allow-remote"), c.StringSlice("insecure-registry")
	return nil
}

// decisions are the variables that are true or false.
var decisions = []string{"COMPOSE_REMOVE_ORPHANS", "COMPOSE_IGNORE_ORPHANS", "COMPOSE_MENU", "COMPOSE_COMPATIBILITY"}

// readDecisions lets what is neither count as false, as docker compose does, and says so.
func (s *session) readDecisions() error {
	for _, name := range decisions {
		value := s.getenv(name)
		if _, err := strconv.ParseBool(value); err == nil || value == "" {
			continue
		}
		s.show(diag.List{{Severity: diag.Warning, Summary: fmt.Sprintf("%s: %q is neither true nor false, and counts as false", name, value), Hint: "write true or false"}})
		if err := os.Setenv(name, "false"); err != nil {
			return err
		}
	}
	return nil
}

// setting gives a global flag, else what the environment or an env file says, else the flag's default.
func (s *session) setting(c *cli.Context, flag, variable string) string {
	if value := s.getenv(variable); value != "" && !c.IsSet(flag) {
		return value
	}
	return fmt.Sprint(c.Value(flag))
}

// locate keeps what the files are loaded with, and lets what env files say of
// gocompose itself count as if the process environment had it.
func (s *session) locate(c *cli.Context) error {
	dir, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("find the working directory: %w", err)
	}
	s.global = compose.Options{
		Files:            c.StringSlice("file"),
		Dir:              dir,
		ProjectDirectory: cmp.Or(c.String("project-directory"), c.String("workdir")),
		Name:             c.String("project-name"),
		EnvFiles:         c.StringSlice("env-file"),
		Profiles:         c.StringSlice("profile"),
		Environ:          s.environ,
		AllResources:     c.Bool("all-resources"),
		Fetch:            s.fetch(c.Context),
		Stdin:            ui.Interruptible(c.Context, s.stdin),
	}
	s.redactor = nil // which apply may have of its own folder
	for name, value := range compose.Settings(s.global) {
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	s.global.Compatibility = c.Bool("compatibility") || isTrue(s.getenv("COMPOSE_COMPATIBILITY"))
	return nil
}
