package main

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"gocompose/compose"
	"gocompose/compose/tree"
)

func configCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:        "config",
		Usage:       "check the files and show what they come to",
		ArgsUsage:   "[SERVICE...]",
		Description: "--check -o json and --check -o sarif write what is wrong with the files to stdout, for editors and CI.",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "check", Usage: "check only, and show all problems, warnings too, on stdout; -o is text, json or sarif"},
			&cli.BoolFlag{Name: "environment", Usage: "what ${…} sees, NAME=VALUE a line"},
			&cli.StringFlag{Name: "format", Usage: "yaml or json", DefaultText: "yaml"},
			&cli.StringFlag{Name: "hash", Usage: "config hash of `SERVICES`: names joined by commas, or *"},
			&cli.BoolFlag{Name: "images", Usage: "names of images only"},
			&cli.BoolFlag{Name: "lock-image-digests", Usage: "an override file that pins every image to its digest"},
			&cli.BoolFlag{Name: "models", Usage: "names of models only"},
			&cli.BoolFlag{Name: "networks", Usage: "keys of networks only"},
			&cli.BoolFlag{Name: "no-consistency", Usage: "do not check how services, networks and volumes go together"},
			&cli.BoolFlag{Name: "no-env-resolution", Usage: "keep env_file instead of reading it"},
			&cli.BoolFlag{Name: "no-interpolate", Usage: "keep ${…} as it is written, and short forms"},
			&cli.BoolFlag{Name: "no-normalize", Usage: "fill in no names, networks and other defaults"},
			&cli.BoolFlag{Name: "no-path-resolution", Usage: "keep relative paths"},
			&cli.BoolFlag{Name: "origin", Usage: "where every value stands, and the variables it came from; a table, or --format json"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to a `FILE`; with --check a format", DefaultText: "stdout"},
			&cli.BoolFlag{Name: "profiles", Usage: "names of profiles only"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "check only, and say nothing but what is wrong"},
			&cli.BoolFlag{Name: "redact", Usage: "*** in place of passwords, tokens, keys and what is in configs and secrets"},
			&cli.BoolFlag{Name: "resolve-image-digests", Usage: "pin every image to its digest"},
			&cli.BoolFlag{Name: "services", Usage: "names of services only"},
			&cli.BoolFlag{Name: "variables", Usage: "the variables that the files use, with their defaults"},
			&cli.BoolFlag{Name: "volumes", Usage: "keys of volumes only"},
		},
		Action: s.config,
	}
}

func (s *session) config(c *cli.Context) error {
	if err := configClashes(c); err != nil {
		return err
	}
	s.global.Skip = skipped(c)
	if c.Bool("check") {
		return s.check(c)
	}
	p, err := s.configured(c)
	if err != nil {
		return err
	}
	if c.Bool("quiet") {
		return nil
	}
	return s.output(c.String("output"), 0o666, func(w io.Writer) error { return s.writeConfig(w, c, p) })
}

// skipped is what the flags leave out of loading. For names of things no
// env_file is read, as in docker compose.
func skipped(c *cli.Context) compose.Skip {
	names := c.Bool("services") || c.Bool("networks") || c.Bool("volumes") || c.Bool("models") || c.Bool("variables")
	return compose.Skip{
		Interpolation: c.Bool("no-interpolate") || c.Bool("variables"),
		Defaults:      c.Bool("no-normalize") || c.Bool("compatibility"),
		Paths:         c.Bool("no-path-resolution"),
		EnvFiles:      c.Bool("no-env-resolution") || names,
		Checks:        c.Bool("no-consistency") || c.Bool("variables"),
	}
}

// configured loads the project with the services and images that are asked for.
func (s *session) configured(c *cli.Context) (*compose.Project, error) {
	p, problems := s.read() // as it is written
	err := s.warned(problems)
	if err == nil && c.NArg() > 0 {
		p, err = s.narrow(p, c.Args().Slice(), nil)
	}
	if err == nil && (c.Bool("resolve-image-digests") || c.Bool("lock-image-digests")) {
		p, err = s.pin(c, p)
	}
	return p, err
}

// writeConfig writes the one view that the flags ask for.
func (s *session) writeConfig(w io.Writer, c *cli.Context, p *compose.Project) error {
	for _, v := range configViews {
		if given(c, v.flag) {
			return v.write(w, c, p)
		}
	}
	switch {
	case c.Bool("no-interpolate"):
		var only []string
		if c.NArg() > 0 {
			only = p.ServiceNames()
		}
		return writeTree(w, c, p, p.Written(only))
	case c.String("format") == "json":
		text, err := p.CanonicalJSON()
		if err == nil && c.Bool("redact") {
			text, err = p.Redactor().JSON(text)
		}
		return writeText(w, text, err)
	}
	return writeTree(w, c, p, p.Canonical())
}

// writeTree writes a tree in the form of --format, without secrets where that is asked for.
func writeTree(w io.Writer, c *cli.Context, p *compose.Project, n *tree.Node) error {
	if c.Bool("redact") {
		n = p.Redactor().Node(n)
	}
	if c.String("format") != "json" {
		return tree.Encode(w, n)
	}
	text, err := compose.JSON(n)
	return writeText(w, text, err)
}

func writeText(w io.Writer, text []byte, err error) error {
	if err == nil {
		_, err = fmt.Fprintf(w, "%s\n", text)
	}
	return err
}
