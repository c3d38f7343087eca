package plan

import "gocompose/compose"

// Pause plans that a project's running containers are frozen, all at once. p is
// the project where there are files, else nil; no services means all.
func Pause(project string, p *compose.Project, state *State, services []string) *Plan {
	d := &draft{about: p}
	runs := func(c *Container) bool { return c.Running() && c.State != "paused" }
	for _, c := range chosen(p, state, services) {
		if runs(c) {
			d.add(PauseContainer{ID: c.ID, Name: c.Name, Service: c.Service}, Reason{Text: "pause"})
		}
	}
	plan := d.finish(project)
	plan.Notes = spared(p, state, services, runs)
	return plan
}

// Unpause plans that a project's paused containers go on, all at once.
func Unpause(project string, p *compose.Project, state *State, services []string) *Plan {
	d := &draft{about: p}
	frozen := func(c *Container) bool { return c.State == "paused" }
	for _, c := range chosen(p, state, services) {
		if frozen(c) {
			d.add(UnpauseContainer{ID: c.ID, Name: c.Name, Service: c.Service}, Reason{Text: "unpause"})
		}
	}
	plan := d.finish(project)
	plan.Notes = spared(p, state, services, frozen)
	return plan
}
