package plan

import (
	"fmt"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// onBridge tells whether a service is on the engine's own bridge, where links
// are to containers that must be there, and not just names.
func onBridge(s *compose.Service) bool {
	return s.NetworkMode == "bridge" || s.NetworkMode == "default"
}

// linked lets a container on the engine's bridge be created after those that it
// is linked to.
func (u *up) linked(step string, s *compose.Service) {
	if !onBridge(s) {
		return
	}
	for _, link := range s.Links {
		name, _, _ := strings.Cut(link, ":")
		for _, x := range u.slots[name] {
			u.need(step, x.created)
		}
	}
}

// externalLinks looks for the containers that a service is linked to by name.
func (u *up) externalLinks(s *compose.Service) {
	for i, link := range s.ExternalLinks {
		name, _, _ := strings.Cut(link, ":")
		if u.stands(name) {
			continue
		}
		d := diag.Diagnostic{Pos: s.At("external_links", fmt.Sprint(i)), Summary: "external link to " + name + ": there is no such container",
			Hint: "start it first, or remove the link"}
		if !onBridge(s) { // there a link is a name that may come to mean something
			d.Severity = diag.Warning
		}
		u.problems.Add(d)
	}
}

// stands tells whether there is a container of that name, or will be.
func (u *up) stands(name string) (found bool) {
	u.each(func(s *slot) { found = found || s.name == name && s.fate != remove })
	return found || slices.ContainsFunc(u.state.All(), func(c Container) bool { return c.Name == name })
}
