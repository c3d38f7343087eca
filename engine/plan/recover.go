package plan

import (
	"strings"

	"gocompose/compose"
)

// temporary gives the name of a replacement until the old container is gone.
// docker compose names it the same, so both tools recover from both.
func temporary(old *Container, final string) string { return old.ID[:12] + "_" + final }

// unfinished splits the name of a replacement that was never renamed into the
// old container's short id and the lasting name.
func unfinished(name string) (old, final string, ok bool) {
	old, final, ok = strings.Cut(name, "_")
	return old, final, ok && len(old) == 12 && strings.Trim(old, "0123456789abcdef") == ""
}

// existing gives the slots of the containers that a service has. What an
// interrupted replacement left behind is settled: where the old container is
// still there, the new one stays only if it runs as it should.
func (u *up) existing(s *compose.Service) []*slot {
	var slots []*slot
	done := map[string]bool{} // ids that are to be removed
	for i := range u.state.Containers {
		c := &u.state.Containers[i]
		if _, _, half := unfinished(c.Name); half && c.Service == s.Name && !c.OneOff {
			if x := u.settle(s, c, done); x != nil {
				slots = append(slots, x)
			}
			done[c.ID] = true
		}
	}
	for i := range u.state.Containers {
		c := &u.state.Containers[i]
		if c.Service == s.Name && !c.OneOff && !done[c.ID] {
			x := &slot{service: s, number: c.Number, name: c.Name, old: c}
			x.fate, x.why = u.judge(s, c)
			slots = append(slots, x)
		}
	}
	return slots
}

// settle decides about the half-finished replacement c: it is finished, or it
// goes and the old container is left to be judged like any other.
func (u *up) settle(s *compose.Service, c *Container, done map[string]bool) *slot {
	short, final, _ := unfinished(c.Name)
	old := u.byID(short)
	x := &slot{service: s, number: c.Number, name: final, old: c}
	x.fate, x.why = u.judge(s, c)
	if old != nil && x.fate != keep {
		u.addAs("container "+c.Name+": remove", RemoveContainer{ID: c.ID, Name: c.Name, Force: true},
			Reason{Text: "left over from an interrupted replacement", Pos: s.At()})
		return nil
	}
	var gone string
	if old != nil {
		done[old.ID] = true
		gone = u.addAs("container "+final+": remove", RemoveContainer{ID: old.ID, Name: final, Force: true},
			Reason{Text: "its replacement runs already", Pos: s.At()})
	}
	x.renamed = u.add(RenameContainer{ID: c.ID, Name: final}, Reason{Text: "finishes an interrupted replacement", Pos: s.At()}, gone)
	return x
}

func (u *up) byID(prefix string) *Container {
	for i := range u.state.Containers {
		if c := &u.state.Containers[i]; strings.HasPrefix(c.ID, prefix) {
			return c
		}
	}
	return nil
}
