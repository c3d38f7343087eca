package plan

import (
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// MountedFile gives what the content of a bind-mounted file is called among
// the attributes of a container: no attribute has a space in its name.
func MountedFile(m compose.Mount) string { return "file " + m.Target }

// SignalContainer sends a running container a signal, for one because files
// have changed which it has mounted.
type SignalContainer struct {
	ID, Name, Service string
	Signal            string
	Read              map[string]string // Want.Mounted, to be remembered: what it reads now; nil for other signals
}

func (o SignalContainer) Label() Label {
	return Label{Kind: "Container", Name: o.Name, Act: ActSignal, Service: o.Service}
}

// reloadReasons names the files that have changed since a container read them.
func (u *up) reloadReasons(s *compose.Service, c *Container) (reasons []Reason) {
	for _, m := range s.Volumes {
		if slices.Contains(c.Stale, MountedFile(m)) {
			reasons = append(reasons, Reason{Text: u.pathName(m.Source) + " changed since it was read", Pos: m.Pos})
		}
	}
	return reasons
}

// signal adds the step that tells a container which stays of changed files.
func (u *up) signal(s *slot) {
	signal, ok := s.service.ReloadSignal()
	reasons := u.reloadReasons(s.service, s.old)
	if !ok || len(reasons) == 0 || u.o.NoStart || s.old.State != "running" {
		return
	}
	why := reasons[0]
	why.Because = reasons[1:]
	u.add(SignalContainer{ID: s.old.ID, Name: s.name, Service: s.service.Name, Signal: signal, Read: u.goal.Services[s.service.Name].Mounted}, why)
}

// told tells whether a slot's container is told of changed files.
func (u *up) told(s *slot) bool {
	return u.has(key(SignalContainer{Name: s.name, Service: s.service.Name}))
}

// outdated warns of the files that have changed since containers read them
// which this plan leaves as they are.
func (u *up) outdated() {
	for _, name := range u.services {
		s := u.goal.Project.Services[name]
		for _, m := range s.Volumes {
			if readers := u.readers(s, m); len(readers) > 0 {
				u.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: m.Pos,
					Summary: u.pathName(m.Source) + " changed after " + strings.Join(readers, ", ") + " started, which may go on with the old content",
					Hint:    "run `gocompose up -d --force-recreate " + name + "`, or let x-gocompose: {reload: restart} do it"})
			}
		}
	}
}

// readers gives the containers of a service that stay as they are, and read a
// file before it changed.
func (u *up) readers(s *compose.Service, m compose.Mount) (names []string) {
	for _, x := range u.slots[s.Name] {
		if x.fate == keep && !u.told(x) && slices.Contains(x.old.Stale, MountedFile(m)) {
			names = append(names, x.name)
		}
	}
	return names
}

// reread gives the contents that a container reads which starts again. A new
// one's are in its label.
func (u *up) reread(s *slot) map[string]string {
	if s.created != "" {
		return nil
	}
	return u.goal.Services[s.service.Name].Mounted
}
