package main

import (
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine"
	"gocompose/engine/plan"
)

// existing is what a command acts on that creates nothing: the containers which
// a project has. project is nil where there are no files.
type existing struct {
	*session
	engine  *engine.Engine
	name    string
	project *compose.Project
	state   *plan.State
}

// verb plans what a command does to what exists.
type verb func(x *existing) (*plan.Plan, error)

// change carries out what a command plans for the containers that there are
// already, or shows it. A project without any is no failure, as in docker compose.
func (s *session) change(c *cli.Context, goal ui.Goal, planned verb) error {
	x, err := s.existing(c)
	if err != nil {
		return err
	}
	defer x.engine.Close()
	p, err := planned(x)
	if err != nil {
		return err
	}
	if dryRun(c) {
		return s.preview(c, p)
	}
	s.show(p.Notes)
	if len(x.state.Containers) == 0 {
		s.show(diag.List{{Severity: diag.Warning, Summary: fmt.Sprintf("project %q has no container to %s", x.name, c.Command.Name), Hint: "`gocompose ls -a` lists the projects"}})
		return nil
	}
	sum, err := s.carryOut(c.Context, x.engine, p, x.options(c))
	return s.conclude(sum, goal, nil, err)
}

// existing reads the project, and what the engine has of it. The caller closes the engine.
func (s *session) existing(c *cli.Context) (*existing, error) {
	return s.existingOf(c, c.Args().Slice(), s.looker(c))
}

// existingOf is existing for a command whose arguments are not all names of services.
func (s *session) existingOf(c *cli.Context, services []string, look looker) (*existing, error) {
	name, project, err := s.project()
	if err != nil {
		return nil, err
	}
	e, state, err := look(c.Context, name)
	if err != nil {
		return nil, err
	}
	if err := known(services, project, state.Containers); err != nil {
		e.Close()
		return nil, err
	}
	return &existing{session: s, engine: e, name: name, project: project, state: state}, nil
}

// options gives what carrying out takes: hooks of a first start may need the files' secrets.
func (x *existing) options(c *cli.Context) engine.ApplyOptions {
	o := engine.ApplyOptions{Project: x.project, State: x.state, Wait: time.Duration(c.Int("wait-timeout")) * time.Second}
	if x.project != nil {
		o.Inputs, _ = x.engine.ReadInputs(x.project) // what cannot be read is missed where it is needed
	}
	return o
}
