package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/engine/plan"
)

func cpCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:        "cp",
		Usage:       "copy files between containers and this machine, or between services",
		UsageText:   s.program() + " cp [command options] SERVICE:PATH|PATH|- SERVICE:PATH|PATH|-",
		ArgsUsage:   "SERVICE:PATH SERVICE:PATH",
		Description: "A dash is a tar archive: read from standard input, or written to standard output. All containers of a service are copied to, and the first is copied from.",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "all", Usage: "take containers that run has made, too"},
			&cli.BoolFlag{Name: "archive", Aliases: []string{"a"}, Usage: "give what is copied into a container to the user that it runs as; else owners stay, by their numbers"},
			&cli.BoolFlag{Name: "follow-link", Aliases: []string{"L"}, Usage: "copy what a link leads to that is named as the source"},
			indexFlag("all to copy to, the first to copy from"),
			dryRunFlag(),
		},
		Action: s.cp,
	}
}

// end is an argument of cp; service is empty for a path of this machine.
type end struct{ service, path string }

// readEnd reads SERVICE:PATH. As for docker cp, what begins with a dot or is an
// absolute path is of this machine, whatever colons it has.
func readEnd(word string) end {
	service, path, ok := strings.Cut(word, ":")
	if !ok || strings.HasPrefix(word, ".") || filepath.IsAbs(word) {
		return end{path: word}
	}
	return end{service: service, path: path}
}

// readEnds reads both arguments of cp, at least one of which must be of a service.
func readEnds(words []string) (from, to end, err error) {
	if len(words) != 2 {
		return end{}, end{}, usage{errors.New("cp takes a source and a destination; see `gocompose help cp`")}
	}
	from, to = readEnd(words[0]), readEnd(words[1])
	switch {
	case from.service == "" && to.service == "":
		err = usage{errors.New("cp copies from or to a service; write SERVICE:PATH for one of the two")}
	case from.path == "" || to.path == "":
		err = usage{errors.New("a path is empty; write SERVICE:/ for all files of a container")}
	}
	return from, to, err
}

func (s *session) cp(c *cli.Context) error {
	from, to, err := readEnds(c.Args().Slice())
	if err != nil {
		return err
	}
	look := s.looker(c)
	if to.service == "" {
		if to.path == "-" && s.stdout.Window && !dryRun(c) {
			return usage{errors.New("an archive is not for a terminal; pipe it on, or name a file or folder")}
		}
		look = s.noting(s.observe) // nothing of the project changes
	}
	x, err := s.existingOf(c, servicesIn(from, to), look)
	if err != nil {
		return err
	}
	defer x.engine.Close()
	p, err := x.copying(c, from, to)
	if err != nil {
		return err
	}
	if dryRun(c) {
		return s.preview(c, p)
	}
	o := x.options(c)
	o.Stdin, o.Stdout = s.stdin, s.stdout
	sum, err := s.carryOut(c.Context, x.engine, p, o)
	return s.conclude(sum, ui.GoalCopy, nil, err)
}

func servicesIn(ends ...end) (names []string) {
	for _, e := range ends {
		if e.service != "" {
			names = append(names, e.service)
		}
	}
	return names
}

// copying plans a copy from the first container of a service to all of another.
func (x *existing) copying(c *cli.Context, from, to end) (*plan.Plan, error) {
	sources, err := x.places(c, from)
	if err != nil {
		return nil, err
	}
	targets, err := x.places(c, to)
	if err != nil {
		return nil, err
	}
	if from == (end{path: "-"}) && len(targets) > 1 {
		return nil, usage{fmt.Errorf("service %s has %d containers, and standard input is read once; choose one with --index", to.service, len(targets))}
	}
	what := plan.CopyFiles{From: sources[0]}
	if c.Bool("follow-link") {
		what.Links = plan.LinkTarget
	}
	if c.Bool("archive") {
		what.Owners = plan.OwnersUser
	}
	return plan.Copy(x.name, x.project, what, targets), nil
}

// places gives where an end leads, at least one place: into each container of a
// service, whether it runs or not, or only into that of --index.
func (x *existing) places(c *cli.Context, e end) (out []plan.Place, err error) {
	if e.service == "" {
		return []plan.Place{{Path: e.path}}, nil
	}
	of := slices.DeleteFunc(slices.Clone(x.state.Containers), func(k plan.Container) bool {
		return k.Service != e.service || k.OneOff && !(c.Bool("all") && k.RunOnce())
	})
	if c.Int("index") != 0 || len(of) == 0 {
		one, err := x.pick(x.state.Containers, wanted{service: e.service, number: c.Int("index"), state: wantAny})
		return []plan.Place{one.In(e.path)}, err
	}
	slices.SortFunc(of, func(a, b plan.Container) int {
		return cmp.Or(cmp.Compare(ofRun(a), ofRun(b)), cmp.Compare(a.Number, b.Number))
	})
	for _, k := range of {
		out = append(out, k.In(e.path))
	}
	return out, nil
}

// ofRun puts containers that run has made behind the others.
func ofRun(c plan.Container) int {
	if c.OneOff {
		return 1
	}
	return 0
}
