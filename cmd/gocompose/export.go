package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

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
	write := func(w io.Writer) error { return e.Export(c.Context, x, w) }
	switch {
	case dryRun(c):
		_, err := fmt.Fprintf(s.stdout, "would export %s\n", x.Name)
		return err
	case file == "":
		return write(s.stdout)
	}
	return whollyWritten(file, write)
}

// whollyWritten makes or replaces a file once all of it is written: what is
// broken off leaves nothing behind.
func whollyWritten(file string, write func(io.Writer) error) error {
	if seen, err := os.Stat(file); err == nil && !seen.Mode().IsRegular() {
		return fmt.Errorf("%s is no file that can be replaced; name another, or leave out -o and redirect the output", file)
	}
	next, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*") // mode 0600, as docker makes it
	if err != nil {
		return err
	}
	defer os.Remove(next.Name())
	defer next.Close()
	if err := write(next); err != nil {
		return err
	}
	if err := next.Close(); err != nil {
		return err
	}
	return os.Rename(next.Name(), file)
}
