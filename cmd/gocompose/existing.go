package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine"
	"gocompose/engine/plan"
)

// verb plans what a command does to the containers that a project has. p is
// nil where there are no files.
type verb func(project string, p *compose.Project, state *plan.State) *plan.Plan

// change carries out what a command plans for the containers that there are
// already, or shows it. A project without any is no failure, as in docker compose.
func (s *session) change(c *cli.Context, goal ui.Goal, planned verb) error {
	name, project, err := s.project()
	if err != nil {
		return err
	}
	e, state, err := s.looker(c)(c.Context, name)
	if err != nil {
		return err
	}
	defer e.Close()
	if err := known(c.Args().Slice(), project, state.Containers); err != nil {
		return err
	}
	p := planned(name, project, state)
	if dryRun(c) {
		return s.preview(c, p)
	}
	s.show(p.Notes)
	if len(state.Containers) == 0 {
		s.show(diag.List{{Severity: diag.Warning, Summary: fmt.Sprintf("project %q has no container to %s", name, c.Command.Name), Hint: "`gocompose ls -a` lists the projects"}})
		return nil
	}
	sum, err := s.carryOut(c.Context, e, p, engine.ApplyOptions{Project: project, State: state})
	return s.conclude(sum, goal, nil, err)
}
