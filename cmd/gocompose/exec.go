package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
)

func execCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "exec",
		Usage:     "run a command in a container that runs",
		ArgsUsage: "SERVICE COMMAND...",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "detach", Aliases: []string{"d"}, Usage: "leave the command running in the background"},
			&cli.StringSliceFlag{Name: "env", Aliases: []string{"e"}, Usage: "set an environment variable, `KEY=VALUE`, or KEY with the value that it has here"},
			indexFlag(lowest),
			&cli.BoolFlag{Name: "interactive", Aliases: []string{"i"}, Value: true, Hidden: true, Usage: "pass standard input on to the command"},
			&cli.BoolFlag{Name: "no-tty", Aliases: []string{"T", "no-TTY"}, Usage: "give the command no terminal", DefaultText: "where there is none here"},
			&cli.BoolFlag{Name: "privileged", Usage: "give the command all that the host can do"},
			&cli.BoolFlag{Name: "tty", Aliases: []string{"t"}, Value: true, Hidden: true, Usage: "give the command a terminal, where there is one here"},
			&cli.StringFlag{Name: "user", Aliases: []string{"u"}, Usage: "`USER` that the command runs as"},
			&cli.StringFlag{Name: "workdir", Aliases: []string{"w"}, Usage: "`FOLDER` that the command starts in"},
			dryRunFlag(),
		},
		Action: s.exec,
	}
}

func (s *session) exec(c *cli.Context) error {
	if c.NArg() < 2 {
		return usage{errors.New("exec needs the name of a service and a command; see `gocompose help exec`")}
	}
	env, err := environment(nil, c.StringSlice("env"), here(s.environ))
	if err != nil {
		return err
	}
	o := engine.ExecOptions{Command: c.Args().Tail(), Environment: env, User: c.String("user"), WorkingDir: c.String("workdir"), Privileged: c.Bool("privileged")}
	e, x, err := s.one(c.Context, wanted{service: c.Args().First(), number: c.Int("index")})
	if err != nil {
		return err
	}
	defer e.Close()
	switch {
	case dryRun(c):
		_, err := fmt.Fprintf(s.stdout, "would run in %s: %s\n", x.Name, shellWords(o.Command))
		return err
	case c.Bool("detach"):
		return e.ExecDetached(c.Context, x, o)
	}
	at := sitting{container: x.Name, stdin: c.Bool("interactive")}
	at.tty = s.givesTerminal(c, at.stdin)
	return s.sit(c.Context, at, func(ctx context.Context, streams engine.Streams) (int, error) { return e.Exec(ctx, x, o, streams) })
}

// givesTerminal tells whether a program gets a terminal: where a person sees
// what it writes, and types what it reads.
func (s *session) givesTerminal(c *cli.Context, stdin bool) bool {
	return !c.Bool("no-tty") && c.Bool("tty") && s.stdout.Window && (!stdin || ui.Answers(s.stdin))
}

// here gives the variables of gocompose's own environment.
func here(environ []string) map[string]string { return labels(environ) }
