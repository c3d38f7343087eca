package main

import (
	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/plan"
)

func pushCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "push",
		Usage:     "send the images that services build to their registries",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "ignore-push-failures", Usage: "warn of images that cannot be sent, and end with 0"},
			&cli.BoolFlag{Name: "include-deps", Usage: "send what the services depend on, too"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "show failures only"},
			dryRunFlag(),
		},
		Action: func(c *cli.Context) error {
			return s.transfer(c, ui.GoalPush, pushing(failing(c, "ignore-push-failures")))
		},
	}
}

// pushing plans a push.
func pushing(f plan.Failing) transferred {
	return func(p *compose.Project, state *plan.State, services []string) (*plan.Plan, diag.List) {
		return plan.Push(p, state, plan.PushOptions{Services: services, Failures: f})
	}
}
