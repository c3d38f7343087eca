package plan

import (
	"cmp"
	"slices"

	"gocompose/compose"
)

// emit adds the steps that a slot's fate asks for, without what they need of
// other slots.
func (u *up) emit(s *slot) {
	u.settle(s)
	switch s.fate {
	case keep:
		u.signal(s)
	case start:
		u.start(s)
	case bounce:
		u.stop(s, s.why)
		u.unstop(s)
		u.start(s, s.stopped)
	case create:
		s.created = u.create(s)
		u.need(key(CreateContainer{Final: s.name, Service: s.service}), s.nameFrom)
		u.start(s, s.created)
	case recreate:
		u.replace(s)
	case remove:
		u.stop(s, s.why)
		u.add(s.old.removal(), s.why, s.stopped)
	}
}

// replace adds the steps of a recreation. The old container is removed last,
// once the new one has proved itself, and runs again where it does not.
func (u *up) replace(s *slot) {
	s.created = u.create(s)
	makesWay := Reason{Text: "makes way for its replacement"}
	if u.startsFirst(s) {
		u.start(s, s.created)
		u.prove(s)
		u.stop(s, makesWay, s.proven)
	} else {
		u.stop(s, makesWay)
		if s.stopped != "" && (!u.early(s) || u.swaps(s)) {
			u.need(s.ending, s.created)
		} else {
			u.unstop(s)
		}
		u.start(s, s.created, s.stopped)
		u.prove(s)
	}
	last := cmp.Or(s.proven, s.started, s.stopped, s.created)
	if u.startsFirst(s) {
		last = s.stopped
	}
	s.removed = u.add(s.old.removal(), Reason{Text: "is replaced"}, last, s.created)
	u.add(RenameContainer{ID: s.id(), Name: s.name, Service: s.service.Name}, Reason{Text: "takes its lasting name"}, s.removed, s.nameFrom)
}

// provesItself is the reason of the wait for a replacement, until somebody
// with a better one waits for the same.
const provesItself = "proves itself before the old one is removed"

// prove adds the wait until a replacement runs, is healthy or has completed.
// Where the old container does not run there is nothing to go back to.
func (u *up) prove(s *slot) {
	if s.started == "" || !s.old.Running() && updateConfig(s.service) == nil {
		return
	}
	until, pos := u.readiness(s.service)
	s.proven = u.await(s, until, Reason{Text: provesItself, Pos: pos})
	u.required[s.proven] = true
	u.steps[u.index[s.proven]].Else = u.undo(s)
}

// undo puts the old container back where the new one failed, on those of its
// networks, too, that are made anew.
func (u *up) undo(s *slot) []Op {
	ops := []Op{RemoveContainer{ID: s.id(), Name: s.name, Service: s.service.Name, Force: true}}
	if !s.old.Running() {
		return ops
	}
	for _, name := range sortedKeys(s.old.Networks) {
		if n := u.networkNamed(name); n != nil && u.renewed[s.old.Networks[name]] != "" {
			ops = append(ops, ConnectNetwork{Container: s.old.ID, Final: s.old.Name, Service: s.service, Network: n})
		}
	}
	return append(ops, StartContainer{ID: s.old.ID, Name: s.old.Name, Service: s.service.Name})
}

// networkNamed gives the project's network of an engine's name.
func (u *up) networkNamed(name string) *compose.Network {
	for _, n := range u.goal.Project.Networks {
		if n.Name == name {
			return n
		}
	}
	return nil
}

func (u *up) create(s *slot) string {
	want := u.goal.Services[s.service.Name]
	peers, created := u.peers(s)
	op := CreateContainer{Service: s.service, Number: s.number, Name: s.id(), Final: s.name, Replaces: s.old, Anonymous: u.anonymous(s), Peers: peers, Files: want.Files, Contents: want.contents(), OneOff: s.oneOff}
	last := u.add(op, s.why, append(created, s.settled)...)
	u.need(last, u.fill(s.service, op.Files))
	u.linked(last, s.service)
	for _, m := range s.service.Volumes {
		if v := u.goal.Project.Volumes[m.Source]; m.Type == compose.MountVolume && v != nil {
			u.needIfPlanned(last, CreateVolume{Volume: v})
		}
	}
	for i, k := range s.service.NetworkOrder() {
		n := u.goal.Project.Networks[k]
		if u.state.OneEndpoint() && i > 0 {
			connect := ConnectNetwork{Container: s.id(), Final: s.name, Service: s.service, Network: n, OneOff: s.oneOff}
			why := Reason{Text: "this engine creates containers on one network only", Pos: s.service.At("networks", k)}
			last = u.addAs(key(connect)+" "+n.Name, connect, why, last)
		}
		u.needNetwork(last, n)
	}
	return last
}

func (u *up) needIfPlanned(step string, op Op) {
	if u.has(key(op)) {
		u.need(step, key(op))
	}
}

// start adds the steps that start a slot's container, its hooks around the
// start itself, and what puts things right where one of them fails.
func (u *up) start(s *slot, needs ...string) {
	if u.o.NoStart {
		return
	}
	why := s.why
	if s.created != "" {
		why = Reason{Text: "is created", Pos: s.service.At()}
	} else {
		needs = append(needs, s.settled)
		for _, k := range sortedKeys(s.service.Networks) {
			n := u.goal.Project.Networks[k]
			if create := key(CreateNetwork{Network: n}); u.has(create) {
				needs = append(needs, create)
			}
			needs = append(needs, u.doubles[n.Name]...)
		}
	}
	if s.fate == start && s.old.State == "paused" {
		s.begun = u.add(UnpauseContainer{ID: s.id(), Name: s.name, Service: s.service.Name}, why, needs...)
		s.started = s.begun
		return
	}
	own, before := u.prepare(s, needs)
	begun := u.add(StartContainer{ID: s.id(), Name: s.name, Service: s.service.Name, Read: u.reread(s)}, why, append(needs, before...)...)
	after := u.hooks(PostStart, s, begun)
	s.chain = slices.Concat(own, []string{begun}, after)
	s.begun, s.started = s.chain[0], s.chain[len(s.chain)-1]
	for _, k := range s.chain {
		u.steps[u.index[k]].Else = u.elseOf(s, k, begun)
	}
}

// elseOf gives what puts things right where one of the steps fails that start a
// slot's container, or cannot be taken although the old one has stopped.
func (u *up) elseOf(s *slot, step, begun string) []Op {
	hook, _ := u.steps[u.index[step]].Op.(RunHook)
	switch {
	case s.fate == recreate:
		return u.undo(s)
	case s.fate == bounce && step == begun: // what it waited for is not there, but may run as before
		return []Op{StartContainer{ID: s.id(), Name: s.name, Service: s.service.Name}}
	case hook.Moment == PostStart: // so that the next up starts it again, hooks and all
		return []Op{StopContainer{ID: s.id(), Name: s.name, Service: s.service.Name, Timeout: u.o.Timeout}}
	}
	return nil
}

// stop adds the steps that stop a slot's old container, if it runs.
func (u *up) stop(s *slot, why Reason, needs ...string) {
	if s.old.Running() {
		s.ending, s.stopped = u.end(s.old, s.service, u.o.Timeout, why, append(needs, s.settled)...)
	}
}

// unstop lets a container run again whose stop failed: the engine may have
// carried it out. Where its replacement is there by then, undo sees to that.
func (u *up) unstop(s *slot) {
	if s.stopped != "" {
		u.steps[u.index[s.stopped]].Else = []Op{StartContainer{ID: s.old.ID, Name: s.old.Name, Service: s.service.Name}}
	}
}
