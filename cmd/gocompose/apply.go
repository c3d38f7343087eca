package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/urfave/cli/v2"

	"gocompose/engine"
	"gocompose/engine/planfile"
)

func applyCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "apply",
		Usage:     "carry out a plan that plan --out has written, if all is as it was then",
		ArgsUsage: "FILE",
		Action: func(c *cli.Context) error {
			switch {
			case c.NArg() != 1:
				return usage{fmt.Errorf("apply takes one file, which `gocompose plan --out FILE` has written")}
			case len(s.flags()) > 0:
				return usage{fmt.Errorf("the plan says which project it is of; leave out %s", shellWords(s.flags()))}
			case dryRun(c):
				return usage{fmt.Errorf("apply carries a plan out; leave out --dry-run, or make the plan anew to see it")}
			}
			f, err := planfile.Read(c.Args().First())
			if err != nil {
				return err
			}
			return s.apply(c, f)
		},
	}
}

// apply makes the plan again, alone with the project, and carries it out where
// it comes to the same.
func (s *session) apply(c *cli.Context, f *planfile.File) error {
	if err := os.Chdir(f.Dir); err != nil {
		return fmt.Errorf("go where the plan was made: %w", err)
	}
	e, err := engine.Open(s.endpoint)
	if err != nil {
		return err
	}
	err = s.hold(c.Context, e, f.Project, "apply")
	e.Close()
	if err != nil {
		return err
	}
	project := slices.Concat(setFlags(c, globalFlags), f.Flags)
	now, err := s.makeAgain(c, slices.Concat(project, []string{"plan"}, f.Command), f.Key)
	if err != nil {
		return err
	}
	if moved := f.Moved(now); len(moved) > 0 {
		moved[len(moved)-1].Hint = "make the plan anew"
		return moved
	}
	return s.runLine(c, slices.Concat(project, f.Command))
}

// makeAgain makes the plan of a command line without showing it.
func (s *session) makeAgain(c *cli.Context, words []string, key string) (*planfile.File, error) {
	s.making = &planfile.File{Key: key}
	defer func() { s.making = nil }()
	err := s.runLine(c, words)
	return s.making, err
}

// runLine runs another command line in the place of this one.
func (s *session) runLine(c *cli.Context, words []string) error {
	app := newApp(s)
	args, err := arrange(app, append([]string{"gocompose"}, words...))
	if err != nil {
		return err
	}
	return app.RunContext(c.Context, args)
}
