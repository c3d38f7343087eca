package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/compose/remote"
	"gocompose/engine"
	"gocompose/engine/build"
	"gocompose/engine/plan"
)

// session is what all commands share: the streams, the global flags, and the
// project and engine once they are asked for.
type session struct {
	stdin                  io.Reader
	stdoutFile, stderrFile *os.File
	getenv                 func(string) string
	environ                []string
	unknown                error         // the command that does not exist
	again                  chan struct{} // gets the second signal while somebody receives

	begun          time.Time
	stdout, stderr *ui.Terminal
	mode           ui.Mode
	parallel       int
	strict         bool
	global         compose.Options
	input          bytes.Buffer // what "-" read
	remotes        remote.Cache
	uncached       bool // a remote file is not in the cache, and is not to be fetched
}

var globalFlags = []cli.Flag{
	&cli.StringSliceFlag{Name: "file", Aliases: []string{"f"}, Usage: "Compose `FILE`; repeat it to merge several, - reads standard input"},
	&cli.StringFlag{Name: "project-name", Aliases: []string{"p"}, Usage: "`NAME` of the project"},
	&cli.StringFlag{Name: "project-directory", Usage: "`FOLDER` that paths in the files start from"},
	&cli.StringSliceFlag{Name: "env-file", Usage: "`FILE` with variables for ${…}, in place of .env"},
	&cli.StringSliceFlag{Name: "profile", Usage: "`PROFILE` to enable, * for all"},
	&cli.StringFlag{Name: "progress", Usage: "auto, tty, plain, json or quiet; also $COMPOSE_PROGRESS"},
	&cli.StringFlag{Name: "ansi", Usage: "escapes: auto, never or always; also $COMPOSE_ANSI"},
	&cli.IntFlag{Name: "parallel", Value: -1, Usage: "most engine calls in flight; -1 lets gocompose choose; also $COMPOSE_PARALLEL_LIMIT"},
	&cli.BoolFlag{Name: "allow-remote", Usage: "fetch files from git and OCI registries that are not pinned to a commit or digest"},
	&cli.BoolFlag{Name: "strict", Usage: "treat warnings about the files, such as variables that are not set, as errors"},
	dryRunFlag(),
}

// dryRunFlag is global in docker compose and may stand behind the command too.
func dryRunFlag() cli.Flag {
	return &cli.BoolFlag{Name: "dry-run", Usage: "show the plan and change nothing"}
}

// dryRun tells whether --dry-run stands before or behind the command.
func dryRun(c *cli.Context) bool {
	return slices.ContainsFunc(c.Lineage(), func(l *cli.Context) bool { return l.Bool("dry-run") })
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
	if s.mode, err = ui.ParseMode(s.setting(c, "progress", "COMPOSE_PROGRESS")); err != nil {
		return usage{err}
	}
	s.stdout = ui.OpenTerminal(s.stdoutFile, ansi, s.getenv)
	s.stderr = ui.OpenTerminal(s.stderrFile, ansi, s.getenv)
	s.parallel, err = strconv.Atoi(s.setting(c, "parallel", "COMPOSE_PARALLEL_LIMIT"))
	if err != nil {
		return usage{fmt.Errorf("%q is no number for --parallel or COMPOSE_PARALLEL_LIMIT", s.setting(c, "parallel", "COMPOSE_PARALLEL_LIMIT"))}
	}
	s.strict, s.remotes.Allow = c.Bool("strict"), c.Bool("allow-remote")
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
		ProjectDirectory: c.String("project-directory"),
		Name:             c.String("project-name"),
		EnvFiles:         c.StringSlice("env-file"),
		Profiles:         c.StringSlice("profile"),
		Environ:          s.environ,
		Fetch:            s.fetch(c.Context),
	}
	for name, value := range compose.Settings(s.global) {
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return nil
}

// load reads the project and shows its warnings.
func (s *session) load() (*compose.Project, error) {
	p, problems := s.read()
	return p, s.warned(problems)
}

// read reads the project.
func (s *session) read() (*compose.Project, diag.List) {
	return compose.Load(s.options())
}

