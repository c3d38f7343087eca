package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"
)

func exportCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "export",
		Usage:     "write the files of a container as a tar archive, without its volumes",
		ArgsUsage: "SERVICE",
		Flags: []cli.Flag{
			indexFlag(lowest),
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to a `FILE`", DefaultText: "standard output"},
			dryRunFlag(),
		},
		Action: s.export,
	}
}

func (s *session) export(c *cli.Context) error {
	file := c.String("output")
	switch {
	case c.NArg() != 1:
		return usage{errors.New("export takes one service; see `gocompose help export`")}
	case file == "" && s.stdout.Window && !dryRun(c):
		return usage{errors.New("an archive is not for a terminal; write it to a file with -o FILE, or pipe it on")}
	}
	e, x, err := s.one(c.Context, wanted{service: c.Args().First(), number: c.Int("index"), state: wantAny})
	if err != nil {
		return err
	}
	defer e.Close()
	if dryRun(c) {
		_, err := fmt.Fprintf(s.stdout, "would export %s\n", x.Name)
		return err
	}
	return s.output(file, 0o600, func(w io.Writer) error { return e.Export(c.Context, x, w) })
}
