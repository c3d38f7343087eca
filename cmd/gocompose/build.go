package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func buildCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "build",
		Usage:     "build the images of services",
		ArgsUsage: "[SERVICE...]",
		Flags:     buildFlags(),
		Action:    s.build,
	}
}

func (s *session) build(c *cli.Context) error {
	o, err := s.buildOptions(c)
	if err != nil {
		return err
	}
	p, err := s.load()
	if err != nil {
		return err
	}
	narrowed, err := s.narrow(p, c.Args().Slice(), nil)
	if err != nil {
		return err
	}
	switch {
	case c.Bool("print"):
		return ui.BakeJSON(s.stdout, engine.NewBake(narrowed, toBuild(c, narrowed), engine.BakeOptions{BuildOptions: o, Push: c.Bool("push"), Check: c.Bool("check")}))
	case c.Bool("check"):
		return s.lint(c.Context, narrowed, toBuild(c, narrowed), o)
	}
	e, state, err := s.entitled(c, s.noting(s.observe))(c.Context, p.Name)
	if err != nil {
		return err
	}
	defer e.Close()
	conv := &convergence{session: s, engine: e, project: narrowed, state: state, build: o}
	conv.images = plan.ImageOptions{Build: plan.BuildAlways, Refresh: c.Bool("pull"), Scope: plan.OnlyBuilds}
	if !c.Bool("with-dependencies") {
		conv.images.Services = c.Args().Slice()
	}
	images, err := conv.planImages(c.Context, conv.images)
	if err != nil {
		return err
	}
	if dryRun(c) {
		return s.preview(c, images)
	}
	sum, err := conv.apply(c.Context, images)
	if err := s.conclude(sum, ui.GoalBuild, nil, err); err != nil || !c.Bool("push") {
		return err
	}
	return s.pushBuilt(c, conv)
}

// pushBuilt sends what was built to its registries.
func (s *session) pushBuilt(c *cli.Context, built *convergence) error {
	state, err := built.engine.Observe(c.Context, built.project.Name)
	if err != nil {
		return err
	}
	x := &existing{session: s, engine: built.engine, name: built.project.Name, project: built.project, state: state}
	return x.transfer(c, ui.GoalPush, built.images.Services, pushing(plan.FailuresCount))
}

// toBuild gives the services whose images are asked for, sorted by name.
func toBuild(c *cli.Context, p *compose.Project) (out []*compose.Service) {
	only := c.Args().Slice()
	for _, name := range p.ServiceNames() {
		s := p.Services[name]
		if s.Build != nil && (len(only) == 0 || c.Bool("with-dependencies") || slices.Contains(only, name)) {
			out = append(out, s)
		}
	}
	return out
}

// lint shows what is wrong with Dockerfiles, or unwise, and asks no engine.
func (s *session) lint(ctx context.Context, p *compose.Project, services []*compose.Service, o engine.BuildOptions) error {
	var found diag.List
	var names []string
	for _, service := range services {
		names = append(names, service.Name)
		problems, err := engine.Lint(ctx, p, service, o)
		if err != nil {
			return err
		}
		found.Add(problems...)
	}
	s.show(found)
	if len(found) > 0 {
		return errShown
	}
	_, err := fmt.Fprintf(s.stdout, "nothing to say about the Dockerfiles of: %s\n", strings.Join(names, ", "))
	return err
}
