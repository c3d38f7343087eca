package main

import (
	"context"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func upCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "up",
		Usage:     "create and start what the files describe, and change what differs",
		ArgsUsage: "[SERVICE...]",
		Flags: append(convergeFlags(),
			&cli.BoolFlag{Name: "detach", Aliases: []string{"d"}, Usage: "leave the containers running in the background"},
			&cli.BoolFlag{Name: "no-log-prefix", Usage: "write log lines without the container's name"},
			&cli.BoolFlag{Name: "no-color", Usage: "write log lines without colour"},
		),
		Action: func(c *cli.Context) error {
			conv, err := s.converge(c)
			if err != nil {
				return err
			}
			defer conv.engine.Close()
			if dryRun(c) {
				return conv.showPlan(c.Context)
			}
			attached := !c.Bool("detach") && !conv.up.Wait && !conv.up.NoStart
			if !attached {
				return conv.bringUp(c.Context)
			}
			return conv.attached(c)
		},
	}
}

// convergeFlags are those of up and plan.
func convergeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "build", Usage: "build images even where they exist"},
		&cli.BoolFlag{Name: "no-build", Usage: "build nothing, even where an image is missing"},
		&cli.StringFlag{Name: "pull", Usage: "fetch images: always, missing or never", DefaultText: "what the files say"},
		&cli.BoolFlag{Name: "force-recreate", Usage: "recreate containers even where nothing changed"},
		&cli.BoolFlag{Name: "no-recreate", Usage: "leave existing containers as they are"},
		&cli.BoolFlag{Name: "no-start", Usage: "create without starting"},
		&cli.BoolFlag{Name: "remove-orphans", Usage: "remove containers of services that the files do not define", EnvVars: []string{"COMPOSE_REMOVE_ORPHANS"}},
		&cli.StringSliceFlag{Name: "scale", Usage: "`SERVICE=NUMBER` of containers"},
		&cli.BoolFlag{Name: "wait", Usage: "wait until all services run or are healthy; implies -d"},
		&cli.IntFlag{Name: "wait-timeout", Usage: "give the wait up after so many `SECONDS`"},
		timeoutFlag(),
		dryRunFlag(),
	}
}

func timeoutFlag() cli.Flag {
	return &cli.IntFlag{Name: "timeout", Aliases: []string{"t"}, Usage: "`SECONDS` a container has to stop before it is killed", DefaultText: "its stop_grace_period, else 10"}
}

// timeout gives --timeout; nil where each container's own grace period holds.
func timeout(c *cli.Context) *time.Duration {
	if !c.IsSet("timeout") {
		return nil
	}
	d := time.Duration(c.Int("timeout")) * time.Second
	return &d
}

// converge reads the flags of up and plan, the project, and what the engine has.
func (s *session) converge(c *cli.Context) (*converge, error) {
	if err := clashes(c); err != nil {
		return nil, err
	}
	p, err := s.load()
	if err == nil {
		p, err = s.narrow(p, c.Args().Slice(), c.StringSlice("scale"))
	}
	if err != nil {
		return nil, err
	}
	e, err := engine.Open()
	if err != nil {
		return nil, err
	}
	state, err := e.Observe(c.Context, p.Name)
	if err != nil {
		return nil, err
	}
	return &converge{
		session: s, engine: e, project: p, state: state,
		images: imageOptions(c), up: s.upOptions(c),
		build: engine.BuildOptions{Backend: s.backend()},
		wait:  time.Duration(c.Int("wait-timeout")) * time.Second,
	}, nil
}

// clashes finds flags that contradict each other.
func clashes(c *cli.Context) error {
	for _, pair := range [][2]string{{"build", "no-build"}, {"force-recreate", "no-recreate"}, {"wait", "no-start"}} {
		if c.Bool(pair[0]) && c.Bool(pair[1]) {
			return usage{fmt.Errorf("--%s and --%s cannot be combined; leave one out", pair[0], pair[1])}
		}
	}
	switch c.String("pull") {
	case "", "always", "missing", "never", "policy":
		return nil
	}
	return usage{fmt.Errorf("%q is not a value of --pull; write always, missing or never", c.String("pull"))}
}

