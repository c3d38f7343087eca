package main

import (
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose/diag"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func downCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "down",
		Usage:     "stop and remove the project's containers and networks",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "volumes", Aliases: []string{"v", "volume"}, Usage: "remove its volumes with their data, too"},
			&cli.StringFlag{Name: "rmi", Usage: "remove images: local (built for the project) or all"},
			&cli.BoolFlag{Name: "remove-orphans", Usage: "remove containers of services that the files do not define, too", EnvVars: []string{"COMPOSE_REMOVE_ORPHANS"}},
			timeoutFlag(),
			dryRunFlag(),
		},
		Action: func(c *cli.Context) error {
			images := plan.RemoveImages(c.String("rmi"))
			if !slices.Contains([]plan.RemoveImages{plan.RemoveNoImages, plan.RemoveLocalImages, plan.RemoveAllImages}, images) {
				return usage{fmt.Errorf("%q is not a value of --rmi; write local or all", images)}
			}
			return s.down(c, plan.DownOptions{
				Services: c.Args().Slice(), Volumes: c.Bool("volumes"), RemoveOrphans: c.Bool("remove-orphans"), Images: images, Timeout: timeout(c),
			})
		},
	}
}

func (s *session) down(c *cli.Context, o plan.DownOptions) error {
	name, project, err := s.project()
	if err != nil {
		return err
	}
	e, state, err := s.looker(c)(c.Context, name)
	if err != nil {
		return err
	}
	defer e.Close()
	if err := known(o.Services, project, state.Containers); err != nil {
		return err
	}
	p := plan.Down(name, project, state, o)
	if dryRun(c) {
		return s.preview(c, p)
	}
	s.show(p.Notes)
	if p.Empty() {
		s.show(diag.List{{Severity: diag.Warning, Summary: fmt.Sprintf("nothing of project %q is there to remove", name)}})
		s.forget(e, name, o)
		return nil
	}
	sum, err := s.carryOut(c.Context, e, p, engine.ApplyOptions{Project: project, State: state})
	if err == nil {
		s.forget(e, name, o)
	}
	return s.conclude(sum, ui.GoalDown, nil, err)
}
