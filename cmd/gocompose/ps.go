package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/docker/go-units"
	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func psCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "ps",
		Usage:     "list the project's containers",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "all", Aliases: []string{"a"}, Usage: "those that do not run, too"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "ids only"},
			&cli.StringFlag{Name: "format", Value: "table", Usage: "table, json (an object a line) or json-array"},
			&cli.BoolFlag{Name: "services", Usage: "names of services only"},
			&cli.StringSliceFlag{Name: "status", Usage: "those in a `STATUS`: created, running, paused, restarting, removing, exited or dead"},
			&cli.BoolFlag{Name: "orphans", Value: true, Usage: "those of services that the files do not define, too"},
			&cli.BoolFlag{Name: "no-trunc", Usage: "whole commands and ids"},
		},
		Action: s.ps,
	}
}

var statuses = []string{"created", "running", "paused", "restarting", "removing", "exited", "dead"}

func (s *session) ps(c *cli.Context) error {
	for _, status := range c.StringSlice("status") {
		if !slices.Contains(statuses, status) {
			return usage{fmt.Errorf("%q is not a status; write %s", status, strings.Join(statuses, ", "))}
		}
	}
	if !slices.Contains([]string{"table", "json", "json-array"}, c.String("format")) {
		return usage{fmt.Errorf("%q is not a format; write table, json or json-array", c.String("format"))}
	}
	e, _, containers, err := s.containers(c)
	if err != nil {
		return err
	}
	defer e.Close()
	containers = slices.DeleteFunc(containers, func(x plan.Container) bool { return !listed(c, x) })
	return s.showContainers(c, containers)
}

// listed tells whether ps shows a container.
func listed(c *cli.Context, x plan.Container) bool {
	if only := c.StringSlice("status"); len(only) > 0 {
		return slices.Contains(only, x.State)
	}
	return c.Bool("all") || x.Running()
}

func (s *session) showContainers(c *cli.Context, containers []plan.Container) error {
	rows := make([]ui.PsRow, len(containers))
	for i, x := range containers {
		rows[i] = psRow(x, whole(c.Bool("no-trunc")))
	}
	switch {
	case c.Bool("quiet"):
		return s.print(containers, func(x plan.Container) string { return x.ID })
	case c.Bool("services"):
		for _, name := range services(containers) {
			fmt.Fprintln(s.stdout, name)
		}
		return nil
	case c.String("format") == "json":
		return ui.PsJSON(s.stdout, rows)
	case c.String("format") == "json-array":
		return ui.PsJSONArray(s.stdout, rows)
	}
	return ui.PsTable(rows).Write(s.stdout, s.stdout.Style())
}

func (s *session) print(containers []plan.Container, text func(plan.Container) string) error {
	for _, x := range containers {
		if _, err := fmt.Fprintln(s.stdout, text(x)); err != nil {
			return err
		}
	}
	return nil
}

// containers observes the project and gives its containers, those of the
// named services where there are names, in the order of their names.
func (s *session) containers(c *cli.Context) (*engine.Engine, string, []plan.Container, error) {
	name, p, err := s.project()
	if err != nil {
		return nil, "", nil, err
	}
	e, state, err := s.observe(c.Context, name)
	if err != nil {
		return nil, "", nil, err
	}
	only := c.Args().Slice()
	if err := known(only, p, state.Containers); err != nil {
		return nil, "", nil, err
	}
	strays := !c.IsSet("orphans") || c.Bool("orphans")
	out := slices.DeleteFunc(state.Containers, func(x plan.Container) bool {
		orphan := p != nil && p.Services[x.Service] == nil && p.Disabled[x.Service] == nil
		return x.OneOff && !(c.Bool("all") && x.RunOnce()) || len(only) > 0 && !slices.Contains(only, x.Service) || orphan && !strays
	})
	slices.SortFunc(out, func(a, b plan.Container) int { return strings.Compare(a.Name, b.Name) })
	return e, name, out, nil
}

// width says how much of long texts is shown.
type width uint8

const (
	cut width = iota
	full
)

func whole(noTrunc bool) width {
	if noTrunc {
		return full
	}
	return cut
}

func psRow(x plan.Container, w width) ui.PsRow {
	id, command := x.ID, x.Command
	if w == cut {
		id, command = id[:12], clip(command, 20)
	}
	age := units.HumanDuration(time.Since(x.Created)) + " ago"
	row := ui.PsRow{
		Command: fmt.Sprintf("%q", command), CreatedAt: x.Created.UTC().Format("2006-01-02 15:04:05 -0700 MST"),
		ExitCode: x.ExitCode, Health: x.Health, ID: id, Image: x.Image, Labels: pairs(x.Labels),
		Name: x.Name, Names: x.Name, Networks: strings.Join(keys(x.Networks), ","), Project: x.Project,
		RunningFor: age, Service: x.Service, Size: "0B", State: x.State, Status: x.Status, LocalVolumes: "0",
	}
	row.Mounts, row.LocalVolumes = mounts(x.Mounts)
	row.Ports, row.Publishers = ports(x.Ports)
	return row
}

func clip(text string, longest int) string {
	if r := []rune(text); len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return text
}
