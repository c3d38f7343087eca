package main

import (
	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose/diag"
)

// check writes all problems of the files to stdout: they are its result.
func (s *session) check(c *cli.Context) error {
	p, problems := s.read()
	if p != nil && c.NArg() > 0 {
		_, more := p.Select(c.Args().Slice())
		problems.Add(more...)
	}
	problems = s.hidden(s.judged(problems))
	if err := s.writeProblems(c.String("output"), problems); err != nil {
		return err
	}
	if problems.Err() != nil {
		return errShown
	}
	return nil
}

// writeProblems writes them to stdout as text, json or sarif.
func (s *session) writeProblems(format string, problems diag.List) error {
	switch format {
	case "json":
		return ui.ProblemsJSON(s.stdout, problems)
	case "sarif":
		return ui.SARIF(s.stdout, problems, s.global.Dir, version)
	}
	if len(problems) == 0 {
		return writeLines(s.stdout, []string{"no problems"})
	}
	return ui.Diagnostics(s.stdout, problems, s.source, s.stdout.Style())
}
