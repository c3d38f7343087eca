package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func logsCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "logs",
		Usage:     "show what containers wrote",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "follow", Aliases: []string{"f"}, Usage: "go on as lines are written"},
			&cli.StringFlag{Name: "tail", Aliases: []string{"n"}, Value: "all", Usage: "`NUMBER` of lines from the end of each log"},
			&cli.StringFlag{Name: "since", Usage: "lines after a `TIME`, such as 2026-01-02T13:23:37Z or 42m"},
			&cli.StringFlag{Name: "until", Usage: "lines before a `TIME`"},
			&cli.BoolFlag{Name: "timestamps", Aliases: []string{"t"}, Usage: "put the time before each line"},
			&cli.BoolFlag{Name: "no-log-prefix", Usage: "write lines without the container's name"},
			&cli.BoolFlag{Name: "no-color", Usage: "write without colour"},
		},
		Action: func(c *cli.Context) error {
			o := engine.LogOptions{Tail: c.String("tail"), Since: c.String("since"), Until: c.String("until"), Timestamps: c.Bool("timestamps"), Follow: c.Bool("follow")}
			if n, err := strconv.Atoi(o.Tail); o.Tail != "all" && (err != nil || n < 0) {
				return usage{fmt.Errorf("%q is not a value of --tail; write a number of lines, or all", o.Tail)}
			}
			return s.logs(c, o)
		},
	}
}

func (s *session) logs(c *cli.Context, o engine.LogOptions) error {
	e, name, containers, err := s.containers(c)
	if err != nil {
		return err
	}
	defer e.Close()
	look := logLook(c, s)
	if o.Follow {
		err = e.Follow(c.Context, containers, engine.FollowOptions{LogOptions: o, Project: name, Services: c.Args().Slice()}, s.sink(containers, look, s.stdout))
	} else {
		err = s.logsOnce(c, e, containers, o, look)
	}
	if c.Context.Err() != nil {
		return c.Context.Err()
	}
	return err
}

// logsOnce reads all logs side by side.
func (s *session) logsOnce(c *cli.Context, e *engine.Engine, containers []plan.Container, o engine.LogOptions, look ui.LogLook) error {
	lines := ui.NewLogs(shortNames(containers), look)
	errs := make([]error, len(containers))
	var all sync.WaitGroup
	for i, x := range containers {
		all.Go(func() {
			errs[i] = e.Logs(c.Context, x, o, lines.Stream(shortName(x), s.stdout), lines.Stream(shortName(x), s.stdout))
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// sink gives where followed lines go: what containers write to stderr goes to
// errors, which docker compose has apart for up and together for logs.
func (s *session) sink(containers []plan.Container, look ui.LogLook, errors io.Writer) engine.LogSink {
	lines := ui.NewLogs(shortNames(containers), look)
	return engine.LogSink{
		Open: func(x plan.Container) (stdout, stderr io.WriteCloser) {
			return lines.Stream(shortName(x), s.stdout), lines.Stream(shortName(x), errors)
		},
		Ended: func(x plan.Container, code int, restarting bool) {
			text := fmt.Sprintf("exited with code %d", code)
			if restarting {
				text += " (restarting)"
			}
			_ = lines.Say(s.stderr, shortName(x), text)
		},
	}
}

func logLook(c *cli.Context, s *session) ui.LogLook {
	look := ui.LogLook{Style: s.stdout.Style(), NoPrefix: c.Bool("no-log-prefix")}
	if c.Bool("no-color") {
		look.Style.Colour = false
	}
	return look
}

// shortName gives a container's name without its project's: web-1.
func shortName(c plan.Container) string {
	if c.Number > 0 && strings.HasSuffix(c.Name, fmt.Sprintf("%s-%d", c.Service, c.Number)) {
		return fmt.Sprintf("%s-%d", c.Service, c.Number)
	}
	return c.Name
}

func shortNames(containers []plan.Container) []string {
	names := make([]string, len(containers))
	for i, c := range containers {
		names[i] = shortName(c)
	}
	return names
}

func joinNames(containers []plan.Container) string {
	names := shortNames(containers)
	slices.Sort(names)
	return strings.Join(names, ", ")
}
