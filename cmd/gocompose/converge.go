package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// convergence is what up, create, build and plan share: a project, an engine, and
// how the one is brought to the other.
type convergence struct {
	*session
	engine  *engine.Engine
	project *compose.Project
	state   *plan.State
	inputs  spec.Inputs // of the latest plan
	goal    plan.Goal   // of the latest plan
	images  plan.ImageOptions
	up      plan.UpOptions
	run     *plan.RunOptions // nil: no container is run once
	build   engine.BuildOptions
	wait    time.Duration
	origins map[string]int    // by service: the version that it returns to
	created map[string]string // name → id of the containers that were created
	// failFast lets nothing more begin once something has failed.
	failFast bool
}

// convergence reads the flags of up and plan, the project, and what the engine has.
func (s *session) convergence(c *cli.Context) (*convergence, error) {
	if err := clashes(c); err != nil {
		return nil, err
	}
	p, err := s.load()
	if err != nil {
		return nil, err
	}
	return s.convergenceOf(c, p, c.Args().Slice(), c.StringSlice("scale"))
}

// convergenceOf is convergence for services of a project that was read, none
// for all, and the numbers that they are scaled to.
func (s *session) convergenceOf(c *cli.Context, p *compose.Project, services, scale []string) (*convergence, error) {
	p, err := s.narrow(p, services, scale)
	if err != nil {
		return nil, err
	}
	s.quiet = quieted(c)
	if c.Bool("no-deps") && len(services) > 0 {
		p = p.Only(services)
	}
	conv, err := s.converging(c, p)
	if err == nil {
		conv.up.Services = services
	}
	return conv, err
}

// converging looks at what the engine has of a project that is to be brought up.
func (s *session) converging(c *cli.Context, p *compose.Project) (*convergence, error) {
	e, state, err := s.looker(c)(c.Context, p.Name)
	if err != nil {
		return nil, err
	}
	if err := e.Examine(c.Context, p, state); err != nil {
		e.Close()
		return nil, err
	}
	return &convergence{
		session: s, engine: e, project: p, state: state,
		images: imageOptions(c), up: s.upOptions(c), created: map[string]string{},
		build: engine.BuildOptions{Backend: s.backend()},
		wait:  time.Duration(c.Int("wait-timeout")) * time.Second, failFast: c.Bool("fail-fast"),
	}, nil
}

// planImages plans the pulls and builds, and finds what keeps them from beginning.
func (c *convergence) planImages(ctx context.Context, o plan.ImageOptions) (*plan.Plan, error) {
	p, problems := plan.Images(c.project, c.state, o)
	if p != nil {
		problems.Add(c.engine.CheckBuilds(ctx, c.project, p, c.build)...)
	}
	return p, c.warned(problems)
}

// planUp plans the containers, networks and volumes for the images that are there now.
func (c *convergence) planUp(ctx context.Context) (*plan.Plan, error) {
	inputs, unusable := c.engine.ReadInputs(c.project)
	goal, err := c.engine.Goal(ctx, c.project, inputs, c.state)
	if err != nil {
		return nil, err
	}
	p, problems := c.decide(goal)
	problems.Add(unusable...)
	problems = c.noted(problems)
	if p != nil {
		p.Notes = problems
	}
	c.inputs, c.goal = inputs, goal
	return p, problems.Err()
}

// decide plans up, or run.
func (c *convergence) decide(goal plan.Goal) (*plan.Plan, diag.List) {
	if c.run != nil {
		return plan.Run(goal, c.state, *c.run)
	}
	return plan.Up(goal, c.state, c.up)
}

// whole plans both at once and carries out nothing: what up would do as far as
// it can be told before the images are made.
func (c *convergence) whole(ctx context.Context) (*plan.Plan, error) {
	c.up.IgnoreOrphans = true // they stand in the plan
	if c.run != nil {
		c.run.IgnoreOrphans = true
	}
	images, err := c.planImages(ctx, c.images)
	if err != nil {
		return nil, err
	}
	p, err := c.planUp(ctx)
	if err != nil {
		return nil, err
	}
	p.Steps = append(images.Steps, p.Steps...)
	return p, nil
}

