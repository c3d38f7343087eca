package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/compose/diag"
)

func envCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "env",
		Usage:     "show every value that a variable could have, where it stands, and which one wins",
		ArgsUsage: "[VARIABLE]",
		Description: "Without --service it is about what ${…} in the files sees; without a VARIABLE about all that the files use.\n" +
			"With --service it is about what the containers of a service get.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "service", Usage: "`SERVICE` whose containers get the variable"},
			&cli.StringFlag{Name: "format", Value: "table", Usage: "table or json"},
		},
		Action: s.env,
	}
}

func (s *session) env(c *cli.Context) error {
	if !slices.Contains([]string{"table", "json"}, c.String("format")) {
		return usage{fmt.Errorf("%q is not a format; write table or json", c.String("format"))}
	}
	if c.NArg() > 1 {
		return usage{fmt.Errorf("env takes one variable; leave out %s", strings.Join(c.Args().Slice()[1:], " "))}
	}
	found, err := s.candidates(c.String("service"), c.Args().First())
	switch {
	case err != nil:
		return err
	case c.String("format") == "json":
		return found.JSON(s.stdout)
	}
	return found.Write(s.stdout, s.stdout.Style())
}

// candidates gives the values of one variable, or of all where none is named. A
// broken file does not keep them from being shown: it may be broken for want of one.
func (s *session) candidates(service, name string) (ui.Candidates, error) {
	values, problems := s.candidatesFor(service, name)
	if service == "" {
		values = s.inUse(values, name)
	}
	found := ui.Candidates{Service: service, Values: values}
	if len(values) == 0 && problems.Err() != nil {
		return found, problems
	}
	if service != "" && name != "" {
		found.Others, _ = s.candidatesFor("", name)
	}
	if name != "" && len(found.Values)+len(found.Others) == 0 {
		return found, fmt.Errorf("nothing sets %s; set it in the environment, in .env, or under environment of a service", name)
	}
	s.show(problems.Errors())
	return found, nil
}

func (s *session) candidatesFor(service, name string) ([]compose.Candidate, diag.List) {
	return compose.Candidates(s.options(), service, name)
}

// inUse adds what the files want and nothing sets. Where all variables are asked
// for, it leaves out those that the process environment alone speaks of.
func (s *session) inUse(all []compose.Candidate, name string) []compose.Candidate {
	wanted, set := s.wanted(), map[string]bool{}
	for _, v := range all {
		set[v.Name] = true
		if v.From != compose.FromProcess || v.Name == name || strings.HasPrefix(v.Name, "COMPOSE_") {
			wanted[v.Name] = true
		}
	}
	for _, missing := range keys(wanted) {
		if !set[missing] && (name == "" || name == missing) {
			all = append(all, compose.Candidate{Name: missing, From: compose.FromNowhere})
		}
	}
	all = slices.DeleteFunc(all, func(v compose.Candidate) bool { return !wanted[v.Name] })
	slices.SortStableFunc(all, func(a, b compose.Candidate) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// wanted gives the variables that the files use.
func (s *session) wanted() map[string]bool {
	options := s.options()
	options.Skip = compose.Skip{Interpolation: true, EnvFiles: true, Checks: true}
	names := map[string]bool{}
	if p, _ := compose.Load(options); p != nil {
		for _, v := range p.Variables() {
			names[v.Name] = true
		}
	}
	return names
}
