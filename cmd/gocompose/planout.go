package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
	"gocompose/engine/planfile"
)

// keep notes in f a plan, what it was made from, and the command that it is of.
func (s *session) keep(c *cli.Context, p *plan.Plan, f *planfile.File) error {
	var text bytes.Buffer
	if err := ui.PlanJSON(&text, p); err != nil {
		return err
	}
	f.Schema, f.Project, f.Engine, f.Dir = planfile.Schema, p.Project, s.seenOn, s.global.Dir
	f.Flags, f.Command, f.Plan = append(s.flags(), switches(c)...), meant(c), text.Bytes()
	return f.Take(s.loaded, s.seen)
}

// switches gives the global flags that are set and are on or off, but for
// --dry-run: they say what may be done.
func switches(c *cli.Context) []string {
	flags := slices.DeleteFunc(slices.Clone(globalFlags), func(f cli.Flag) bool {
		_, ok := f.(*cli.BoolFlag)
		return !ok || f.Names()[0] == "dry-run"
	})
	return setFlags(c, flags)
}

// writePlan writes the file of --out, which apply carries out later.
func (s *session) writePlan(c *cli.Context, p *plan.Plan) error {
	if slices.Contains(s.global.Files, "-") {
		return usage{fmt.Errorf("--out cannot keep what standard input gave; name a file with -f")}
	}
	f := &planfile.File{Key: planfile.NewKey()}
	if err := s.keep(c, p, f); err != nil {
		return err
	}
	for _, word := range slices.Concat(f.Flags, f.Command) {
		if s.tells(word) {
			return usage{fmt.Errorf("--out would write a secret of the command line into a file; give it in a variable, by its name alone")}
		}
	}
	return f.Write(c.String("out"))
}

// tells tells whether a word of the command line has a secret in it.
func (s *session) tells(word string) bool {
	if s.hide(word) != word {
		return true
	}
	name, value, ok := strings.Cut(word, "=")
	return ok && s.redactor.Value(name, value) != value
}
