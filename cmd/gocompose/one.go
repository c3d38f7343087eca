package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gocompose/compose"
	"gocompose/engine"
	"gocompose/engine/plan"
)

// wanted says which container of a service a command wants.
type wanted struct {
	service string
	number  int // --index; 0: the lowest there is
	state   want
}

// want says in which state a container serves.
type want uint8

const (
	wantRunning want = iota
	wantAny          // one that was only created or has ended, too
)

// one reads the project and gives the container that is asked for. The caller
// closes the engine.
func (s *session) one(ctx context.Context, w wanted) (*engine.Engine, plan.Container, error) {
	name, project, err := s.project()
	if err != nil {
		return nil, plan.Container{}, err
	}
	e, err := engine.Open(s.endpoint)
	if err != nil {
		return nil, plan.Container{}, err
	}
	found, err := s.oneOf(ctx, e, name, project, w)
	if err != nil {
		e.Close()
	}
	return e, found, err
}

func (s *session) oneOf(ctx context.Context, e *engine.Engine, name string, project *compose.Project, w wanted) (plan.Container, error) {
	all, err := e.Containers(ctx, name)
	if err == nil {
		err = known([]string{w.service}, project, all)
	}
	if err != nil {
		return plan.Container{}, err
	}
	return s.pick(all, w)
}

// pick chooses among a project's containers: the lowest number that runs, else the lowest.
func (s *session) pick(all []plan.Container, w wanted) (plan.Container, error) {
	of := slices.DeleteFunc(slices.Clone(all), func(x plan.Container) bool {
		return x.OneOff || x.Service != w.service || w.number != 0 && x.Number != w.number
	})
	slices.SortFunc(of, func(x, y plan.Container) int { return cmp.Compare(x.Number, y.Number) })
	chosen := max(0, slices.IndexFunc(of, func(x plan.Container) bool { return x.Running() }))
	which := "service " + w.service
	if w.number != 0 {
		which = fmt.Sprintf("container %d of service %s", w.number, w.service)
	}
	switch {
	case len(of) == 0 && w.number != 0:
		return plan.Container{}, fmt.Errorf("%s does not exist; `%s ps -a %s` lists those there are", which, s.command(), w.service)
	case len(of) == 0:
		return plan.Container{}, fmt.Errorf("%s has no container; `%s up -d %s` makes one", which, s.command(), w.service)
	case w.state == wantRunning && !of[chosen].Running():
		return plan.Container{}, fmt.Errorf("%s does not run (%s); `%s start %s` starts it", which, of[chosen].State, s.command(), w.service)
	}
	return of[chosen], nil
}
