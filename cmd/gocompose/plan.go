package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
)

func planCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "plan",
		Usage:     "show what up would do: every step, its reason and where in the files it comes from",
		ArgsUsage: "[SERVICE...]",
		Flags: append(convergeFlags(),
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "text", Usage: "text or json"},
			&cli.BoolFlag{Name: "exit-code", Usage: "end with 2 where there is something to do"},
		),
		Action: func(c *cli.Context) error {
			if !slices.Contains([]string{"text", "json"}, c.String("output")) {
				return usage{fmt.Errorf("%q is not an output; write text or json", c.String("output"))}
			}
			conv, err := s.convergence(c)
			if err != nil {
				return err
			}
			defer conv.engine.Close()
			p, err := conv.whole(c.Context)
			if err != nil {
				return err
			}
			if c.String("output") == "json" {
				err = ui.PlanJSON(s.stdout, p)
			} else {
				err = ui.Plan(s.stdout, p, s.command()+" up -d", s.stdout.Style())
			}
			if err == nil && c.Bool("exit-code") && !p.Empty() {
				err = errChanges
			}
			return err
		},
	}
}

// showPlan is up --dry-run.
func (c *convergence) showPlan(ctx context.Context) error {
	p, err := c.whole(ctx)
	if err != nil {
		return err
	}
	return ui.Plan(c.stdout, p, "", c.stdout.Style())
}
