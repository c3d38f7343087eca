package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/compose"
	"gocompose/compose/tree"
	"gocompose/engine/spec"
)

func configCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "config",
		Usage:     "check the files and show what they come to",
		ArgsUsage: "[SERVICE...]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: "yaml", Usage: "yaml or json"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "check only"},
			&cli.BoolFlag{Name: "services", Usage: "names of services only"},
			&cli.BoolFlag{Name: "images", Usage: "names of images only"},
			&cli.BoolFlag{Name: "volumes", Usage: "keys of volumes only"},
			&cli.BoolFlag{Name: "networks", Usage: "keys of networks only"},
			&cli.BoolFlag{Name: "profiles", Usage: "names of profiles only"},
			&cli.StringFlag{Name: "hash", Usage: "config hash of `SERVICES`: names joined by commas, or *"},
		},
		Action: s.config,
	}
}

func (s *session) config(c *cli.Context) error {
	if !slices.Contains([]string{"yaml", "json"}, c.String("format")) {
		return usage{fmt.Errorf("%q is not a format; write yaml or json", c.String("format"))}
	}
	p, err := s.load()
	if err == nil && c.NArg() > 0 {
		p, err = s.narrow(p, c.Args().Slice(), nil)
	}
	if err != nil || c.Bool("quiet") {
		return err
	}
	lists := map[string]func() []string{
		"services": p.ServiceNames, "volumes": p.VolumeKeys, "networks": p.NetworkKeys, "profiles": p.ProfileNames,
		"images": func() []string { return images(p) },
	}
	for _, name := range keys(lists) {
		if c.Bool(name) {
			return writeLines(s.stdout, lists[name]())
		}
	}
	switch {
	case c.IsSet("hash"):
		return s.hashes(p, c.String("hash"))
	case c.String("format") == "json":
		text, err := p.CanonicalJSON()
		if err == nil {
			_, err = fmt.Fprintf(s.stdout, "%s\n", text)
		}
		return err
	}
	return tree.Encode(s.stdout, p.Canonical())
}

func writeLines(w io.Writer, lines []string) error {
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// images gives the names of the services' images, each once, sorted.
func images(p *compose.Project) (names []string) {
	for _, service := range p.Services {
		names = append(names, p.ImageName(service))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// hashes writes "<service> <hash>" lines, sorted by service.
func (s *session) hashes(p *compose.Project, of string) error {
	names := p.ServiceNames()
	if of != "*" {
		names = slices.Sorted(slices.Values(strings.Split(of, ",")))
	}
	var lines []string
	for _, name := range names {
		service := p.Services[name]
		if service == nil {
			return fmt.Errorf("no service %q; services here are %s", name, strings.Join(p.ServiceNames(), ", "))
		}
		lines = append(lines, name+" "+spec.ServiceHash(service))
	}
	return writeLines(s.stdout, lines)
}
