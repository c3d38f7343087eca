package plan

import (
	"slices"
	"time"
)

// StopOptions is what stopping a project's containers asks for.
type StopOptions struct {
	Services  []string // none: all
	Timeout   *time.Duration
	Unordered bool // all at once, without regard to dependencies
}

// Stop plans that a project's containers stop, those first that depend on others.
func Stop(project string, state *State, o StopOptions) *Plan {
	d := &down{state: state, stopped: map[string][]string{}}
	for _, c := range state.Containers {
		if c.Running() && (len(o.Services) == 0 || slices.Contains(o.Services, c.Service)) {
			d.chosen = append(d.chosen, c)
			k := d.add(StopContainer{ID: c.ID, Name: c.Name, Service: c.Service, Timeout: o.Timeout}, Reason{Text: "stop"})
			d.stopped[c.Service] = append(d.stopped[c.Service], k)
		}
	}
	if !o.Unordered {
		d.dependantsFirst()
	}
	return d.finish(project)
}
