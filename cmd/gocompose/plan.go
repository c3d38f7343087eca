package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
)

// unplanned is commands that take a --dry-run and change nothing that a plan could
// show: they say in a line what they would do, and watch which up it begins with.
var unplanned = []string{"attach", "exec", "export", "wait", "watch"}

// planCommand gives plan, which is up as a plan, and below it each of the
// commands that change something: those that know --dry-run.
func planCommand(s *session, commands []*cli.Command) *cli.Command {
	up := commands[slices.IndexFunc(commands, func(c *cli.Command) bool { return c.Name == "up" })]
	p := planned(up)
	p.Name = "plan"
	p.Usage = "show what up, or another command, would do: every step, its reason and where in the files it comes from"
	p.UsageText = strings.ReplaceAll("gocompose plan [command options] [SERVICE...]\ngocompose plan COMMAND [command options] [arguments...]", ownName, s.program())
	for _, c := range commands {
		if mayChange(c) && !slices.Contains(unplanned, c.Name) {
			p.Subcommands = append(p.Subcommands, planned(c))
		}
	}
	return p
}

// planned gives a command as it stands behind plan.
func planned(c *cli.Command) *cli.Command {
	p := *c
	p.Flags = slices.Concat(c.Flags, planFlags())
	p.Before = func(c *cli.Context) error {
		if output := c.String("output"); output != "text" && output != "json" {
			return usage{fmt.Errorf("%q is not an output; write text or json", output)}
		}
		return nil
	}
	return &p
}

// planFlags are those of plan itself, whatever it plans.
func planFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "text", Usage: "text or json"},
		&cli.StringFlag{Name: "out", Usage: "write the plan into a `FILE`, too, for gocompose apply"},
		&cli.BoolFlag{Name: "exit-code", Usage: "end with 2 where there is something to do"},
	}
}

// dryRun tells whether a command is only to show what it would do: behind plan,
// or with --dry-run before or behind its name.
func dryRun(c *cli.Context) bool {
	return slices.ContainsFunc(c.Lineage(), func(l *cli.Context) bool {
		return l.Bool("dry-run") || l.Command != nil && l.Command.Name == "plan"
	})
}

// preview shows what a command would do, as --dry-run and plan ask for it.
func (s *session) preview(c *cli.Context, p *plan.Plan) error {
	if s.making != nil {
		return s.keep(c, p, s.making)
	}
	s.show(p.Notes)
	if c.String("out") != "" {
		if err := s.writePlan(c, p); err != nil {
			return err
		}
	}
	if c.String("output") == "json" {
		return changes(c, p, ui.PlanJSON(s.stdout, p))
	}
	return changes(c, p, ui.Plan(s.stdout, p, s.proposal(c), s.stdout.Style()))
}

// proposal gives the command that carries a plan out; --dry-run proposes none.
func (s *session) proposal(c *cli.Context) string {
	switch {
	case c.String("out") != "":
		return s.program() + " apply " + shellWord(c.String("out"))
	case find(c.Command.Flags, "exit-code") != nil:
		return s.command() + " " + shellWords(meant(c))
	}
	return ""
}

// changes is the end of a plan that was shown: what went wrong, else what --exit-code asks for.
func changes(c *cli.Context, p *plan.Plan, err error) error {
	if err == nil && c.Bool("exit-code") && !p.Empty() {
		return errChanges
	}
	return err
}
