package plan

import (
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// OneOff is what sets a container that is run once apart from its service's own.
type OneOff struct {
	Slug    string // 64 hex digits; the name has the first 12
	Aliases bool   // it answers to the service's name and aliases, too
	Stdin   bool   // the caller's standard input is its program's
	Remove  bool   // the engine removes it, with its anonymous volumes, when it ends
}

// RunOptions is what the flags of run ask for beside what they change in the
// service; see compose.OneOff.
type RunOptions struct {
	UpOptions
	OneOff
	Service string
	Name    string // of the container; empty: "shop-web-run-0123456789ab"
}

// Run plans one more container of a service, which is run once: what Up plans
// for all that it depends on, then its creation, and last its start. The
// service's own containers are let be. The goal's project is the one that
// compose.Project.OneOff gives.
func Run(goal Goal, state *State, o RunOptions) (*Plan, diag.List) {
	if o.Name == "" {
		o.Name = goal.Project.Join(goal.Project.Name, o.Service, "run", o.Slug[:12])
	}
	u := newUp(goal, state, o.UpOptions)
	u.run = &o
	return u.plan()
}

// isOneOff tells whether a service stands for the container that is run once.
func (u *up) isOneOff(service string) bool { return u.run != nil && u.run.Service == service }

// oneOffSlot is the place of that container.
func (u *up) oneOffSlot(s *compose.Service) *slot {
	return &slot{service: s, name: u.run.Name, fate: create, why: Reason{Text: "is run once", Pos: s.At()}, oneOff: &u.run.OneOff}
}

// oneOffLast lets the container that is run once be created when all that it
// needs is ready, so that none is left where that does not come about.
func (u *up) oneOffLast() {
	if u.run == nil {
		return
	}
	s := u.slots[u.run.Service][0]
	begun, created := u.steps[u.index[s.begun]], key(CreateContainer{Final: s.name, Service: s.service})
	for _, k := range begun.Needs {
		if k != s.created {
			u.need(created, k)
		}
	}
	u.follow(created, begun.Follows...)
}

// RunOnce tells whether a container was made by run: others that are one-off
// run a hook or fill a volume.
func (c *Container) RunOnce() bool { return c.OneOff && c.Hook == "" && !c.Fills() }

// Create gives the part of a Run's plan after which its container is there and
// was not started, and the container's name.
func (p *Plan) Create() (part *Plan, name string) {
	next := *p
	for _, s := range p.Steps {
		if op, ok := s.Op.(CreateContainer); ok && op.OneOff != nil {
			name = op.Final
		}
	}
	next.Steps = slices.DeleteFunc(slices.Clone(p.Steps), func(s Step) bool { return s.starts(name) })
	return &next, name
}

// starts tells whether a step starts the container of that name.
func (s *Step) starts(name string) bool {
	op, ok := s.Op.(StartContainer)
	return ok && op.Name == name
}
