package main

import (
	"context"
	"slices"

	"github.com/urfave/cli/v2"

	"gocompose/compose"
	"gocompose/engine"
	"gocompose/engine/plan"
)

// seen is what a command that only lists sees of a project.
type seen struct {
	name       string
	project    *compose.Project // nil: there are no files
	containers []plan.Container // of the services that the command names, one-off ones too
}

// orphan tells whether the files do not define a container's service.
func (x seen) orphan(c plan.Container) bool {
	return x.project != nil && x.project.Find(c.Service) == nil
}

// everything gives the containers of the services that a command names.
func (s *session) everything(c *cli.Context) (*engine.Engine, seen, error) {
	return s.see(c.Context, c.Args().Slice())
}

// see gives the project's containers, those of the named services where there
// are names, in the order of their names. The caller closes the engine.
func (s *session) see(ctx context.Context, services []string) (*engine.Engine, seen, error) {
	name, p, err := s.project()
	if err != nil {
		return nil, seen{}, err
	}
	e, err := engine.Open(s.endpoint)
	if err != nil {
		return nil, seen{}, err
	}
	all, err := relevant(ctx, e, name, p, services)
	if err == nil {
		err = known(services, p, all)
	}
	if err != nil {
		e.Close()
		return nil, seen{}, err
	}
	return e, seen{name, p, slices.DeleteFunc(all, func(x plan.Container) bool { return !among(services, x) })}, nil
}

// relevant gives the containers that tell all about the named services: of one
// that the files know only its own, which the engine lists faster.
func relevant(ctx context.Context, e *engine.Engine, name string, p *compose.Project, services []string) ([]plan.Container, error) {
	if len(services) == 1 && p != nil && p.Find(services[0]) != nil {
		return e.ContainersOf(ctx, name, services[0])
	}
	return e.Containers(ctx, name)
}

// asked tells whether a container is of the services that a command names, if any.
func asked(c *cli.Context, x plan.Container) bool { return among(c.Args().Slice(), x) }

func among(services []string, x plan.Container) bool {
	return len(services) == 0 || slices.Contains(services, x.Service)
}
