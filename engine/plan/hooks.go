package plan

import (
	"cmp"
	"fmt"
	"strconv"
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
	hook := op.Moment.Hooks(op.Service)[op.Index]
	why := Reason{Text: string(op.Moment) + ": " + clip(strings.Join(d.hideWords(hook.Command), " ")), Pos: hook.Pos}
	return d.addAs(hookKey(op), op, why, needs...)
}

func hookKey(op RunHook) string { return fmt.Sprintf("%s %s[%d]", key(op), op.Moment, op.Index) }

// prepare adds the pre_start hooks that come before the first start of a
// slot's container, and gives the keys of all that it waits for: its own and,
// of those that are not per replica, the first such container's.
func (u *up) prepare(s *slot, needs []string) (own, all []string) {
	if !s.fresh() {
		return nil, nil
	}
	peers, _ := u.peers(s)
	for i, hook := range s.service.PreStart {
		op := RunHook{ID: s.id(), Name: s.name, Service: s.service, Number: s.number, Moment: PreStart, Index: i, Peers: peers}
		if first := u.firstFresh(s.service.Name); !hook.PerReplica && first != s {
			op.Name = first.name
			all = append(all, hookKey(op))
			needs = append(needs, hookKey(op))
			continue
		}
		k := u.hook(op, needs...)
		u.needIfPlanned(k, RemoveContainer{Name: op.Runner(u.goal.Project)})
		own, all, needs = append(own, k), append(all, k), []string{k}
	}
	return own, all
}

// fresh tells whether a slot's container is started for the first time.
func (s *slot) fresh() bool {
	return s.fate == create || s.fate == recreate || s.fate == start && s.old.State == "created"
}

// firstFresh gives the first of a service's containers that have never run.
func (u *up) firstFresh(service string) *slot {
	for _, x := range u.slots[service] {
		if x.fresh() {
			return x
		}
	}
	return nil
}

// forget removes the containers of hooks that failed or were interrupted in an
// earlier run: they are kept only until the next.
func (u *up) forget() {
	for _, c := range u.state.Containers {
		if c.Hook != "" && !u.o.NoStart && u.goal.Project.Services[c.Service] != nil {
			u.leaving[c.ID] = u.add(RemoveContainer{ID: c.ID, Name: c.Name, Service: c.Service, Force: true, Volumes: true}, Reason{Text: "left over from an earlier run of a hook"})
		}
	}
}

// Runner gives the name of the container that a pre_start runs in.
func (o RunHook) Runner(p *compose.Project) string {
	parts := []string{p.Name, o.Service.Name, string(o.Moment), strconv.Itoa(o.Index)}
	if o.Service.PreStart[o.Index].PerReplica {
		parts = append(parts, strconv.Itoa(o.Number))
	}
	return p.Join(parts...)
}

// end adds the steps that stop a running container: the pre_stop hooks of its
// service, if it is known, and the stop. A hook that fails is reported and
// does not keep the container from stopping. It gives the keys of the first and
// the last step.
func (d *draft) end(c *Container, s *compose.Service, timeout *time.Duration, why Reason, needs ...string) (first, last string) {
	for i := range PreStop.Hooks(s) {
		if c.State != "running" || c.Hook != "" {
			break
		}
		k := d.hook(RunHook{ID: c.ID, Name: c.Name, Service: s, Number: c.Number, Moment: PreStop, Index: i}, needs...)
		d.steps[d.index[k]].Tolerated = true
		needs = []string{k}
		first = cmp.Or(first, k)
	}
	last = d.add(StopContainer{ID: c.ID, Name: c.Name, Service: c.Service, Timeout: timeout, Grace: grace(c, s, timeout)}, why, needs...)
	return cmp.Or(first, last), last
}
