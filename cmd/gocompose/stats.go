package main

import (
	"slices"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func statsCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "stats",
		Usage:     "show what the project's containers use of processors, memory, network and disks, until Ctrl-C",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "all", Aliases: []string{"a"}, Usage: "those that do not run, too"},
			formatFlag("an object a line", "'table {{.Name}}\\t{{.CPUPerc}}'"),
			&cli.BoolFlag{Name: "no-stream", Usage: "measure once"},
			&cli.BoolFlag{Name: "no-trunc", Usage: "whole ids"},
		},
		Action: s.stats,
	}
}

func (s *session) stats(c *cli.Context) error {
	e, seen, format, err := listing(s, c, ui.Stats)
	if err != nil {
		return err
	}
	defer e.Close()
	shows := func(x plan.Container) bool { return asked(c, x) && (c.Bool("all") || x.Running()) }
	w := whole(c.Bool("no-trunc"))
	if c.Bool("no-stream") {
		all, err := e.Sample(c.Context, slices.DeleteFunc(seen.containers, func(x plan.Container) bool { return !shows(x) }))
		if err != nil {
			return err
		}
		return ui.Stats.Write(s.stdout, format, statsRows(all, w))
	}
	view := ui.NewView(s.stdout)
	return e.Stats(c.Context, engine.StatsOptions{Project: seen.name, Shows: shows, Tell: func(all []engine.Usage) error {
		return ui.Stats.Show(view, format, statsRows(all, w))
	}})
}

func statsRows(all []engine.Usage, w width) []ui.StatsRow {
	rows := make([]ui.StatsRow, len(all))
	for i, u := range all {
		rows[i] = ui.StatsRowOf(u)
		if w == cut {
			rows[i].ID = rows[i].Container
		}
	}
	return rows
}