// converge carries out both plans. The summary has no plan where none was made.
func (c *convergence) converge(ctx context.Context) (ui.Summary, error) {
	p, sum, err := c.prepare(ctx)
	if err != nil {
		return sum, err
	}
	sum, err = c.apply(ctx, p)
	if err == nil {
		c.record(p)
	}
	return sum, err
}

// asked gives the services that are to have containers, each with its image.
func (c *convergence) asked() map[string]string {
	out := map[string]string{}
	for name, s := range c.project.Services {
		if s.Replicas() > 0 {
			out[name] = c.project.ImageName(s)
		}
	}
	return out
}

// prepare makes the images, and plans the rest. The summary is that of the
// images; it has no plan where none was made.
func (c *convergence) prepare(ctx context.Context) (*plan.Plan, ui.Summary, error) {
	images, err := c.planImages(ctx, c.images)
	if err != nil {
		return nil, ui.Summary{}, err
	}
	if !images.Empty() {
		// What the containers need is checked before an image is touched.
		if _, err := c.planUp(ctx); err != nil {
			return nil, ui.Summary{}, err
		}
		if sum, err := c.makeImages(ctx, images); err != nil {
			return nil, sum, err
		}
	}
	p, err := c.planUp(ctx)
	if err != nil {
		return nil, ui.Summary{}, err
	}
	c.show(p.Notes)
	return p, ui.Summary{}, nil
}

// makeImages carries out the plan of the images, and then builds those that a
// pull which may fail did not bring. The summary is as that of prepare.
func (c *convergence) makeImages(ctx context.Context, images *plan.Plan) (ui.Summary, error) {
	for !images.Empty() {
		sum, err := c.apply(ctx, images)
		if err != nil {
			sum.Asked = c.asked()
			return sum, err
		}
		if c.state, err = c.engine.Observe(ctx, c.project.Name); err != nil {
			return ui.Summary{}, err
		}
		rest, tried := c.images.Unpulled(images)
		if !tried {
			break
		}
		if images, err = c.planImages(ctx, rest); err != nil {
			return ui.Summary{}, err
		}
	}
	return ui.Summary{}, nil
}

// apply carries out a plan and shows its progress.
func (c *convergence) apply(ctx context.Context, p *plan.Plan) (ui.Summary, error) {
	return c.carryOut(ctx, c.engine, p, engine.ApplyOptions{Project: c.project, State: c.state, Inputs: c.inputs, Build: c.build, Created: c.created, Wait: c.wait, FailFast: c.failFast})
}

// carryOut applies a plan while its progress is shown.
func (s *session) carryOut(ctx context.Context, e *engine.Engine, p *plan.Plan, o engine.ApplyOptions) (ui.Summary, error) {
	events := make(chan engine.Event, 64)
	shown := make(chan ui.Summary, 1)
	go func() { shown <- ui.Progress(ctx, p, s.heard(events), s.stderr, s.mode) }()
	var remarks diag.List
	o.Events, o.Parallel, o.Remarks = events, s.parallel, &remarks
	err := e.Apply(ctx, p, o)
	close(events)
	sum := <-shown
	s.show(remarks)
	return sum, err
}

// heard leaves out how the acts go on that are to be quiet.
func (s *session) heard(events <-chan engine.Event) <-chan engine.Event {
	if len(s.quiet) == 0 {
		return events
	}
	rest := make(chan engine.Event)
	go func() {
		defer close(rest)
		for e := range events {
			if e.Phase != engine.Progress || !slices.Contains(s.quiet, e.Label.Act) {
				rest <- e
			}
		}
	}()
	return rest
}

// conclude says the last words of a plan and marks its failure as shown.
func (s *session) conclude(sum ui.Summary, goal ui.Goal, published []ui.Published, err error) error {
	end := ui.Ending{Goal: goal, Took: time.Since(s.begun), Published: published, Command: s.command()}
	_ = sum.Finish(s.stderr, s.mode, end) // what was done is done, whoever hears of it
	if err != nil {
		return errors.Join(errShown, err)
	}
	return nil
}
