package main

import (
	"context"
	"errors"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
)

func upCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "up",
		Usage:     "create and start what the files describe, and change what differs",
		ArgsUsage: "[SERVICE...]",
		Flags: append(append(convergeFlags(), watchFlags()...),
			&cli.BoolFlag{Name: "detach", Aliases: []string{"d"}, Usage: "leave the containers running in the background"},
		),
		Action: func(c *cli.Context) error {
			if err := watchClashes(c); err != nil {
				return err
			}
			if c.Bool("remove-orphans") && isTrue(s.getenv("COMPOSE_IGNORE_ORPHANS")) {
				return usage{errors.New("COMPOSE_IGNORE_ORPHANS and --remove-orphans cannot be combined; leave one out")}
			}
			conv, err := s.convergence(c)
			if err != nil {
				return err
			}
			defer conv.engine.Close()
			w, err := conv.watching(c)
			if err != nil {
				return err
			}
			if attached := !c.Bool("detach") && !conv.up.Wait && !conv.up.NoStart; attached && !dryRun(c) {
				return conv.attached(c, w)
			}
			return conv.bringUpOrPreview(c)
		},
	}
}

// bringUpOrPreview carries out both plans, or shows them where that is asked for.
func (c *convergence) bringUpOrPreview(ctx *cli.Context) error {
	if !dryRun(ctx) {
		return c.bringUp(ctx.Context)
	}
	p, err := c.whole(ctx.Context)
	if err != nil {
		return err
	}
	return c.preview(ctx, p)
}

// bringUp makes the images, then the rest, and says what the project now is.
func (c *convergence) bringUp(ctx context.Context) error {
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
