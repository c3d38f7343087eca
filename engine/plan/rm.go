package plan

import (
	"slices"

	"gocompose/compose"
)

// RmOptions is what the flags of rm ask for.
type RmOptions struct {
	Services []string // none: all
	Stop     bool     // stop what runs first; else it is left alone
	Volumes  bool     // anonymous volumes, with their data
}

var rmReason = Reason{Text: "rm"}

// Rm plans that a project's stopped containers are removed. p is the project
// where there are files, else nil: it has the hooks.
func Rm(project string, p *compose.Project, state *State, o RmOptions) *Plan {
	d := &down{draft: draft{about: p}, state: state, project: p, o: DownOptions{Volumes: o.Volumes}, ending: map[string][]string{}, stopped: map[string][]string{}}
	goes := func(c *Container) bool { return o.Stop || !c.Running() }
	for _, c := range chosen(p, state, o.Services) {
		if goes(c) {
			d.chosen = append(d.chosen, *c)
		}
	}
	for i := range d.chosen {
		d.container(&d.chosen[i], rmReason)
	}
	d.dependantsFirst()
	plan := d.finish(project)
	plan.Notes = spared(p, state, o.Services, goes)
	return plan
}

// Removed gives the names of the containers that a plan removes, sorted.
func (p *Plan) Removed() (names []string) {
	for _, s := range p.Steps {
		if op, ok := s.Op.(RemoveContainer); ok {
			names = append(names, op.Name)
		}
	}
	slices.Sort(names)
	return names
}
