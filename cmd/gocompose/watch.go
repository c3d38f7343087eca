package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine/lock"
	"gocompose/engine/watch"
)

func watchCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "watch",
		Usage:     "bring changed files into running containers, as develop.watch says, and changed Compose files into force",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "no-up", Usage: "begin with what runs, without building and starting anything first"},
			&cli.BoolFlag{Name: "prune", Value: true, Usage: "remove the images that a rebuild takes the place of"},
			&cli.BoolFlag{Name: "quiet", Usage: "show failures only"},
			dryRunFlag(),
		},
		Action: s.watch,
	}
}

func (s *session) watch(c *cli.Context) error {
	if c.Bool("quiet") {
		s.mode = ui.ModeQuiet
	}
	conv, err := s.convergence(c)
	if err != nil {
		return err
	}
	defer conv.engine.Close()
	w := newDeveloping(c, conv)
	if err := w.ready(); err != nil {
		return err
	}
	conv.images.Developed = developed(w.rules)
	if dryRun(c) {
		return conv.bringUpOrPreview(c)
	}
	leave, err := w.only(c.Context)
	if err != nil {
		return err
	}
	defer leave()
	if !c.Bool("no-up") {
		if err := conv.bringUp(c.Context); err != nil {
			return err
		}
	}
	if err := s.release(); err != nil {
		return err
	}
	return w.run(c.Context)
}

// developed gives the services that rules are about.
func developed(rules []watch.Rule) (names []string) {
	for _, r := range rules {
		names = append(names, r.Service) // they stand by service
	}
	return slices.Compact(names)
}

// only sees to it that nobody else watches the project: two would do everything twice.
func (w *developing) only(ctx context.Context) (leave func(), err error) {
	l, err := lock.Acquire(ctx, lock.Request{Engine: w.engine.Host(), Project: w.project.Name + " watched", Command: w.c.Command.Name, Timeout: time.Millisecond, Now: time.Now})
	var held *lock.HeldError
	if errors.As(err, &held) {
		return nil, fmt.Errorf("%s watches this project already; end it first", held.Owner)
	}
	if err != nil {
		return nil, err
	}
	return func() { _ = l.Release() }, nil // the end of the program releases it as well
}
