package plan

import (
	"strings"

	"gocompose/compose"
)

// temporary gives the name of a replacement until the old container is gone.
// docker compose names it the same, so both tools recover from both.
func temporary(old *Container, final string) string { return old.ID[:12] + "_" + final }

// unfinished tells whether a container of a service is a replacement that was
// never renamed, and gives the short id of what it was to replace.
func unfinished(s *compose.Service, c *Container) (old string, ok bool) {
	old, _, ok = halfNamed(c)
	return old, ok && c.Name != s.ContainerName
}

// halfNamed takes a name apart that temporary may have given.
func halfNamed(c *Container) (old, final string, ok bool) {
	old, final, ok = strings.Cut(c.Name, "_")
	return old, final, ok && len(old) == 12 && strings.Trim(old, "0123456789abcdef") == ""
}

// Unfinished is unfinished where the files are not known: it gives the short id
// of what a container was to replace, too, and the name that it was to get.
func Unfinished(c *Container) (old, final string, ok bool) {
	old, final, ok = halfNamed(c)
	return old, final, ok && c.ConfigHash != "" && !c.OneOff
}

// existing gives the slots of the containers that a service has, once what
// interrupted replacements left behind is settled.
func (u *up) existing(s *compose.Service) (slots []*slot) {
	settled := u.leftovers(s)
	for _, c := range u.containers(s) {
		if u.leaving[c.ID] != "" {
			continue
		}
		x := &slot{service: s, number: c.Number, name: c.Name, old: c, settled: settled[c.ID]}
		x.fate, x.why = u.judge(s, c)
		if _, half := unfinished(s, c); half || x.fate == recreate {
			x.name = u.goal.Project.ContainerName(s, c.Number)
		}
		slots = append(slots, x)
	}
	return slots
}

// leftovers adds the steps that remove one of an old container and its
// unfinished replacement: the new one stays only if it runs as it should and
// proves itself. It gives the keys of the steps by the id of the container that
// stays.
func (u *up) leftovers(s *compose.Service) map[string]string {
	settled := map[string]string{}
	for _, c := range u.containers(s) {
		short, half := unfinished(s, c)
		old := u.byID(short)
		if !half || old == nil {
			continue
		}
		goes, stays := c, old
		var k string
		if f, _ := u.judge(s, c); f == keep || f == bounce {
			goes, stays = old, c
			k = u.finishReplacement(s, old, c)
		} else {
			k = u.add(RemoveContainer{ID: c.ID, Name: c.Name, Service: s.Name, Force: true}, Reason{Text: "left over from an interrupted replacement", Pos: s.At()})
		}
		u.leaving[goes.ID], settled[stays.ID] = k, k
	}
	return settled
}

// finishReplacement adds the steps that remove an old container once its
// replacement, which runs already, has proved itself, and gives the key of the
// last. Else the old one runs again.
func (u *up) finishReplacement(s *compose.Service, old, replacement *Container) string {
	why := Reason{Text: "its replacement runs already", Pos: s.At()}
	var proven string
	if replacement.Health != "healthy" {
		until, pos := u.readiness(s)
		name := u.goal.Project.ContainerName(s, replacement.Number)
		proven = u.add(AwaitContainer{ID: replacement.ID, Name: name, For: until, Service: s}, Reason{Text: provesItself, Pos: pos})
		u.required[proven] = true
		u.steps[u.index[proven]].Else = []Op{
			RemoveContainer{ID: replacement.ID, Name: replacement.Name, Service: s.Name, Force: true},
			StartContainer{ID: old.ID, Name: name, Service: s.Name},
		}
	}
	last := proven
	if old.Running() {
		_, last = u.end(old, s, u.o.Timeout, why, proven)
	}
	return u.add(RemoveContainer{ID: old.ID, Name: old.Name, Service: s.Name}, why, last)
}

// containers gives a service's containers, those of `run` left out.
func (u *up) containers(s *compose.Service) (out []*Container) {
	for i := range u.state.Containers {
		if c := &u.state.Containers[i]; c.Service == s.Name && !c.OneOff {
			out = append(out, c)
		}
	}
	return out
}

// settle adds the step that gives the replacement of an interrupted run its
// lasting name. No step needs that.
func (u *up) settle(s *slot) {
	if stays := s.fate == keep || s.fate == start || s.fate == bounce; stays && s.name != s.old.Name {
		u.add(RenameContainer{ID: s.old.ID, Name: s.name, Service: s.service.Name},
			Reason{Text: "finishes an interrupted replacement", Pos: s.service.At()}, s.settled, s.nameFrom)
	}
}

func (u *up) byID(prefix string) *Container {
	for i := range u.state.Containers {
		if c := &u.state.Containers[i]; strings.HasPrefix(c.ID, prefix) {
			return c
		}
	}
	return nil
}
