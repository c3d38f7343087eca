package main

import (
	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
)

func stopCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "stop",
		Usage:     "stop containers, those first that depend on others, and keep them",
		ArgsUsage: "[SERVICE...]",
		Flags:     []cli.Flag{timeoutFlag(), dryRunFlag()},
		Action: func(c *cli.Context) error {
			return s.change(c, ui.GoalStop, func(x *existing) (*plan.Plan, error) {
				return plan.Stop(x.name, x.project, x.state, plan.StopOptions{Services: c.Args().Slice(), Timeout: timeout(c)}), nil
			})
		},
	}
}
