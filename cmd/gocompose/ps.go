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
	"gocompose/engine/endpoint"
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
			formatFlag("an object a line", "'table {{.Name}}\\t{{.Ports}}'; without it, psFormat of the docker configuration counts"),
			&cli.BoolFlag{Name: "services", Usage: "names of services only"},
			&cli.StringSliceFlag{Name: "status", Usage: "those in a `STATUS`: created, running, paused, restarting, removing, exited or dead"},
			&cli.StringSliceFlag{Name: "filter", Usage: "those that fit `status=STATUS`"},
			&cli.BoolFlag{Name: "orphans", Value: true, Usage: "those of services that the files do not define, too"},
			&cli.BoolFlag{Name: "no-trunc", Usage: "whole commands and ids"},
		},
		Action: s.ps,
	}
}

func (s *session) ps(c *cli.Context) error {
	only, err := wantedStatuses(c)
	if err != nil {
		return err
	}
	format, err := psFormat(c)
	if err != nil {
		return err
	}
	e, _, containers, err := s.containers(c)
	if err != nil {
		return err
	}
	defer e.Close()
	containers = slices.DeleteFunc(containers, func(x plan.Container) bool { return !listed(c, only, x) })
	return s.showContainers(c, format, containers)
}

// listed tells whether ps shows a container; only is the statuses that are asked for.
func listed(c *cli.Context, only []string, x plan.Container) bool {
	if len(only) > 0 {
		return slices.Contains(only, x.State)
	}
	return c.Bool("all") || x.Running()
}

// psFormat is what --format says, else the docker configuration.
func psFormat(c *cli.Context) (ui.Format, error) {
	if c.IsSet("format") {
		return parseFormat(c, ui.Ps)
	}
	text, err := endpoint.PsFormat()
	if err != nil {
		return ui.Format{}, err
	}
	format, err := ui.Ps.Parse(text)
	if err != nil {
		return ui.Format{}, fmt.Errorf("psFormat of the docker configuration: %w", err)
	}
	return format, nil
}

func (s *session) showContainers(c *cli.Context, f ui.Format, containers []plan.Container) error {
	switch {
	case c.Bool("quiet"):
		return printLines(s, containers, func(x plan.Container) string { return x.ID })
	case c.Bool("services"):
		return printLines(s, services(containers), func(name string) string { return name })
	}
	rows := make([]ui.PsRow, len(containers))
	for i, x := range containers {
		rows[i] = psRow(x, whole(c.Bool("no-trunc")))
	}
	return ui.Ps.Write(s.stdout, f, rows)
}

// containers gives the project's containers, those of the named services where
// there are names, in the order of their names. The caller closes the engine.
func (s *session) containers(c *cli.Context) (*engine.Engine, string, []plan.Container, error) {
	e, seen, err := s.everything(c)
	if err != nil {
		return nil, "", nil, err
	}
	strays := !c.IsSet("orphans") || c.Bool("orphans")
	out := slices.DeleteFunc(seen.containers, func(x plan.Container) bool {
		return x.OneOff && !(c.Bool("all") && x.RunOnce()) || !strays && seen.orphan(x)
	})
	return e, seen.name, out, nil
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
		id, command = plan.ShortID(id), clip(command, 20)
	}
	age := units.HumanDuration(time.Since(x.Created)) + " ago"
	row := ui.PsRow{
		Command: fmt.Sprintf("%q", command), CreatedAt: x.Created.UTC().Format("2006-01-02 15:04:05 -0700 MST"),
		ExitCode: x.ExitCode, Health: x.Health, ID: id, Image: x.Image, Labels: pairs(x.Labels),
		Name: x.Name, Names: x.Name, Networks: strings.Join(keys(x.Networks), ","), Project: x.Project,
		RunningFor: age, Service: x.Service, Size: "0B", State: x.State, Status: x.Status, LocalVolumes: "0",
		Engine: x.Labels[labelEngine], Schema: ui.PsSchema, ByLabel: x.Labels,
	}
	row.Mounts, row.LocalVolumes = mounts(x.Mounts)
	row.Ports, row.Publishers = ports(x.Ports)
	return row
}

// labelEngine is the label in which docker compose keeps an engine's name.
const labelEngine = "com.docker.compose.engine"

func clip(text string, longest int) string {
	if r := []rune(text); len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return text
}

// services gives the services of containers, sorted.
func services(containers []plan.Container) (names []string) {
	for _, c := range containers {
		names = append(names, c.Service)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
