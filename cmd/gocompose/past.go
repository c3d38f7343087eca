package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/history"
	"gocompose/engine/plan"
)

// past is a project, what runs of it, and the versions that it went through.
type past struct {
	*session
	project  *compose.Project
	state    *plan.State
	versions history.Versions
}

// choose gives for each service that returns the version that it returns to:
// the number, or where that is 0 the one before. Without names those return
// that changed last, or to a number all.
func (h *past) choose(names []string, number int) (map[string]history.Version, error) {
	if len(h.versions) == 0 {
		return nil, fmt.Errorf("no version of project %s is recorded, so there is nothing to return to; `%s up -d` records one when it changes something", h.project.Name, h.command())
	}
	if number > 0 && !slices.ContainsFunc(h.versions, func(v history.Version) bool { return v.Number == number }) {
		return nil, usage{fmt.Errorf("version %d is not recorded; %s", number, h.see())}
	}
	candidates := names
	if len(names) == 0 {
		candidates = h.candidates(number)
	}
	out := map[string]history.Version{}
	for _, service := range candidates {
		v, ok := h.versions.At(service, number)
		if number == 0 {
			v, ok = h.versions.Before(service, h.containers(service))
		}
		if ok {
			out[service] = v
		} else if len(names) > 0 {
			return nil, fmt.Errorf("service %s has no earlier version to return to; %s", service, h.see())
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("there is no earlier version to return to; %s", h.see())
	}
	return out, nil
}

func (h *past) see() string {
	return "`" + h.command() + " rollback --list` shows what is recorded"
}

// candidates gives the services that may return where none is named: those that
// are as in no version, as an update leaves them that fails half-way; where there
// are none, those that changed last.
func (h *past) candidates(number int) []string {
	if number > 0 {
		return h.project.ServiceNames()
	}
	unknown := slices.DeleteFunc(h.project.ServiceNames(), func(name string) bool { return !h.versions.Unknown(name, h.containers(name)) })
	if len(unknown) > 0 {
		return unknown
	}
	latest := h.versions[len(h.versions)-1]
	return slices.DeleteFunc(slices.Clone(latest.Changed), func(name string) bool { return h.project.Services[name] == nil })
}

// containers gives what the containers of a service are.
func (h *past) containers(service string) (all []history.Service) {
	for _, c := range h.state.Containers {
		if c.Service == service && !c.OneOff {
			all = append(all, history.Service{Hash: c.ConfigHash, Image: cmp.Or(c.ImageLabel, c.ImageID)})
		}
	}
	return all
}

// replicas gives how many containers each service of a project has, if any; of
// two with one number, which an interrupted replacement leaves, one counts.
func (h *past) replicas(p *compose.Project) map[string]int {
	type place struct {
		service string
		number  int
	}
	counted, out := map[place]bool{}, map[string]int{}
	for _, c := range h.state.Containers {
		if at := (place{c.Service, c.Number}); p.Services[c.Service] != nil && !c.OneOff && !counted[at] {
			counted[at] = true
			out[c.Service]++
		}
	}
	return out
}

// reload reads the project as it was. Warnings were given when it ran.
func (h *past) reload(v history.Version) (*compose.Project, diag.List) {
	environ := []string{"COMPOSE_DISABLE_ENV_FILE=1"}
	for _, name := range keys(h.project.Environment) {
		if !strings.HasPrefix(name, "COMPOSE_") {
			environ = append(environ, name+"="+h.project.Environment[name])
		}
	}
	p, problems := compose.Load(compose.Options{
		Files: []string{v.Path}, Dir: h.global.Dir, ProjectDirectory: h.project.WorkingDir, Name: h.project.Name, Compatibility: h.project.Compatibility,
		Profiles: []string{"*"}, Environ: environ, Skip: compose.Skip{Checks: true},
	})
	return p, problems.Errors()
}

// image gives what the image of a service is to be had by that it ran in a
// version: its name where that still leads there, its id where the engine has
// it, else a name with a digest to pull it by.
func (h *past) image(service string, v history.Version, p *compose.Project) (string, diag.List) {
	was, name := v.Services[service], p.ImageName(p.Services[service])
	if i, ok := h.state.Image(name); ok && i.ID == was.Image {
		return name, nil
	}
	if _, ok := h.state.Images[was.Image]; ok {
		return was.Image, nil
	}
	if len(was.Digests) > 0 {
		return was.Digests[0], nil
	}
	return "", diag.List{{Pos: p.Services[service].At("image"),
		Summary: fmt.Sprintf("image %s that service %s ran in version %d is no longer on the engine, and no registry had it; nothing was changed", name, service, v.Number),
		Hint:    "choose another version with --to, or put into the files what the service is to be and run `" + h.command() + " up -d --build`"}}
}
