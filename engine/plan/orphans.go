package plan

import (
	"strings"

	"gocompose/compose/diag"
)

// orphans gives the containers of the project whose services the files do not
// define, unless they are asked to be removed: then it adds the steps for it.
// One-off containers count once they have ended.
func (u *up) orphans() []Container {
	var stray []Container
	for _, c := range u.state.Containers {
		if u.defined(c.Service) && !c.OneOff || c.OneOff && c.Running() {
			continue
		}
		stray = append(stray, c)
		if u.o.RemoveOrphans {
			u.discard(&c)
		}
	}
	if u.o.RemoveOrphans {
		return nil
	}
	if len(stray) > 0 && !u.o.IgnoreOrphans {
		u.problems.Add(strayNote(stray))
	}
	return stray
}

func (u *up) defined(service string) bool {
	return u.goal.Project.Services[service] != nil || u.goal.Project.Disabled[service] != nil
}

func (u *up) discard(c *Container) {
	why := Reason{Text: "no service " + c.Service + " any more"}
	if c.OneOff {
		why.Text = "was run once and has ended"
	}
	var stopped string
	if c.Running() {
		stopped = u.add(StopContainer{ID: c.ID, Name: c.Name, Timeout: u.o.Timeout}, why)
	}
	u.add(RemoveContainer{ID: c.ID, Name: c.Name}, why, stopped)
}

func strayNote(stray []Container) diag.Diagnostic {
	names := make([]string, len(stray))
	for i, c := range stray {
		names[i] = c.Name
	}
	return diag.Diagnostic{Severity: diag.Warning, Summary: "orphan containers, of services that the files do not define: " + strings.Join(names, ", "),
		Hint: "--remove-orphans removes them"}
}
