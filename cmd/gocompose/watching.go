package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/compose"
)

// watching says how an attached up goes on once everything runs.
type watching struct {
	only, not    []string // services whose logs are shown, none: those asked for; and are not
	dependencies bool     // show the logs of what they depend on, too
	when         abortWhen
	codeOf       string // service whose exit code is gocompose's; empty: of what ended first
	beside       *beside
}

// abortWhen says which end of a container ends everything.
type abortWhen uint8

const (
	abortNever   abortWhen = iota
	abortExit              // any
	abortFailure           // one with another code than 0
)

// watchFlags are those of an attached up.
func watchFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "abort-on-container-exit", Usage: "stop everything when a container ends, and end with its code"},
		&cli.BoolFlag{Name: "abort-on-container-failure", Usage: "stop everything when a container ends with another code than 0, and end with that"},
		&cli.StringFlag{Name: "exit-code-from", Usage: "end with the code of a `SERVICE`; implies --abort-on-container-exit"},
		&cli.StringSliceFlag{Name: "attach", Usage: "show the logs of a `SERVICE` only; repeat it for several"},
		&cli.BoolFlag{Name: "attach-dependencies", Usage: "show the logs of what the services depend on, too"},
		&cli.StringSliceFlag{Name: "no-attach", Usage: "do not show the logs of a `SERVICE`"},
		&cli.BoolFlag{Name: "no-log-prefix", Usage: "write log lines without the container's name"},
		&cli.BoolFlag{Name: "no-color", Usage: "write log lines without colour"},
		&cli.BoolFlag{Name: "timestamps", Usage: "put the time before each log line"},
		&cli.BoolFlag{Name: "watch", Aliases: []string{"w"}, Usage: "bring changed files into the containers meanwhile, as watch does"},
		&cli.BoolFlag{Name: "menu", Usage: "let keys at a terminal watch files (w) and detach (d)", EnvVars: []string{"COMPOSE_MENU"}},
	}
}

// watching reads these flags for a project.
func (c *convergence) watching(ctx *cli.Context) (watching, error) {
	w := watching{only: ctx.StringSlice("attach"), not: ctx.StringSlice("no-attach"), dependencies: ctx.Bool("attach-dependencies"),
		codeOf: ctx.String("exit-code-from")}
	var err error
	if w.beside, err = c.besideLogs(ctx); err != nil {
		return w, err
	}
	switch {
	case ctx.Bool("abort-on-container-exit"), w.codeOf != "":
		w.when = abortExit
	case ctx.Bool("abort-on-container-failure"):
		w.when = abortFailure
	}
	names := slices.Concat(w.only, w.not)
	if w.codeOf != "" {
		names = append(names, w.codeOf)
	}
	for _, name := range names {
		if c.project.Services[name] == nil {
			return w, usage{fmt.Errorf("up does not start a service %s; it starts %s", name, strings.Join(c.project.ServiceNames(), ", "))}
		}
	}
	return w, nil
}

// watchClashes finds flags that contradict each other.
func watchClashes(c *cli.Context) error {
	if c.Bool("abort-on-container-exit") && c.Bool("abort-on-container-failure") {
		return usage{errors.New("--abort-on-container-exit and --abort-on-container-failure cannot be combined; leave one out")}
	}
	if c.Bool("attach-dependencies") && c.IsSet("attach") {
		return usage{errors.New("--attach-dependencies and --attach cannot be combined: --attach says which logs are shown; leave one out")}
	}
	for _, flag := range []string{"abort-on-container-exit", "abort-on-container-failure", "exit-code-from"} {
		if c.Bool("watch") && c.IsSet(flag) {
			return usage{fmt.Errorf("--watch and --%s cannot be combined: a restart that a changed file asks for would end everything; leave one out", flag)}
		}
	}
	for _, away := range []string{"detach", "wait", "no-start"} {
		for _, flag := range []string{"abort-on-container-exit", "abort-on-container-failure", "exit-code-from", "attach", "attach-dependencies", "no-attach", "watch"} {
			if c.Bool(away) && c.IsSet(flag) {
				return usage{fmt.Errorf("--%s and --%s cannot be combined: nobody watches then; leave one out", away, flag)}
			}
		}
	}
	return nil
}

// attaches tells whether a service's logs are shown. asked says that up is about
// it, be it since no service is named, and named that it is one that is.
func (w watching) attaches(s *compose.Service, asked, named bool) bool {
	switch {
	case slices.Contains(w.not, s.Name):
		return false
	case slices.Contains(w.only, s.Name):
		return true
	}
	quiet := s.Attach != nil && !*s.Attach && !named
	return len(w.only) == 0 && (asked || w.dependencies) && !quiet
}
