package main

import (
	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/engine/plan"
)

func pauseCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "pause",
		Usage:     "freeze running containers",
		ArgsUsage: "[SERVICE...]",
		Flags:     []cli.Flag{dryRunFlag()},
		Action: func(c *cli.Context) error {
			return s.change(c, ui.GoalPause, func(name string, p *compose.Project, state *plan.State) *plan.Plan {
				return plan.Pause(name, p, state, c.Args().Slice())
			})
		},
	}
}

func unpauseCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "unpause",
		Usage:     "let paused containers go on",
		ArgsUsage: "[SERVICE...]",
		Flags:     []cli.Flag{dryRunFlag()},
		Action: func(c *cli.Context) error {
			return s.change(c, ui.GoalResume, func(name string, p *compose.Project, state *plan.State) *plan.Plan {
				return plan.Unpause(name, p, state, c.Args().Slice())
			})
		},
	}
}
