package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/urfave/cli/v2"

	"gocompose/compose"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func logsCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "logs",
		Usage:     "show what containers wrote, in the order of its times",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "follow", Aliases: []string{"f"}, Usage: "go on as lines are written"},
			&cli.StringFlag{Name: "tail", Aliases: []string{"n"}, Value: "all", Usage: "`NUMBER` of lines from the end of each log, before --grep chooses"},
			&cli.StringFlag{Name: "since", Usage: "lines after a `TIME`, such as 2026-01-02T13:23:37Z or 42m"},
			&cli.StringFlag{Name: "until", Usage: "lines before a `TIME`"},
			&cli.StringFlag{Name: "grep", Usage: "only lines that match a `PATTERN`, a regular expression of Go"},
			indexFlag("all of them"),
			&cli.BoolFlag{Name: "timestamps", Aliases: []string{"t"}, Usage: "put the time before each line"},
			&cli.StringFlag{Name: "format", Value: "text", Usage: "text, or json: an object a line"},
			&cli.BoolFlag{Name: "split", Usage: "write what containers wrote to standard error to standard error"},
			&cli.BoolFlag{Name: "no-log-prefix", Usage: "write lines without the container's name"},
			&cli.BoolFlag{Name: "no-color", Usage: "write without colour"},
		},
		Action: func(c *cli.Context) error {
			if err := logClashes(c); err != nil {
				return err
			}
			return s.logs(c)
		},
	}
}

func logClashes(c *cli.Context) error {
	tail, format := wantedTail(c), c.String("format")
	_, err := strconv.Atoi(tail)
	switch {
	case tail != "all" && err != nil:
		return usage{fmt.Errorf("%q is not a value of --tail; write a number of lines, or all", tail)}
	case !slices.Contains([]string{"text", "json"}, format):
		return usage{fmt.Errorf("%q is not a format; write text or json", format)}
	case c.IsSet("index") && c.NArg() != 1:
		return usage{errors.New("--index takes the name of one service")}
	case c.IsSet("index") && c.Int("index") < 1:
		return usage{fmt.Errorf("%d is not a value of --index; containers are numbered from 1", c.Int("index"))}
	}
	if _, err := regexp.Compile(c.String("grep")); err != nil {
		return usage{fmt.Errorf("--grep: %w; put a backslash before what is meant as it stands", err)}
	}
	return checkTimes(c)
}

// wantedTail gives --tail, of which a negative number means all, as to the engine.
func wantedTail(c *cli.Context) string {
	text := c.String("tail")
	if n, err := strconv.Atoi(text); err == nil && n < 0 {
		return "all"
	}
	return text
}

func (s *session) logs(c *cli.Context) error {
	e, name, containers, err := s.containers(c)
	if err != nil {
		return err
	}
	defer e.Close()
	services := c.Args().Slice()
	if len(services) == 0 {
		services = attachable(s.loaded)
	}
	containers = slices.DeleteFunc(containers, func(x plan.Container) bool {
		return len(services) > 0 && !slices.Contains(services, x.Service) || c.IsSet("index") && x.Number != c.Int("index")
	})
	if len(containers) == 0 && c.IsSet("index") {
		return s.absent(wanted{service: services[0], number: c.Int("index")})
	}
	errs := s.stdout
	if c.Bool("split") {
		errs = s.stderr
	}
	sink := s.sink(containers, logLook(c, s), errs)
	o := engine.LogOptions{Tail: wantedTail(c), Since: c.String("since"), Until: c.String("until"),
		Timed: c.Bool("timestamps") || c.String("format") == "json"}
	if !c.Bool("follow") {
		return e.Logs(c.Context, containers, o, sink)
	}
	err = e.Follow(c.Context, containers, engine.FollowOptions{LogOptions: o, Project: name, Services: services, Number: c.Int("index"), Linger: restartPause}, sink)
	if c.Context.Err() != nil {
		return c.Context.Err()
	}
	return err
}

// restartPause is how long a container may take to be started again before its
// followers leave.
const restartPause = 10 * time.Second

// attachable gives the services whose logs are shown where none are named; none
// where that is all of them.
func attachable(p *compose.Project) (names []string) {
	if p == nil {
		return nil
	}
	silent := 0
	for _, name := range p.ServiceNames() {
		if attach := p.Services[name].Attach; attach != nil && !*attach {
			silent++
			continue
		}
		names = append(names, name)
	}
	if silent == 0 {
		return nil
	}
	return names
}
