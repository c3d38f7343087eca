package plan

import (
	"cmp"
	"fmt"
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// fate is what becomes of a slot.
type fate uint8

const (
	keep     fate = iota
	start         // the container is there and does not run
	bounce        // stopped and started again, for a dependency that is replaced
	create        // there is no container yet
	recreate      // the container is replaced
	remove        // the container is one too many
)

// slot is the place of one container of a service, filled or not.
type slot struct {
	service *compose.Service
	number  int
	name    string     // lasting name
	old     *Container // nil: none yet
	fate    fate
	why     Reason
	oneOff  *OneOff // nil: one of the service's own
	// givesPort is set where the old container holds a host port or an address that another slot takes.
	givesPort bool
	portsFrom []string // keys of the steps that make the host ports and addresses free which it takes
	nameFrom  string   // key of the step that makes its lasting name free

	created string   // key of the step that creates its container
	ending  string   // key of the first step that stops the old one: a hook, or the stop itself
	stopped string   // key of the step that stops the old one
	begun   string   // key of the first step that starts it: a hook, or the start itself
	started string   // key of the last step that starts it; empty where it runs already, or is not to
	chain   []string // keys of all steps that start it
	proven  string   // key of the wait until a replacement has proved itself; empty where nothing waits for that
	removed string   // key of the step that removes the old one after its replacement
	settled string   // key of the step that removes what an interrupted replacement left
}

// id gives what operations call the slot's lasting container by: the id of
// one that exists, the name of one to be created.
func (s *slot) id() string {
	switch s.fate {
	case create:
		return s.name
	case recreate:
		return temporary(s.old, s.name)
	}
	return s.old.ID
}

// starts tells whether the slot's container is started by this plan.
func (s *slot) starts() bool {
	return s.fate == start || s.fate == bounce || s.fate == create || s.fate == recreate
}

// decide fills the slots of a service: the containers it has, and those it
// lacks. New ones take the lowest numbers that are free: of several that were to
// be created an interrupted run may have created the last.
func (u *up) decide(s *compose.Service) []*slot {
	if u.isOneOff(s.Name) {
		return []*slot{u.oneOffSlot(s)}
	}
	slots := u.existing(s)
	slices.SortStableFunc(slots, func(a, b *slot) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.number, b.number))
	})
	want, taken := s.Replicas(), map[int]bool{}
	for i, x := range slots {
		taken[x.number] = true
		if i >= want {
			x.name, x.fate, x.why = x.old.Name, remove, Reason{Text: fmt.Sprintf("%s is scaled to %d", s.Name, want), Pos: replicasPos(s)}
		}
	}
	for number := 1; len(slots) < want; number++ {
		if taken[number] {
			continue
		}
		slots = append(slots, &slot{
			service: s, number: number, name: u.goal.Project.ContainerName(s, number),
			fate: create, why: Reason{Text: "does not exist", Pos: s.At()},
		})
	}
	return slots
}

// rank puts what is as it should be first, so that scaling down takes the rest.
func rank(s *slot) int {
	if s.fate == recreate {
		return 1
	}
	return 0
}

func replicasPos(s *compose.Service) diag.Pos {
	if s.Scale != nil {
		return s.At("scale")
	}
	return s.At("deploy", "replicas")
}

// judge tells what becomes of an existing container, its number aside.
func (u *up) judge(s *compose.Service, c *Container) (fate, Reason) {
	if u.o.Recreate == RecreateAlways && u.o.named(s.Name) {
		return recreate, Reason{Text: "--force-recreate"}
	}
	if u.o.RecreateDeps && !u.o.named(s.Name) {
		return recreate, Reason{Text: "--always-recreate-deps"}
	}
	reasons := u.cutOff(s)
	if !u.o.Spares(s.Name) {
		reasons = u.returned(s, slices.Concat(u.divergence(s, c), u.adopted(c), u.emptied(s, c)))
	}
	if len(reasons) > 0 {
		reasons[0].Because = reasons[1:]
		return recreate, reasons[0]
	}
	changed := u.reloadReasons(s, c)
	switch runs := c.State == "running" || c.State == "restarting"; {
	case u.o.Restart && u.o.named(s.Name) && c.Running():
		return bounce, Reason{Text: "restart"}
	case runs && s.Reload == compose.ReloadRestart && len(changed) > 0 && !u.o.NoStart:
		changed[0].Because = changed[1:]
		return bounce, changed[0]
	}
	return asItIs(s, c)
}

// asItIs tells what becomes of a container that is what its service wants, but
// may not run.
func asItIs(s *compose.Service, c *Container) (fate, Reason) {
	switch c.State {
	case "running", "restarting":
		return keep, Reason{}
	case "created":
		return start, Reason{Text: "was never started", Pos: s.At()}
	case "exited":
		return start, Reason{Text: fmt.Sprintf("has exited (%d)", c.ExitCode), Pos: s.At()}
	case "paused":
		return start, Reason{Text: "is paused", Pos: s.At()}
	}
	return recreate, Reason{Text: "is " + c.State, Pos: s.At()}
}

// spread carries replacements over to what depends on them with restart: true,
// and starts over to what lives in the namespaces of what is started.
func (u *up) spread() {
	u.each(func(x *slot) {
		for _, dep := range sortedKeys(x.service.DependsOn) {
			first := u.peer(dep)
			runs := x.fate == keep && x.old.State == "running"
			lives := runs || x.fate == start && x.old.State == "paused"
			switch {
			case u.o.NoStart:
			case runs && x.service.DependsOn[dep].Restart && slices.ContainsFunc(u.slots[dep], replaced):
				x.fate, x.why = bounce, Reason{Text: dep + " is replaced or restarted, and restart is true", Pos: x.service.DependsOn[dep].Pos}
			case lives && first != nil && tied(x.service, dep) && (first.renews() || replaced(first)):
				x.fate, x.why = bounce, Reason{Text: "shares with " + dep + ", which is started again", Pos: peerPos(x.service, dep)}
			}
		}
	})
}

func replaced(s *slot) bool { return s.fate == recreate || s.fate == bounce }
