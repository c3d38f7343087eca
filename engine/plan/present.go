package plan

import (
	"slices"

	"gocompose/compose"
)

// present gives a project as far as it has containers: the services that the
// files enable, and the named ones besides, by the labels of their containers
// where no file defines them. Without files, p is nil, it is all by labels.
func present(name string, p *compose.Project, state *State, named []string) *compose.Project {
	out := &compose.Project{Name: name}
	if p != nil {
		copied := *p
		out = &copied
	}
	out.Services = map[string]*compose.Service{}
	for i := range state.Containers {
		c := &state.Containers[i]
		asked := slices.Contains(named, c.Service)
		switch {
		case c.OneOff || out.Services[c.Service] != nil:
		case p == nil, asked && !defines(p, c.Service):
			out.Services[c.Service] = &compose.Service{Name: c.Service, DependsOn: c.DependsOn}
		case p.Services[c.Service] != nil:
			out.Services[c.Service] = p.Services[c.Service]
		case asked:
			out.Services[c.Service] = p.Disabled[c.Service]
		}
	}
	return out
}

// existingSlots begins a plan for the containers that those services of a
// project have which are among names; none are created or replaced.
func existingSlots(p *compose.Project, about *compose.Project, state *State, names []string, o UpOptions) *up {
	u := &up{draft: draft{about: about}, goal: Goal{Project: p}, state: state, o: o, slots: map[string][]*slot{}, leaving: map[string]string{}, required: map[string]bool{}, renewed: map[string]string{}}
	for _, name := range p.Graph().Order() {
		if !slices.Contains(names, name) {
			continue
		}
		u.services = append(u.services, name)
		s := p.Services[name]
		for _, c := range u.containers(s) {
			u.slots[name] = append(u.slots[name], &slot{service: s, number: c.Number, name: c.Name, old: c})
		}
	}
	return u
}

// carry adds the steps that start and stop the slots' containers, in their order.
func (u *up) carry() *Plan {
	u.spread()
	u.each(func(s *slot) {
		if s.fate == bounce {
			u.stop(s, s.why)
			u.unstop(s)
		}
		if s.starts() {
			u.start(s, s.stopped)
		}
	})
	u.each(u.arrange)
	u.serialiseFreePorts()
	if u.o.Wait {
		u.each(u.awaitReady)
	}
	u.tolerate()
	p := u.finish(u.goal.Project.Name)
	p.Kept, p.Notes = u.kept(), u.problems
	return p
}