func imageOptions(c *cli.Context) plan.ImageOptions {
	o := plan.ImageOptions{Pull: c.String("pull")}
	if o.Pull == "policy" { // docker compose's word for what the files say
		o.Pull = ""
	}
	switch {
	case c.Bool("build"):
		o.Build = plan.BuildAlways
	case c.Bool("no-build"):
		o.Build = plan.BuildNever
	}
	return o
}

func (s *session) upOptions(c *cli.Context) plan.UpOptions {
	o := plan.UpOptions{
		Services:      c.Args().Slice(),
		RemoveOrphans: c.Bool("remove-orphans"),
		IgnoreOrphans: isTrue(s.getenv("COMPOSE_IGNORE_ORPHANS")),
		NoStart:       c.Bool("no-start"),
		Wait:          c.Bool("wait"),
		Timeout:       timeout(c),
	}
	switch {
	case c.Bool("force-recreate"):
		o.Recreate = plan.RecreateAlways
	case c.Bool("no-recreate"):
		o.Recreate = plan.RecreateNever
	}
	return o
}

// bringUp makes the images, then the rest, and says what the project now is.
func (c *converge) bringUp(ctx context.Context) error {
	sum, err := c.converge(ctx)
	if err != nil && sum.Plan == nil {
		return err
	}
	goal := ui.GoalUp
	if c.up.NoStart {
		goal = ui.GoalCreate
	}
	return c.conclude(sum, goal, c.published(ctx, sum.Plan), err)
}

// converge carries out both plans. The summary has no plan where none was made.
func (c *converge) converge(ctx context.Context) (ui.Summary, error) {
	images, err := c.planImages()
	if err != nil {
		return ui.Summary{}, err
	}
	if !images.Empty() {
		// What the containers need is checked before an image is touched.
		if _, err := c.planUp(ctx); err != nil {
			return ui.Summary{}, err
		}
		if sum, err := c.apply(ctx, images); err != nil {
			return sum, err
		}
		if c.state, err = c.engine.Observe(ctx, c.project.Name); err != nil {
			return ui.Summary{}, err
		}
	}
	p, err := c.planUp(ctx)
	if err != nil {
		return ui.Summary{}, err
	}
	c.show(p.Notes)
	return c.apply(ctx, p)
}

// published gives where the ports of started containers can be opened. A
// failure to ask for them is none of the command.
func (c *converge) published(ctx context.Context, p *plan.Plan) []ui.Published {
	if p == nil || p.Empty() {
		return nil
	}
	state, err := c.engine.Observe(ctx, c.project.Name)
	if err != nil {
		return nil
	}
	var out []ui.Published
	for _, container := range state.Containers {
		for _, port := range container.Ports {
			if url := address(port); url != "" && c.project.Services[container.Service] != nil {
				out = append(out, ui.Published{Container: container.Name, URL: url})
			}
		}
	}
	return out
}

// address gives how a browser reaches a published TCP port. The engine lists
// a port twice where it is published on IPv6 too.
func address(p plan.PublishedPort) string {
	switch {
	case p.Published == 0 || p.Protocol != "tcp" || p.HostIP == "::":
		return ""
	case p.HostIP == "" || p.HostIP == "0.0.0.0":
		return fmt.Sprintf("http://localhost:%d", p.Published)
	}
	return fmt.Sprintf("http://%s:%d", p.HostIP, p.Published)
}

// attached brings the project up, shows its logs, and stops it at the end.
func (c *converge) attached(ctx *cli.Context) error {
	begun := time.Now()
	sum, err := c.converge(ctx.Context)
	if err != nil {
		if sum.Plan == nil {
			return err
		}
		return c.conclude(sum, ui.GoalUp, nil, err)
	}
	return c.watchOver(ctx.Context, logLook(ctx, c.session), begun)
}
