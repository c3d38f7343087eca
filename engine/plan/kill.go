package plan

import (
	"slices"
	"strings"

	"gocompose/compose"
)

// KillOptions is what the flags of kill ask for.
type KillOptions struct {
	Services      []string // none: all
	Signal        string   // by name or number; empty: SIGKILL
	RemoveOrphans bool
}

// Kill plans that a project's running containers get a signal, all at once, those
// of `run` too, as in docker compose. p is the project where there are files, else
// nil: then there are no orphans.
func Kill(project string, p *compose.Project, state *State, o KillOptions) *Plan {
	d := &draft{about: p}
	for _, c := range chosenWithRuns(p, state, o.Services) {
		if c.Running() {
			d.add(o.op(c), Reason{Text: "kill"})
		}
	}
	notes := spared(p, state, o.Services, (*Container).Running)
	if o.RemoveOrphans {
		notes = nil
		d.removeOrphans(p, state)
	}
	plan := d.finish(project)
	plan.Notes = notes
	return plan
}

// op gives what sends the signal. SIGKILL, which no program outlives, has its own.
func (o KillOptions) op(c *Container) Op {
	if o.Ends() {
		return KillContainer{ID: c.ID, Name: c.Name, Service: c.Service}
	}
	return SignalContainer{ID: c.ID, Name: c.Name, Service: c.Service, Signal: o.Signal}
}

// Ends tells whether no program can go on after the signal.
func (o KillOptions) Ends() bool {
	return slices.Contains([]string{"", "KILL", "9"}, strings.TrimPrefix(strings.ToUpper(o.Signal), "SIG"))
}

// removeOrphans adds the steps that kill and remove what the files do not define any more.
func (d *draft) removeOrphans(p *compose.Project, state *State) {
	for i := range state.Containers {
		c := &state.Containers[i]
		if p != nil && !defines(p, c.Service) && !ofOthers(p, c) {
			d.add(RemoveContainer{ID: c.ID, Name: c.Name, Service: c.Service, Force: true}, Reason{Text: "no service " + c.Service + " any more"})
		}
	}
}