// options gives what to load; what standard input has given before, it gives again.
func (s *session) options() compose.Options {
	options := s.global
	options.Stdin = io.MultiReader(bytes.NewReader(s.input.Bytes()), io.TeeReader(s.stdin, &s.input))
	return options
}

// narrow keeps the named services and what they need, in the numbers that --scale asks for.
func (s *session) narrow(p *compose.Project, services, scale []string) (*compose.Project, error) {
	p, problems := p.Select(services)
	if err := s.warned(problems); err != nil || len(scale) == 0 {
		return p, err
	}
	replicas, err := parseScale(scale)
	if err != nil {
		return nil, err
	}
	p, problems = p.WithScale(replicas)
	return p, s.warned(problems)
}

func parseScale(scale []string) (map[string]int, error) {
	out := map[string]int{}
	for _, text := range scale {
		service, number, ok := strings.Cut(text, "=")
		n, err := strconv.Atoi(number)
		if !ok || err != nil || n < 0 {
			return nil, usage{fmt.Errorf("%q is no scale; write SERVICE=NUMBER, such as web=3", text)}
		}
		out[service] = n
	}
	return out, nil
}

// judged gives the problems as severe as --strict wants them.
func (s *session) judged(problems diag.List) diag.List {
	if s.strict {
		return problems.Strict()
	}
	return problems
}

// noted is judged for what planning says: --strict is about the files, so what
// is said of the engine alone, such as of orphans, has no place and stays a warning.
func (s *session) noted(notes diag.List) diag.List {
	out := slices.Clone(notes)
	for i, d := range out {
		if s.strict && !d.Pos.IsZero() {
			out[i].Severity = diag.Error
		}
	}
	return out
}

// warned gives the errors of a list; where there are none it shows the warnings.
func (s *session) warned(problems diag.List) error {
	if problems = s.judged(problems); problems.Err() != nil {
		return problems
	}
	s.show(problems)
	return nil
}

// project gives the name of the project to act on, and the project itself
// where there are files; with -p alone the labels are enough. Remote files come
// out of the cache only. Warnings are left
// to the commands that carry out what the files say.
func (s *session) project() (string, *compose.Project, error) {
	s.remotes.Offline = true
	p, problems := s.read()
	switch {
	case p != nil:
		return p.Name, p, nil
	case s.global.Name != "" && (compose.NoFile(problems) || s.uncached):
		return s.global.Name, nil, nil
	}
	return "", nil, problems
}

// known refuses names of services that neither the files nor containers have.
func known(names []string, p *compose.Project, containers []plan.Container) error {
	services := map[string]bool{}
	if p != nil {
		for name := range p.Services {
			services[name] = true
		}
		for name := range p.Disabled {
			services[name] = true
		}
	}
	for _, c := range containers {
		services[c.Service] = true
	}
	for _, name := range names {
		if !services[name] {
			return usage{fmt.Errorf("no service is named %s; services here are %s", name, cmp.Or(strings.Join(keys(services), ", "), "none"))}
		}
	}
	return nil
}

// observe opens the engine and asks it for a project's state. The caller closes the engine.
func observe(ctx context.Context, project string) (*engine.Engine, *plan.State, error) {
	e, err := engine.Open()
	if err != nil {
		return nil, nil, err
	}
	state, err := e.Observe(ctx, project)
	if err != nil {
		e.Close()
		return nil, nil, err
	}
	return e, state, nil
}

// largestSource bounds the files that excerpts come from, in bytes.
const largestSource = 16 << 20

// source gives the text of a file for excerpts. A pipe has been read already,
// and a device may have no end.
func (s *session) source(file string) []byte {
	if file == "-" {
		return s.input.Bytes()
	}
	file = s.local(file)
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() || info.Size() > largestSource {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return text
}

// backend says which builder DOCKER_BUILDKIT asks for.
func (s *session) backend() build.Backend {
	if on, err := strconv.ParseBool(s.getenv("DOCKER_BUILDKIT")); err == nil && !on {
		return build.Classic
	}
	return build.Auto
}

func isTrue(text string) bool {
	on, err := strconv.ParseBool(text)
	return err == nil && on
}
