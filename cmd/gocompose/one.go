package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"gocompose/engine"
	"gocompose/engine/plan"
)

// wanted says which container of a service a command wants.
type wanted struct {
	service string
	number  int // --index; 0: the lowest there is
	state   want
}

// indexFlag is --index of what wants one container, or fewer than there are.
func indexFlag(unlessGiven string) cli.Flag {
	return &cli.IntFlag{Name: "index", Usage: "`NUMBER` of the container among those of the service", DefaultText: unlessGiven}
}

// lowest is what most commands take without --index.
const lowest = "the lowest that runs"

// want says in which state a container serves.
type want uint8

const (
	wantRunning want = iota
	wantAny          // one that was only created or has ended, too
)

// one reads the project and gives the container that is asked for. The caller
// closes the engine.
func (s *session) one(ctx context.Context, w wanted) (*engine.Engine, plan.Container, error) {
	e, seen, err := s.see(ctx, []string{w.service})
	if err != nil {
		return nil, plan.Container{}, err
	}
	found, err := s.pick(seen.containers, w)
	if err != nil {
		e.Close()
	}
	return e, found, err
}

// pick chooses among a project's containers: the lowest number that runs, else the lowest.
func (s *session) pick(all []plan.Container, w wanted) (plan.Container, error) {
	of := slices.DeleteFunc(slices.Clone(all), func(x plan.Container) bool {
		return x.OneOff || x.Service != w.service || w.number != 0 && x.Number != w.number
	})
	slices.SortFunc(of, func(x, y plan.Container) int { return cmp.Compare(x.Number, y.Number) })
	chosen := max(0, slices.IndexFunc(of, func(x plan.Container) bool { return x.Running() }))
	switch {
	case len(of) == 0 && w.number != 0:
		return plan.Container{}, s.absent(w)
	case len(of) == 0:
		return plan.Container{}, fmt.Errorf("%s has no container; `%s up -d %s` makes one", w, s.command(), w.service)
	case w.state == wantRunning && !of[chosen].Running():
		return plan.Container{}, fmt.Errorf("%s does not run (%s); `%s start %s` starts it", w, of[chosen].State, s.command(), w.service)
	}
	return of[chosen], nil
}

// absent tells that there is no container of that number.
func (s *session) absent(w wanted) error {
	return fmt.Errorf("%s does not exist; `%s ps -a %s` lists those there are", w, s.command(), w.service)
}

// String names what is wanted.
func (w wanted) String() string {
	if w.number == 0 {
		return "service " + w.service
	}
	return fmt.Sprintf("container %d of service %s", w.number, w.service)
}
