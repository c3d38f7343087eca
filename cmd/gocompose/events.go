package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/engine"
	"gocompose/engine/plan"
)

func eventsCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "events",
		Usage:     "tell what happens to the project's containers, and to the rest of it if asked",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "json", Usage: "an object a line"},
			&cli.StringFlag{Name: "since", Usage: "events after a `TIME`, such as 2026-01-02T13:23:37Z or 42m"},
			&cli.StringFlag{Name: "until", Usage: "events before a `TIME`, and end then"},
			&cli.StringSliceFlag{Name: "filter", Usage: "only events of a `KIND`: type=container|network|volume|image, event=start and the like, service=NAME; repeat it for several"},
		},
		Action: s.events,
	}
}

func (s *session) events(c *cli.Context) error {
	if err := checkTimes(c); err != nil {
		return err
	}
	o := engine.EventOptions{Services: c.Args().Slice(), Since: c.String("since"), Until: c.String("until")}
	for _, filter := range c.StringSlice("filter") {
		if err := addEventFilter(&o, filter); err != nil {
			return err
		}
	}
	name, project, err := s.project()
	if err != nil {
		return err
	}
	e, state, err := s.observe(c.Context, name)
	if err != nil {
		return err
	}
	defer e.Close()
	if err := known(o.Services, project, state.Containers); err != nil {
		return err
	}
	o.Project, o.Names = name, ownNames(name, project, state)
	show := ui.EventLine
	if c.Bool("json") {
		show = ui.EventJSON
	}
	return e.Happenings(c.Context, o, func(h engine.Happening) error { return show(s.stdout, h) })
}

var eventTypes = []string{"container", "network", "volume", "image"}

// addEventFilter reads KEY=VALUE. As with docker, values of one key are alternatives.
func addEventFilter(o *engine.EventOptions, filter string) error {
	key, value, _ := strings.Cut(filter, "=")
	if value == "" {
		key = ""
	}
	switch key {
	case "type":
		if !slices.Contains(eventTypes, value) {
			return usage{fmt.Errorf("%q is not a type of events; write %s", value, strings.Join(eventTypes, ", "))}
		}
		o.Types = append(o.Types, value)
	case "event":
		o.Actions = append(o.Actions, value)
	case "service":
		o.Services = append(o.Services, value)
	default:
		return usage{fmt.Errorf("%q is not a filter of events; write type=…, event=… or service=…", filter)}
	}
	return nil
}

// ownNames gives the names of what belongs to a project, or will once it is
// there, by type. Events of an image tell its name.
func ownNames(name string, p *compose.Project, state *plan.State) map[string][]string {
	names := map[string][]string{}
	for _, n := range state.Networks {
		if n.Project == name {
			names["network"] = append(names["network"], n.Name)
		}
	}
	for _, v := range state.Volumes {
		if v.Project == name {
			names["volume"] = append(names["volume"], v.Name)
		}
	}
	for _, x := range state.Containers {
		names["image"] = append(names["image"], x.Image, x.ImageID)
	}
	if p == nil {
		return names
	}
	for _, n := range p.Networks {
		names["network"] = append(names["network"], n.Name)
	}
	for _, v := range p.Volumes {
		names["volume"] = append(names["volume"], v.Name)
	}
	for _, x := range p.Services {
		names["image"] = append(names["image"], plan.Familiar(p.ImageName(x)))
	}
	return names
}
