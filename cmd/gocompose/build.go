package main

import (
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func buildCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "build",
		Usage:     "build the images of services",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "build-arg", Usage: "`NAME=VALUE` of a build argument, over those of the files"},
			&cli.BoolFlag{Name: "no-cache", Usage: "run every step anew"},
			&cli.BoolFlag{Name: "pull", Usage: "fetch newer base images"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "show failures only"},
			&cli.BoolFlag{Name: "with-dependencies", Usage: "build what the services depend on, too"},
			dryRunFlag(),
		},
		Action: s.build,
	}
}

func (s *session) build(c *cli.Context) error {
	p, err := s.load()
	if err != nil {
		return err
	}
	narrowed, err := s.narrow(p, c.Args().Slice(), nil)
	if err != nil {
		return err
	}
	if c.Bool("quiet") {
		s.mode = ui.ModeQuiet
	}
	e, state, err := s.entitled(c, s.noting(s.observe))(c.Context, p.Name)
	if err != nil {
		return err
	}
	defer e.Close()
	conv := &convergence{session: s, engine: e, project: narrowed, state: state,
		build: engine.BuildOptions{Backend: s.backend(), NoCache: c.Bool("no-cache"), Args: s.buildArgs(c.StringSlice("build-arg"))}}
	conv.images = plan.ImageOptions{Build: plan.BuildAlways, Refresh: c.Bool("pull"), Scope: plan.OnlyBuilds}
	if !c.Bool("with-dependencies") {
		conv.images.Services = c.Args().Slice()
	}
	images, err := conv.planImages(c.Context)
	if err != nil {
		return err
	}
	if dryRun(c) {
		return s.preview(c, images)
	}
	sum, err := conv.apply(c.Context, images)
	return s.conclude(sum, ui.GoalBuild, nil, err)
}

// buildArgs reads NAME=VALUE; a NAME alone takes its value from the environment.
func (s *session) buildArgs(words []string) map[string]*string {
	args := map[string]*string{}
	for _, word := range words {
		name, value, ok := strings.Cut(word, "=")
		if !ok {
			value, ok = os.LookupEnv(name)
		}
		if ok {
			args[name] = &value
		}
	}
	return args
}
