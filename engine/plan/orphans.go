package plan

import (
	"strings"

	"gocompose/compose/diag"
)

// orphans finds the containers of the project whose services the files do not
// define any more. Where they are asked to be removed it adds the steps for it,
// else it warns. One-off containers count once they have ended.
func (u *up) orphans() {
	for _, c := range u.state.Containers {
		switch {
		case u.defined(c.Service) && (!c.OneOff || c.Hook != "" || c.Fills()) || c.OneOff && c.Running():
		case ofOthers(u.goal.Project, &c):
		case u.o.RemoveOrphans:
			u.leaving[c.ID] = u.discard(&c)
		default:
			u.stray = append(u.stray, c)
		}
	}
	if len(u.stray) > 0 && !u.o.IgnoreOrphans {
		u.problems.Add(strayNotes(u.stray)...)
	}
}

func (u *up) defined(service string) bool { return defines(u.goal.Project, service) }

// discard adds the steps that remove an orphan and gives the key of the last.
func (u *up) discard(c *Container) string {
	why := Reason{Text: "no service " + c.Service + " any more"}
	if c.OneOff {
		why.Text = "was run once and has ended"
	}
	var stopped string
	if c.Running() {
		stopped = u.add(StopContainer{ID: c.ID, Name: c.Name, Service: c.Service, Timeout: u.o.Timeout, Grace: grace(c, nil, u.o.Timeout)}, why)
	}
	return u.add(c.removal(), why, stopped)
}

func strayNotes(stray []Container) (notes diag.List) {
	var orphans, ended []string
	for _, c := range stray {
		if c.OneOff {
			ended = append(ended, c.Name)
		} else {
			orphans = append(orphans, c.Name)
		}
	}
	note := func(what string, names []string) {
		if len(names) > 0 {
			notes.Add(diag.Diagnostic{Severity: diag.Warning, Summary: what + ": " + strings.Join(names, ", "), Hint: "--remove-orphans removes them"})
		}
	}
	note("orphan containers, of services that the files do not define", orphans)
	note("containers that were run once and have ended", ended)
	return notes
}
