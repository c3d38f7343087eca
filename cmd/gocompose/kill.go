package main

import (
	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
)

func killCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "kill",
		Usage:     "send containers a signal, and end them with it unless another is given",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "signal", Aliases: []string{"s"}, Value: "SIGKILL", Usage: "`SIGNAL` by name or number"},
			&cli.BoolFlag{Name: "remove-orphans", Usage: "kill and remove containers of services that the files do not define, too", EnvVars: []string{"COMPOSE_REMOVE_ORPHANS"}},
			dryRunFlag(),
		},
		Action: func(c *cli.Context) error {
			o := plan.KillOptions{Services: c.Args().Slice(), Signal: c.String("signal"), RemoveOrphans: c.Bool("remove-orphans")}
			goal := ui.GoalSignal
			if o.Ends() {
				goal = ui.GoalKill
			}
			return s.change(c, goal, func(x *existing) (*plan.Plan, error) {
				return plan.Kill(x.name, x.project, x.state, o), nil
			})
		},
	}
}
