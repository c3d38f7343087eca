package main

import (
	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/engine/plan"
)

func stopCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "stop",
		Usage:     "stop containers, those first that depend on others, and keep them",
		ArgsUsage: "[SERVICE...]",
		Flags:     []cli.Flag{timeoutFlag(), dryRunFlag()},
		Action: func(c *cli.Context) error {
			return s.change(c, ui.GoalStop, func(name string, p *compose.Project, state *plan.State) *plan.Plan {
				return plan.Stop(name, p, state, plan.StopOptions{Services: c.Args().Slice(), Timeout: timeout(c)})
			})
		},
	}
}
