package main

import (
	"context"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func topCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "top",
		Usage:     "list the processes in the project's containers",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "watch", Aliases: []string{"w"}, Usage: "list them again every two seconds, until Ctrl-C"},
		},
		Action: s.top,
	}
}

// topAgain is how long top -w waits. The engine does not say when processes come and go.
const topAgain = 2 * time.Second

func (s *session) top(c *cli.Context) error {
	e, seen, err := s.everything(c)
	if err != nil {
		return err
	}
	defer e.Close()
	if c.Bool("watch") {
		return s.topAgain(c, e, seen)
	}
	table, err := processes(c.Context, e, seen.containers)
	if err != nil || len(table.Rows) == 0 {
		return err // where nothing runs there is not even a header, as with docker compose
	}
	return table.Write(s.stdout, s.stdout.Style())
}

// topAgain shows the processes until the context ends, those of new containers too.
func (s *session) topAgain(c *cli.Context, e *engine.Engine, x seen) error {
	view := ui.NewView(s.stdout)
	for {
		table, err := processes(c.Context, e, slices.DeleteFunc(x.containers, func(x plan.Container) bool { return !asked(c, x) }))
		if err != nil {
			return err
		}
		if err := view.Show(table); err != nil {
			return err
		}
		select {
		case <-time.After(topAgain):
		case <-c.Context.Done():
			return c.Context.Err()
		}
		if x.containers, err = e.Containers(c.Context, x.name); err != nil {
			return err
		}
	}
}

// processes gives the table of what runs in containers.
func processes(ctx context.Context, e *engine.Engine, containers []plan.Container) (ui.Table, error) {
	running := slices.DeleteFunc(slices.Clone(containers), func(x plan.Container) bool { return !x.Running() })
	all, err := e.Top(ctx, running)
	return ui.TopTable(all), err
}
