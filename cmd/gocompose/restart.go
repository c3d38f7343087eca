package main

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose/diag"
	"gocompose/engine/plan"
)

func restartCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "restart",
		Usage:     "stop and start containers, and those that depend on them with restart: true",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "apply", Usage: "replace those that differ from the files instead"},
			&cli.BoolFlag{Name: "no-deps", Usage: "leave those that depend on them as they are"},
			timeoutFlag(),
			dryRunFlag(),
		},
		Action: func(c *cli.Context) error {
			if c.Bool("apply") {
				return s.restartApplied(c)
			}
			return s.change(c, ui.GoalRestart, func(x *existing) (*plan.Plan, error) {
				o := plan.RestartOptions{Services: c.Args().Slice(), NoDeps: c.Bool("no-deps"), Timeout: timeout(c), Wants: x.wants(c.Context)}
				return plan.Restart(x.name, x.project, x.state, o), nil
			})
		},
	}
}

// wants gives what the containers should be by the files; nil where there are
// none. Files that cannot be used keep nothing from restarting.
func (x *existing) wants(ctx context.Context) map[string]plan.Want {
	if x.project == nil {
		return nil
	}
	inputs, _ := x.engine.ReadInputs(x.project)
	goal, err := x.engine.Goal(ctx, x.project, inputs, x.state)
	if err != nil {
		x.show(diag.List{{Severity: diag.Warning, Summary: fmt.Sprintf("whether the containers differ from the files cannot be told: %v", err)}})
		return nil
	}
	return goal.Services
}

// restartApplied is restart --apply: an up that starts the services again
// which it does not change.
func (s *session) restartApplied(c *cli.Context) error {
	p, err := s.load()
	if err != nil {
		return err
	}
	services := c.Args().Slice()
	if len(services) > 0 && !c.Bool("no-deps") {
		services = plan.Followers(p, services)
	}
	conv, err := s.convergenceOf(c, p, services, nil)
	if err != nil {
		return err
	}
	defer conv.engine.Close()
	conv.up.Restart = true
	if len(services) > 0 {
		conv.up.Recreate = plan.RecreateNamed
	}
	return conv.bringUpOrPreview(c)
}
