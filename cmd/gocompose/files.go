package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/plan"
)

// load reads the project and shows its warnings.
func (s *session) load() (*compose.Project, error) {
	p, problems := s.read()
	if p != nil {
		p.SettlePlatforms()
	}
	return p, s.warned(problems)
}

// read reads the project.
func (s *session) read() (*compose.Project, diag.List) {
	p, problems := compose.Load(s.options())
	s.loaded = p
	return p, problems
}

// options gives what to load; what standard input has given before, it gives again.
func (s *session) options() compose.Options {
	options := s.global
	options.Stdin = io.MultiReader(bytes.NewReader(s.input.Bytes()), io.TeeReader(options.Stdin, &s.input))
	return options
}

// narrow keeps the named services and what they need, in the numbers that --scale asks for.
func (s *session) narrow(p *compose.Project, services, scale []string) (*compose.Project, error) {
	p, problems := p.Select(services)
	if err := s.warned(problems); err != nil || len(scale) == 0 {
		return p, err
	}
	replicas, err := parseScale(scale)
	if err != nil {
		return nil, err
	}
	p, problems = p.WithScale(replicas)
	return p, s.warned(problems)
}

func parseScale(scale []string) (map[string]int, error) {
	out := map[string]int{}
	for _, text := range scale {
		service, number, ok := strings.Cut(text, "=")
		n, err := strconv.Atoi(number)
		if !ok || err != nil || n < 0 {
			return nil, usage{fmt.Errorf("%q is no scale; write SERVICE=NUMBER, such as web=3", text)}
		}
		out[service] = n
	}
	return out, nil
}

// project gives the name of the project to act on, and the project itself
// where there are files. Where they are missing or wrong, a name that is given
// is enough: the labels tell the rest. Remote files come out of the cache only. Warnings are left to the commands that carry out what
// the files say.
func (s *session) project() (string, *compose.Project, error) {
	s.remotes.Offline = true
	p, problems := s.read()
	switch {
	case p != nil:
		return p.Name, p, nil
	case s.givenName() == "":
		return "", nil, problems
	case !compose.NoFile(problems) && !s.uncached:
		s.show(diag.List{{Severity: diag.Warning, Pos: problems.Errors()[0].Pos,
			Summary: "the files cannot be used, so this goes by what runs of project " + s.givenName(), Hint: "`gocompose config` says what is wrong with them"}})
	}
	return s.givenName(), nil, nil
}

// givenName gives the project's name where it does not come from the files.
func (s *session) givenName() string {
	return cmp.Or(s.global.Name, s.getenv("COMPOSE_PROJECT_NAME"))
}

// known refuses names of services that neither the files nor containers have.
func known(names []string, p *compose.Project, containers []plan.Container) error {
	services := map[string]bool{}
	if p != nil {
		for name := range p.Services {
			services[name] = true
		}
		for name := range p.Disabled {
			services[name] = true
		}
	}
	for _, c := range containers {
		services[c.Service] = true
	}
	for _, name := range names {
		switch {
		case services[name]:
		case len(services) == 0:
			return usage{fmt.Errorf("no service is named %s: there are no files, and the project has no containers; `gocompose ls -a` lists the projects that there are", name)}
		default:
			return usage{fmt.Errorf("no service is named %s; services here are %s", name, strings.Join(keys(services), ", "))}
		}
	}
	return nil
}
