package plan

import (
	"gocompose/compose"
)

// emit adds the steps that a slot's fate asks for, without what they need of
// other slots.
func (u *up) emit(s *slot) {
	u.settle(s)
	switch s.fate {
	case start:
		u.start(s)
	case bounce:
		s.stopped = u.add(StopContainer{ID: s.old.ID, Name: s.name, Service: s.service.Name, Timeout: u.o.Timeout}, s.why, s.settled)
		u.start(s, s.stopped)
	case create:
		s.created = u.create(s)
		u.need(key(CreateContainer{Final: s.name, Service: s.service}), s.nameFrom)
		u.start(s, s.created)
	case recreate:
		u.replace(s)
	case remove:
		s.stopped = u.stop(s, s.why)
		u.add(RemoveContainer{ID: s.old.ID, Name: s.old.Name, Service: s.service.Name}, s.why, s.stopped)
	}
}

// replace adds the steps of a recreation. The old container is removed last,
// and runs again where the new one does not start.
func (u *up) replace(s *slot) {
	s.created = u.create(s)
	s.stopped = u.stop(s, Reason{Text: "makes way for its replacement"})
	last := s.created
	if s.stopped != "" {
		last = s.stopped
	}
	if s.stopped != "" && !u.early(s) {
		u.need(s.stopped, s.created)
	}
	u.start(s, s.created, last)
	if s.started != "" {
		last = s.started
		u.steps[u.index[s.started]].Else = u.undo(s)
	}
	removed := u.add(RemoveContainer{ID: s.old.ID, Name: s.old.Name, Service: s.service.Name}, Reason{Text: "is replaced"}, last, s.created)
	u.add(RenameContainer{ID: s.id(), Name: s.name, Service: s.service.Name}, Reason{Text: "takes its lasting name"}, removed, s.nameFrom)
}

// undo puts the old container back where the new one failed to start.
func (u *up) undo(s *slot) []Op {
	ops := []Op{RemoveContainer{ID: s.id(), Name: s.name, Service: s.service.Name, Force: true}}
	if s.old.State == "running" {
		ops = append(ops, StartContainer{ID: s.old.ID, Name: s.old.Name, Service: s.service.Name})
	}
	return ops
}

func (u *up) create(s *slot) string {
	op := CreateContainer{Service: s.service, Number: s.number, Name: s.id(), Final: s.name, Replaces: s.old}
	last := u.add(op, s.why, s.settled)
	for _, m := range s.service.Volumes {
		if v := u.goal.Project.Volumes[m.Source]; m.Type == compose.MountVolume && v != nil {
			u.needIfPlanned(last, CreateVolume{Volume: v})
		}
	}
	for i, k := range sortedKeys(s.service.Networks) {
		n := u.goal.Project.Networks[k]
		if u.state.OneEndpoint() && i > 0 {
			connect := ConnectNetwork{Container: s.id(), Final: s.name, Service: s.service, Network: n}
			why := Reason{Text: "this engine creates containers on one network only", Pos: s.service.At("networks", k)}
			last = u.addAs(key(connect)+" "+n.Name, connect, why, last)
		}
		u.needIfPlanned(last, CreateNetwork{Network: n})
	}
	return last
}

func (u *up) needIfPlanned(step string, op Op) {
	if u.has(key(op)) {
		u.need(step, key(op))
	}
}

func (u *up) start(s *slot, needs ...string) {
	if u.o.NoStart {
		return
	}
	why := s.why
	if s.created != "" {
		why = Reason{Text: "is created", Pos: s.service.At()}
	}
	var op Op = StartContainer{ID: s.id(), Name: s.name, Service: s.service.Name}
	if s.old != nil && s.old.State == "paused" && s.fate == start {
		op = UnpauseContainer{ID: s.id(), Name: s.name, Service: s.service.Name}
	}
	s.started = u.add(op, why, needs...)
	if s.created == "" {
		u.need(s.started, s.settled)
		for _, k := range sortedKeys(s.service.Networks) {
			u.needIfPlanned(s.started, CreateNetwork{Network: u.goal.Project.Networks[k]})
		}
	}
}

// stop adds the step that stops a slot's old container, if it runs.
func (u *up) stop(s *slot, why Reason) string {
	if !s.old.Running() {
		return ""
	}
	return u.add(StopContainer{ID: s.old.ID, Name: s.old.Name, Service: s.service.Name, Timeout: u.o.Timeout}, why, s.settled)
}
