package main

import (
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
)

func commitCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "commit",
		Usage:     "make an image of what a container has become, and print its id",
		ArgsUsage: "SERVICE [REPOSITORY[:TAG]]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "author", Aliases: []string{"a"}, Usage: "`NAME` of who makes it"},
			&cli.StringSliceFlag{Name: "change", Aliases: []string{"c"}, Usage: "`INSTRUCTION` of a Dockerfile to apply, such as 'CMD server'; repeat it for more"},
			indexFlag(lowest),
			&cli.StringFlag{Name: "message", Aliases: []string{"m"}, Usage: "`TEXT` that the image's history keeps"},
			&cli.BoolFlag{Name: "pause", Aliases: []string{"p"}, Value: true, Usage: "freeze the container meanwhile; --pause=false lets it run"},
			dryRunFlag(),
		},
		Action: s.commit,
	}
}

func (s *session) commit(c *cli.Context) error {
	if c.NArg() < 1 || c.NArg() > 2 {
		return usage{errors.New("commit takes a service, and a name for the image; see `gocompose help commit`")}
	}
	service := c.Args().First()
	x, err := s.existingOf(c, []string{service}, s.looker(c))
	if err != nil {
		return err
	}
	defer x.engine.Close()
	of, err := s.pick(x.state.Containers, wanted{service: service, number: c.Int("index"), state: wantAny})
	if err != nil {
		return err
	}
	o := plan.CommitOptions{Ref: c.Args().Get(1), Author: c.String("author"), Message: c.String("message"), Changes: c.StringSlice("change")}
	if !c.Bool("pause") {
		o.Meanwhile = plan.MeanwhileRuns
	}
	p, err := plan.Commit(x.name, x.project, of, o)
	if err != nil {
		return err
	}
	if dryRun(c) {
		return s.preview(c, p)
	}
	var image string
	apply := x.options(c)
	apply.Image = &image
	sum, err := s.carryOut(c.Context, x.engine, p, apply)
	if err == nil {
		_, err = fmt.Fprintln(s.stdout, image)
	}
	return s.conclude(sum, ui.GoalCommit, nil, err)
}
