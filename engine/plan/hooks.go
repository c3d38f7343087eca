package plan

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"gocompose/compose"
)

// hooks adds a moment's hooks for a slot's container, one after another, the
// first of them after needs. It gives their keys.
func (d *draft) hooks(m Moment, s *slot, needs ...string) (keys []string) {
	for i := range m.Hooks(s.service) {
		k := d.hook(RunHook{ID: s.id(), Name: s.name, Service: s.service, Number: s.number, Moment: m, Index: i}, needs...)
		keys, needs = append(keys, k), []string{k}
	}
	return keys
}

func (d *draft) hook(op RunHook, needs ...string) string {
	k := fmt.Sprintf("%s %s[%d]", key(op), op.Moment, op.Index)
	hook := op.Moment.Hooks(op.Service)[op.Index]
	why := Reason{Text: string(op.Moment) + ": " + clip(strings.Join(hook.Command, " ")), Pos: hook.Pos}
	return d.addAs(k, op, why, needs...)
}

// prepare adds the pre_start hooks that come before the first start of a
// slot's container. Those that are not per replica run for one of the
// containers that this plan creates.
func (u *up) prepare(s *slot, needs []string) (keys []string) {
	fresh := s.fate == create || s.fate == recreate || s.fate == start && s.old.State == "created"
	for i, hook := range s.service.PreStart {
		if !fresh || !hook.PerReplica && u.firstFresh(s) != s {
			continue
		}
		op := RunHook{ID: s.id(), Name: s.name, Service: s.service, Number: s.number, Moment: PreStart, Index: i}
		for _, c := range u.state.Containers {
			if c.Hook == string(PreStart) && c.Name == op.Runner(u.goal.Project.Name) {
				op.Left = c.ID
			}
		}
		k := u.hook(op, needs...)
		keys, needs = append(keys, k), []string{k}
	}
	return keys
}

// Runner gives the name of the container that a pre_start runs in.
func (o RunHook) Runner(project string) string {
	name := fmt.Sprintf("%s-%s-%s-%d", project, o.Service.Name, o.Moment, o.Index)
	if o.Service.PreStart[o.Index].PerReplica {
		name += fmt.Sprintf("-%d", o.Number)
	}
	return name
}

// firstFresh gives the first of a service's containers that have never run.
func (u *up) firstFresh(s *slot) *slot {
	for _, x := range u.slots[s.service.Name] {
		if x.fate == create || x.fate == recreate || x.fate == start && x.old.State == "created" {
			return x
		}
	}
	return nil
}

// end adds the steps that stop a running container: the pre_stop hooks of its
// service, if it is known, and the stop. A hook that fails is reported and
// does not keep the container from stopping. It gives the keys of the first and
// the last step.
func (d *draft) end(c *Container, s *compose.Service, timeout *time.Duration, why Reason, needs ...string) (first, last string) {
	for i := range PreStop.Hooks(s) {
		if c.State != "running" {
			break
		}
		k := d.hook(RunHook{ID: c.ID, Name: c.Name, Service: s, Number: c.Number, Moment: PreStop, Index: i}, needs...)
		d.steps[d.index[k]].Tolerated = true
		needs = []string{k}
		first = cmp.Or(first, k)
	}
	last = d.add(StopContainer{ID: c.ID, Name: c.Name, Service: c.Service, Timeout: timeout}, why, needs...)
	return cmp.Or(first, last), last
}
