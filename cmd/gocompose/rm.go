package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
)

func rmCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "rm",
		Usage:     "remove stopped containers",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "force", Aliases: []string{"f"}, Usage: "do not ask"},
			&cli.BoolFlag{Name: "stop", Aliases: []string{"s"}, Usage: "stop those that run first, and remove them, too"},
			&cli.BoolFlag{Name: "volumes", Aliases: []string{"v"}, Usage: "remove their anonymous volumes with their data, too"},
			&cli.BoolFlag{Name: "all", Aliases: []string{"a"}, Hidden: true}, // no effect, as in docker compose
			dryRunFlag(),
		},
		Action: func(c *cli.Context) error {
			return s.change(c, ui.GoalRemove, func(x *existing) (*plan.Plan, error) {
				o := plan.RmOptions{Services: c.Args().Slice(), Stop: c.Bool("stop"), Volumes: c.Bool("volumes")}
				p := plan.Rm(x.name, x.project, x.state, o)
				if p.Empty() || dryRun(c) || c.Bool("force") {
					return p, nil
				}
				return p, x.consent(c.Context, "remove "+strings.Join(p.Removed(), ", ")+"?", "-f")
			})
		},
	}
}
