package main

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
)

func graphCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "graph",
		Usage:     "show what depends on what, as a tree or a picture",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "tree, dot, mermaid or svg", DefaultText: "what --output ends with, else tree"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to a `FILE`"},
		},
		Action: s.graph,
	}
}

// endings gives the format of a file by the end of its name.
var endings = map[string]string{".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".mermaid": "mermaid", ".svg": "svg", ".txt": "tree"}

func (s *session) graph(c *cli.Context) error {
	name, file := c.String("format"), c.String("output")
	if name == "" {
		name = endings[strings.ToLower(filepath.Ext(file))]
	}
	format, err := ui.ParseGraphFormat(name)
	if err != nil {
		return usage{err}
	}
	p, err := s.load()
	if err == nil {
		p, err = s.narrow(p, c.Args().Slice(), nil)
	}
	if err != nil {
		return err
	}
	style := s.stdout.Style()
	if file != "" {
		style = ui.Style{}
	}
	return s.output(file, 0o666, func(w io.Writer) error { return ui.Graph(w, p, format, style) })
}
