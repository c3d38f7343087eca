package main

import (
	"context"
	"errors"
	"time"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/engine"
	"gocompose/engine/plan"
)

// converge is what up, create, build and plan share: a project, an engine, and
// how the one is brought to the other.
type converge struct {
	*session
	engine  *engine.Engine
	project *compose.Project
	state   *plan.State
	images  plan.ImageOptions
	up      plan.UpOptions
	build   engine.BuildOptions
	wait    time.Duration
}

// planImages plans the pulls and builds, and finds what keeps them from beginning.
func (c *converge) planImages() (*plan.Plan, error) {
	p, problems := plan.Images(c.project, c.state, c.images)
	if p != nil {
		problems.Add(engine.CheckBuilds(c.project, p)...)
	}
	return p, problems.Err()
}

// planUp plans the containers, networks and volumes for the images that are there now.
func (c *converge) planUp(ctx context.Context) (*plan.Plan, error) {
	goal, err := c.engine.Goal(ctx, c.project, c.state)
	if err != nil {
		return nil, err
	}
	p, problems := plan.Up(goal, c.state, c.up)
	return p, problems.Err()
}

// whole plans both at once and carries out nothing: what up would do as far as
// it can be told before the images are made.
func (c *converge) whole(ctx context.Context) (*plan.Plan, error) {
	images, err := c.planImages()
	if err != nil {
		return nil, err
	}
	p, err := c.planUp(ctx)
	if err != nil {
		return nil, err
	}
	c.show(p.Notes)
	p.Steps = append(images.Steps, p.Steps...)
	return p, nil
}

// apply carries out a plan and shows its progress.
func (c *converge) apply(ctx context.Context, p *plan.Plan) (ui.Summary, error) {
	return c.carryOut(ctx, c.engine, p, engine.ApplyOptions{Project: c.project, State: c.state, Build: c.build, Wait: c.wait})
}

// carryOut applies a plan while its progress is shown.
func (s *session) carryOut(ctx context.Context, e *engine.Engine, p *plan.Plan, o engine.ApplyOptions) (ui.Summary, error) {
	events := make(chan engine.Event, 64)
	shown := make(chan ui.Summary, 1)
	go func() { shown <- ui.Progress(ctx, p, events, s.stderr, s.mode) }()
	o.Events, o.Parallel = events, s.parallel
	err := e.Apply(ctx, p, o)
	close(events)
	return <-shown, err
}

// conclude says the last words of a plan and marks its failure as shown.
func (s *session) conclude(sum ui.Summary, goal ui.Goal, published []ui.Published, err error) error {
	end := ui.Ending{Goal: goal, Took: time.Since(s.begun), Published: published}
	if e := sum.Finish(s.stderr, s.mode, end); e != nil {
		return e
	}
	if err != nil {
		return errors.Join(errShown, err)
	}
	return nil
}
