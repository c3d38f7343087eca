package main

import (
	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
)

func pauseCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "pause",
		Usage:     "freeze running containers",
		ArgsUsage: "[SERVICE...]",
		Flags:     []cli.Flag{dryRunFlag()},
		Action: func(c *cli.Context) error {
			return s.change(c, ui.GoalPause, func(x *existing) (*plan.Plan, error) {
				return plan.Pause(x.name, x.project, x.state, c.Args().Slice()), nil
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
			return s.change(c, ui.GoalResume, func(x *existing) (*plan.Plan, error) {
				return plan.Unpause(x.name, x.project, x.state, c.Args().Slice()), nil
			})
		},
	}
}
