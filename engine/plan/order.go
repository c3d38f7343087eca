package plan

import (
	"cmp"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// arrange lets a slot's steps come after what its service depends on. A
// container that is replaced runs on until what it needs is ready, unless it
// has to stop early.
func (u *up) arrange(s *slot) {
	if s.started != "" {
		u.need(s.begun, s.portsFrom...)
	}
	for _, dep := range sortedKeys(s.service.DependsOn) {
		d := s.service.DependsOn[dep]
		for _, x := range u.slots[dep] {
			if s.stopped != "" && x.stopped != "" && (follows(s.service, dep) && replaced(x) || u.ends(s, dep, x)) {
				u.need(x.ending, s.stopped)
			}
			if s.fate == bounce && tied(s.service, dep) && x.renews() {
				u.need(x.begun, s.stopped) // else an interruption would leave both running, but apart
			}
		}
		if s.started == "" {
			continue
		}
		comeAfter := u.follow
		if d.Required || tied(s.service, dep) {
			comeAfter = u.need
		}
		for _, k := range u.condition(s, dep, d) {
			u.required[k] = u.required[k] || d.Required
			comeAfter(s.begun, k)
			if s.fate == recreate && s.stopped != "" && !u.early(s) {
				comeAfter(s.ending, k)
			}
		}
	}
}

// early tells whether a slot's old container must stop before its
// dependencies are ready: it follows one of them that is replaced, its
// namespaces end, a network of it is made anew, or it gives up a port that
// another takes.
func (u *up) early(s *slot) bool {
	for dep := range s.service.DependsOn {
		for _, x := range u.slots[dep] {
			if follows(s.service, dep) && replaced(x) || u.ends(s, dep, x) {
				return true
			}
		}
	}
	for _, id := range s.old.Networks {
		if u.renewed[id] != "" {
			return true
		}
	}
	return s.givesPort
}

// condition gives the steps after which a dependency's condition holds for s.
func (u *up) condition(s *slot, dep string, d *compose.Dependency) (keys []string) {
	for _, x := range u.slots[dep] {
		switch {
		case x.fate == remove:
		case d.Condition == compose.ConditionHealthy:
			if x.fate != keep || x.old.Health != "healthy" {
				keys = append(keys, u.await(x, ActWaitHealthy, Reason{Text: s.service.Name + " needs " + dep + " to be healthy", Pos: d.Pos}))
			}
		case d.Condition == compose.ConditionCompleted:
			keys = append(keys, u.await(x, ActWaitExit, Reason{Text: s.service.Name + " needs " + dep + " to complete", Pos: d.Pos}))
		case x.started != "":
			keys = append(keys, cmp.Or(x.proven, x.started)) // else it would have to follow the old one back
		}
	}
	return keys
}

// await adds the step that waits for a slot's container, once for all who ask.
func (u *up) await(x *slot, until Act, why Reason) string {
	k := u.add(AwaitContainer{ID: x.id(), Name: x.name, For: until, Service: x.service, Monitor: monitor(x)}, why, x.started)
	if step := &u.steps[u.index[k]]; step.Reason.Text == provesItself {
		step.Reason = why
	}
	return k
}

// awaitReady adds what --wait waits for.
func (u *up) awaitReady(s *slot) {
	until, pos := u.readiness(s.service)
	switch {
	case s.fate == remove, until == ActWaitExit && s.started == "":
		return
	case s.fate == keep && until != ActWaitExit && s.old.State == "running" && (s.old.Health == "" || s.old.Health == "healthy"):
		return
	}
	u.required[u.await(s, until, Reason{Text: "--wait", Pos: pos})] = true
}

// readiness gives what the containers of a service have to come to, and the
// place that says so: running and, with a healthcheck, healthy; those of a
// service that others need to complete have to complete.
func (u *up) readiness(s *compose.Service) (Act, diag.Pos) {
	switch {
	case u.completes(s.Name):
		return ActWaitExit, s.At()
	case probed(s):
		return ActWaitHealthy, s.At("healthcheck")
	}
	return ActWaitRunning, s.At() // its image may have a healthcheck of its own
}

// probed tells whether the files give the service a healthcheck.
func probed(s *compose.Service) bool {
	h := s.Healthcheck
	return h != nil && !h.Disable && len(h.Test) > 0 && h.Test[0] != "NONE"
}

// completes tells whether another service waits for this one to complete.
func (u *up) completes(service string) bool {
	for _, name := range u.services {
		if d := u.goal.Project.Services[name].DependsOn[service]; d != nil && d.Condition == compose.ConditionCompleted {
			return true
		}
	}
	return false
}

// tolerate marks the waits that only optional dependencies ask for.
func (u *up) tolerate() {
	for i := range u.steps {
		if _, wait := u.steps[i].Op.(AwaitContainer); wait && !u.required[u.steps[i].Key] {
			u.steps[i].Tolerated = true
		}
	}
}

// renameLast lets replacements take their lasting names one after another, and
// once nothing is started or stopped any more: renaming a running container
// while others join or leave its network costs the engine its count of who is
// on it, and then the network cannot be removed (seen on Engine 20.10).
func (u *up) renameLast() {
	var moves, renames []string
	for _, s := range u.steps {
		switch s.Op.(type) {
		case StartContainer:
			if u.run == nil || !s.starts(u.run.Name) { // that one is the caller's to start
				moves = append(moves, s.Key)
			}
		case RenameContainer:
			renames = append(renames, s.Key)
		case StopContainer, ConnectNetwork, RemoveContainer:
			moves = append(moves, s.Key)
		}
	}
	last := moves
	for _, k := range renames {
		u.follow(k, last...)
		last = []string{k}
	}
}

// serialiseFreePorts starts those containers one after another for which the
// engine chooses a host port: its choice out of a range is not atomic.
func (u *up) serialiseFreePorts() {
	last := ""
	u.each(func(s *slot) {
		if s.started == "" || !choosesPort(s.service) {
			return
		}
		if last != "" {
			u.follow(s.begun, last)
		}
		last = s.started
	})
}

func choosesPort(s *compose.Service) bool {
	for _, p := range s.Ports {
		if _, known := number(p); !known {
			return true
		}
	}
	return false
}
