package plan

import (
	"fmt"
	"slices"
	"time"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// An update is the replacement of a service's containers in the batches, the
// order and with the care that its deploy.update_config asks for. Without one
// all are replaced at once.
// (Compose Deploy Specification, update_config; the defaults are Swarm's)

// SettleBatch ends one batch of an update. It fails where more containers than
// Failures did not prove themselves so far, and lets Delay pass before the
// next batch begins.
type SettleBatch struct {
	Service        *compose.Service
	Batch, Batches int
	Proofs         []string // keys of the steps that prove the containers, of this batch and those before
	Failures       int      // how many of them may fail
	Delay          time.Duration
}

func (o SettleBatch) Label() Label {
	return Label{Kind: "Service", Name: o.Service.Name, Act: ActUpdate, Service: o.Service.Name}
}

// String says what the step does: "update 1 of 3, then wait 10s".
func (o SettleBatch) String() string {
	switch {
	case o.Batches == 0:
		return "wait " + o.Delay.String()
	case o.Delay > 0:
		return fmt.Sprintf("update %d of %d, then wait %s", o.Batch, o.Batches, o.Delay)
	}
	return fmt.Sprintf("update %d of %d", o.Batch, o.Batches)
}

func updateConfig(s *compose.Service) *compose.UpdateConfig {
	if s.Deploy == nil {
		return nil
	}
	return s.Deploy.UpdateConfig
}

// monitor gives how long a container that is replaced in an update is watched
// once it is ready.
func monitor(s *slot) time.Duration {
	if c := updateConfig(s.service); c != nil && s.fate == recreate {
		return time.Duration(c.Monitor)
	}
	return 0
}

// startsFirst tells whether a slot's replacement starts before the old
// container stops.
func (u *up) startsFirst(s *slot) bool {
	c := updateConfig(s.service)
	return c != nil && c.Order == "start-first" && s.old.State == "running" && !u.o.NoStart && !u.early(s)
}

// updates lets the containers of services with an update_config be replaced
// batch by batch.
func (u *up) updates() {
	for _, name := range u.services {
		s := u.goal.Project.Services[name]
		c := updateConfig(s)
		var due []*slot
		for _, x := range u.slots[name] {
			if x.fate == recreate && x.proven != "" {
				due = append(due, x)
			}
		}
		if c == nil || len(due) == 0 {
			continue
		}
		gate := ""
		if !slices.ContainsFunc(due, u.early) { // else all stop for what they share
			gate = u.batches(due, c)
		}
		if c.FailureAction == "rollback" {
			u.commitTogether(due, gate)
		}
	}
}

// batches lets each batch begin once the one before has settled, as far as it
// must not fail. It gives the key of the step that settles the last.
func (u *up) batches(due []*slot, c *compose.UpdateConfig) (gate string) {
	size := batchSize(c, len(due))
	count := (len(due) + size - 1) / size
	settle := SettleBatch{Service: due[0].service, Batches: count, Failures: failures(c, len(due)), Delay: time.Duration(c.Delay)}
	for batch := range slices.Chunk(due, size) {
		settle.Batch++
		for _, x := range batch {
			u.openGate(x, gate, c)
			settle.Proofs = append(slices.Clone(settle.Proofs), x.proven)
		}
		last := settle.Batch == count
		if last {
			settle.Delay = 0
		}
		if !last || c.FailureAction == "rollback" {
			gate = u.settleBatch(settle, batch, c)
		}
	}
	return gate
}

// failures gives how many of the containers of an update may fail.
func failures(c *compose.UpdateConfig, containers int) int {
	if c.FailureAction == "continue" {
		return containers
	}
	return int(float64(c.MaxFailureRatio) * float64(containers))
}

// openGate lets a slot's part of an update begin after the batch before.
func (u *up) openGate(x *slot, gate string, c *compose.UpdateConfig) {
	first := x.begun
	if x.stopped != "" && !u.startsFirst(x) {
		first = x.ending
	}
	switch {
	case gate == "":
	case c.FailureAction == "continue":
		u.follow(first, gate)
	default:
		u.need(first, gate)
	}
}

// settleBatch adds the step that ends a batch: all of its containers have
// proved themselves or failed, and those that they replace have stopped.
func (u *up) settleBatch(op SettleBatch, batch []*slot, c *compose.UpdateConfig) string {
	why := Reason{Text: "update_config: " + describe(c), Pos: op.Service.At("deploy", "update_config")}
	k := u.addAs(fmt.Sprintf("%s %d", key(op), op.Batch), op, why)
	ends := slices.Clone(op.Proofs)
	for _, x := range batch {
		if u.startsFirst(x) {
			ends = append(ends, x.stopped)
		}
	}
	if op.Failures > 0 {
		u.follow(k, ends...)
	} else {
		u.need(k, ends...)
	}
	return k
}

// describe says in a few words how an update goes on.
func describe(c *compose.UpdateConfig) string {
	at := "1 at a time"
	switch {
	case c.Parallelism == nil:
	case *c.Parallelism == 0:
		at = "all at once"
	default:
		at = fmt.Sprintf("%d at a time", *c.Parallelism)
	}
	if c.Order == "start-first" {
		at += ", start-first"
	}
	return at
}

// commitTogether keeps the old containers until all of an update have proved
// themselves. Where that does not come about, those that were replaced go back.
func (u *up) commitTogether(due []*slot, gate string) {
	for i, x := range due {
		op := AwaitContainer{ID: x.id(), Name: x.name, For: u.steps[u.index[x.proven]].Op.(AwaitContainer).For, Service: x.service}
		why := Reason{Text: "failure_action is rollback: the old one goes when all are replaced", Pos: x.service.At("deploy", "update_config", "failure_action")}
		k := u.addAs(key(op)+" at last", op, why, x.proven, x.stopped, gate)
		if gate == "" {
			for _, other := range due {
				u.need(k, other.proven)
			}
		}
		u.required[k] = true
		u.steps[u.index[k]].Else = u.goBack(x, i)
		u.need(x.removed, k)
	}
}

// goBack gives what puts the container back that had been replaced as the nth
// of its service, as rollback_config says. They go back one after another.
func (u *up) goBack(s *slot, nth int) (ops []Op) {
	c := s.service.Deploy.RollbackConfig
	if c == nil {
		c = &compose.UpdateConfig{}
	}
	if n := batchSize(c, nth+1); nth > 0 && nth%n == 0 && c.Delay > 0 {
		ops = append(ops, SettleBatch{Service: s.service, Delay: time.Duration(c.Delay)})
	}
	undo := u.undo(s) // removes the new one, then starts the old, if that ran
	remove, start := undo[0], undo[1:]
	if s.old.Running() && (c.Monitor > 0 || c.Order == "start-first") {
		start = append(start, AwaitContainer{ID: s.old.ID, Name: s.name, For: ActWaitRunning, Service: s.service, Monitor: time.Duration(c.Monitor)})
	}
	stop := StopContainer{ID: s.id(), Name: s.name, Service: s.service.Name, Timeout: u.o.Timeout}
	if c.Order == "start-first" && !u.early(s) {
		return slices.Concat(ops, start, []Op{stop, remove})
	}
	return slices.Concat(ops, []Op{stop}, start, []Op{remove})
}

// batchSize gives how many of so many containers are replaced at a time.
func batchSize(c *compose.UpdateConfig, of int) int {
	switch {
	case c.Parallelism == nil:
		return 1
	case *c.Parallelism == 0:
		return of
	}
	return min(of, int(min(*c.Parallelism, 1<<20)))
}

// updatesPossible refuses replacements that would have to start beside the old
// container and cannot: both would hold what only one can have.
func (u *up) updatesPossible() {
	for _, name := range u.services {
		s := u.goal.Project.Services[name]
		for _, c := range []struct {
			attribute string
			config    *compose.UpdateConfig
		}{{"update_config", updateConfig(s)}, {"rollback_config", rollbackConfig(s)}} {
			if c.config == nil || c.config.Order != "start-first" {
				continue
			}
			u.startFirstPossible(s, c.attribute)
		}
	}
}

func rollbackConfig(s *compose.Service) *compose.UpdateConfig {
	if s.Deploy == nil {
		return nil
	}
	return s.Deploy.RollbackConfig
}

// startFirstPossible warns before the first update, and refuses the update itself.
func (u *up) startFirstPossible(s *compose.Service, attribute string) {
	severity := diag.Warning
	if slices.ContainsFunc(u.slots[s.Name], func(x *slot) bool { return x.fate == recreate && x.old.State == "running" }) {
		severity = diag.Error
	}
	for _, held := range u.singular(s) {
		u.problems.Add(diag.Diagnostic{Severity: severity, Pos: held.Pos,
			Summary: fmt.Sprintf("service %s cannot start its replacement first: %s", s.Name, held.Note),
			Hint:    "leave it out, or write order: stop-first",
			Related: []diag.Related{{Pos: s.At("deploy", attribute, "order"), Note: "start-first is asked for here"}}})
	}
}

// singular gives what of a service only one container at a time can have.
func (u *up) singular(s *compose.Service) (held []diag.Related) {
	if s.ContainerName != "" {
		held = append(held, diag.Related{Pos: s.At("container_name"), Note: "container_name " + s.ContainerName + " is one container's"})
	}
	for _, p := range s.Ports {
		if _, known := number(p); known {
			held = append(held, diag.Related{Pos: p.Pos, Note: "host port " + p.Published + " is one container's"})
		}
	}
	for _, a := range u.staticAddresses(s) {
		held = append(held, diag.Related{Pos: a.pos, Note: "address " + a.address.String() + " is one container's"})
	}
	return held
}
