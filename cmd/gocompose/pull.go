package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func pullCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "pull",
		Usage:     "fetch the images of services",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "ignore-buildable", Usage: "leave images that can be built"},
			&cli.BoolFlag{Name: "ignore-pull-failures", Usage: "warn of images that cannot be fetched, and end with 0"},
			&cli.BoolFlag{Name: "include-deps", Usage: "fetch what the services depend on, too"},
			&cli.StringFlag{Name: "policy", Usage: "which images to fetch: missing or always", DefaultText: "what the files say, else always"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "show failures only"},
			&cli.BoolFlag{Name: "parallel", Hidden: true},
			&cli.BoolFlag{Name: "no-parallel", Hidden: true},
			dryRunFlag(),
		},
		Action: func(c *cli.Context) error {
			o := plan.PullOptions{Policy: c.String("policy"), Failures: failing(c, "ignore-pull-failures")}
			if o.Policy != "" && o.Policy != "missing" && o.Policy != "always" {
				return usage{fmt.Errorf("%q is not a value of --policy; write missing or always", o.Policy)}
			}
			s.warnIgnored(c, "parallel", "no-parallel")
			if c.Bool("ignore-buildable") {
				o.Buildable = plan.BuildableLeft
			}
			return s.transfer(c, ui.GoalPull, func(p *compose.Project, state *plan.State, services []string) (*plan.Plan, diag.List) {
				o.Services = services
				return plan.Pull(p, state, o), nil
			})
		},
	}
}

// failing reads the flag that makes failures mere warnings.
func failing(c *cli.Context, flag string) plan.Failing {
	if c.Bool(flag) {
		return plan.FailuresTolerated
	}
	return plan.FailuresCount
}

// transferred plans what a pull or push does for services; none means all.
type transferred func(p *compose.Project, state *plan.State, services []string) (*plan.Plan, diag.List)

// transfer carries out a pull or push, or shows it. Images belong to no
// project, so it waits for nobody.
func (s *session) transfer(c *cli.Context, goal ui.Goal, planned transferred) error {
	p, err := s.load()
	if err != nil {
		return err
	}
	if p, err = s.narrow(p, c.Args().Slice(), nil); err != nil {
		return err
	}
	if c.Bool("quiet") {
		s.mode = ui.ModeQuiet
	}
	e, state, err := s.noting(s.observe)(c.Context, p.Name)
	if err != nil {
		return err
	}
	defer e.Close()
	services := c.Args().Slice()
	if c.Bool("include-deps") {
		services = nil
	}
	x := &existing{session: s, engine: e, name: p.Name, project: p, state: state}
	return x.transfer(c, goal, services, planned)
}

// transfer is that of services of a project that was read already.
func (x *existing) transfer(c *cli.Context, goal ui.Goal, services []string, planned transferred) error {
	made, problems := planned(x.project, x.state, services)
	if err := x.warned(problems); err != nil {
		return err
	}
	if dryRun(c) {
		return x.preview(c, made)
	}
	x.show(made.Notes)
	sum, err := x.carryOut(c.Context, x.engine, made, engine.ApplyOptions{Project: x.project, State: x.state})
	return x.conclude(sum, goal, nil, err)
}
