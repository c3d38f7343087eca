package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"gocompose/engine"
)

func attachCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "attach",
		Usage:     "join this terminal to the program of a container that runs",
		ArgsUsage: "SERVICE",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "detach-keys", Usage: "`KEYS` that leave the program to itself, such as ctrl-p,ctrl-q", DefaultText: "those of the docker configuration"},
			indexFlag(lowest),
			&cli.BoolFlag{Name: "no-stdin", Usage: "do not pass standard input on to the program"},
			&cli.BoolFlag{Name: "sig-proxy", Value: true, Usage: "pass signals on to the program"},
			dryRunFlag(),
		},
		Action: s.attach,
	}
}

func (s *session) attach(c *cli.Context) error {
	if c.NArg() != 1 {
		return usage{errors.New("attach needs the name of one service; see `gocompose help attach`")}
	}
	e, x, err := s.one(c.Context, wanted{service: c.Args().First(), number: c.Int("index")})
	if err != nil {
		return err
	}
	defer e.Close()
	if dryRun(c) {
		_, err := fmt.Fprintf(s.stdout, "would attach to %s\n", x.Name)
		return err
	}
	life, err := e.LifeOf(c.Context, x)
	if err != nil {
		return err
	}
	at := sitting{container: x.Name, tty: life.HasTTY, stdin: life.Reads && !c.Bool("no-stdin"), unending: !life.Once,
		leaves: !c.Bool("sig-proxy"), detachKeys: c.String("detach-keys")}
	again := false
	err = s.sit(c.Context, at, func(ctx context.Context, streams engine.Streams) (code int, err error) {
		code, again, err = e.Attach(ctx, life, streams)
		return code, err
	})
	if again {
		fmt.Fprintf(s.stderr, "%s has ended and is started again; `%s attach %s` joins it anew\n", x.Name, s.command(), x.Service)
	}
	return err
}
