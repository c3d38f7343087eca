package main

import (
	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
)

func startCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "start",
		Usage:     "start the containers that there are, those first that others depend on",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "wait", Usage: "wait until all services run or are healthy"},
			&cli.IntFlag{Name: "wait-timeout", Usage: "give the wait up after so many `SECONDS`"},
			dryRunFlag(),
		},
		Action: func(c *cli.Context) error {
			return s.change(c, ui.GoalStart, func(x *existing) (*plan.Plan, error) {
				p, problems := plan.Start(x.name, x.project, x.state, plan.StartOptions{Services: c.Args().Slice(), Wait: c.Bool("wait")})
				return p, problems.Err()
			})
		},
	}
}
