package plan

import (
	"time"

	"gocompose/compose"
)

// StopOptions is what stopping a project's containers asks for.
type StopOptions struct {
	Services  []string // none: all
	Timeout   *time.Duration
	Unordered bool // all at once, without regard to dependencies
}

// Stop plans that a project's containers stop, those first that depend on
// others. p is the project where there are files, else nil: it has the hooks.
func Stop(project string, p *compose.Project, state *State, o StopOptions) *Plan {
	d := &down{draft: draft{about: p}, state: state, project: p, ending: map[string][]string{}, stopped: map[string][]string{}}
	for _, c := range chosen(p, state, o.Services) {
		if c.Running() {
			d.stop(c, o.Timeout, Reason{Text: "stop"})
		}
	}
	if !o.Unordered {
		d.dependantsFirst()
	}
	plan := d.finish(project)
	plan.Notes = spared(p, state, o.Services, (*Container).Running)
	return plan
}
