package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"

	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// FollowOptions say whose logs are followed.
type FollowOptions struct {
	LogOptions
	Project  string
	Services []string // none: all
	Number   int      // of the one container of a service; 0: all
	// Linger is how long it is waited for a container that somebody stopped to
	// be started again, where nothing else runs.
	Linger  time.Duration
	Lasting func() bool     // tells whether to go on where nothing runs any more; nil: no
	Ready   func()          // is called once nothing that is started can be overlooked; nil: nobody asks
	Started <-chan struct{} // closed once all is started that is to be followed; nil: it is
}

// Follow streams the logs of a project's containers, those that are started
// later included, until none of them runs or is to run again, or ctx ends. What
// replaces a container is to run from its creation on. Connections that break
// are made again, for as long as an engine may be away. With Until it ends then.
func (e *Engine) Follow(ctx context.Context, containers []plan.Container, o FollowOptions, sink LogSink) error {
	o.Since, o.Until = exactly(o.Since), exactly(o.Until)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if until, err := timeOf(o.Until); err == nil {
		if until.Before(time.Now()) {
			return e.Logs(ctx, containers, o.LogOptions, sink)
		}
		time.AfterFunc(time.Until(until)+reconnectAfter, cancel) // what was written until then may still be under way
	}
	f := &follower{Engine: e, ctx: ctx, cancel: cancel, o: o, sink: sink, logs: map[string]*followed{}, ended: make(chan ending), events: decisive(o.Project)}
	f.events.open(ctx, e)
	for _, c := range containers {
		x := &followed{Container: c, alive: c.Running() || c.Replaces != "" && c.State == "created"}
		f.logs[c.ID] = x
		f.open(x)
	}
	if o.Ready != nil {
		o.Ready()
	}
	return f.serve()
}

// follower is the state of one Follow; one goroutine alone touches it.
type follower struct {
	*Engine
	ctx     context.Context
	cancel  context.CancelFunc
	o       FollowOptions
	sink    LogSink
	logs    map[string]*followed // by id of their containers
	reading int                  // logs that are open
	ended   chan ending
	events  eventStream
	again   <-chan time.Time // when to ask for events again; nil: they come
	lingers <-chan time.Time // nil: does not
	err     error
}

// decisive are the events after which a container runs, or runs no longer.
func decisive(project string) eventStream {
	only := filters.NewArgs(filters.Arg("type", "container"), filters.Arg("label", spec.LabelProject+"="+project))
	for _, action := range []events.Action{events.ActionCreate, events.ActionStart, events.ActionKill, events.ActionDie, events.ActionDestroy} {
		only.Add("event", string(action))
	}
	return eventStream{asked: events.ListOptions{Filters: only}}
}

func (f *follower) serve() error {
	done := f.ctx.Done()
	for f.goesOn() {
		select {
		case end := <-f.ended:
			f.close(end)
		case m := <-f.events.messages:
			f.hear(m)
		case err := <-f.events.failed:
			f.lose(err)
		case <-f.again:
			f.catchUp()
		case <-f.lingers:
			f.lingers = nil
		case <-done:
			done = nil
		case <-f.o.Started:
			f.o.Started = nil
			f.takeUpLate()
		}
	}
	return f.err
}

func (f *follower) goesOn() bool {
	if f.reading > 0 || f.ctx.Err() != nil {
		return f.reading > 0
	}
	for _, x := range f.logs {
		if x.alive {
			return true
		}
	}
	return f.o.Started != nil || f.lingers != nil || f.again != nil || f.o.Lasting != nil && f.o.Lasting()
}

// end ends all because of an error.
func (f *follower) end(err error) {
	f.err = errors.Join(f.err, err)
	f.cancel()
}

func (f *follower) open(x *followed) {
	f.reading++
	x.open, x.again = true, false
	to := f.sink.Open(x.Container)
	go func() { f.ended <- f.read(x, to) }()
}

// close takes notice of a log that has come to its end.
func (f *follower) close(end ending) {
	x := end.of
	f.reading--
	x.open = false
	switch {
	case f.ctx.Err() != nil:
		return
	case errors.As(end.err, new(unwritten)):
		f.end(end.err)
	case errdefs.IsNotImplemented(end.err) && !x.unkept:
		f.sink.Unreadable(x.Container, end.err)
		x.unkept, x.alive = true, x.alive || x.again
		f.open(x)
		return
	case end.err != nil:
		f.err = errors.Join(f.err, fmt.Errorf("logs of %s: %w", x.Name, explain(end.err)))
		x.alive = false
	case end.state == nil:
		f.tellRemoved(x)
	default:
		x.since, _ = time.Parse(time.RFC3339Nano, end.state.FinishedAt) // zero, where it has not run yet
		f.tellEnded(x, end)
	}
	if x.again {
		x.alive = true
		f.open(x)
	} else if x.stopped && !x.alive && f.o.Linger > 0 {
		f.lingers = time.After(f.o.Linger)
	}
}

// tellEnded tells of an end that the engine remembers.
func (f *follower) tellEnded(x *followed, end ending) {
	if x.alive && x.told != end.state.FinishedAt && !f.awaited(x, end) {
		f.sink.Ended(x.Container, end.state.ExitCode, end.state.Restarting)
	}
	x.told, x.code = end.state.FinishedAt, nil
	x.alive = end.state.Restarting || f.awaited(x, end)
}

// awaited tells of what replaces a container that it has not run yet.
func (f *follower) awaited(x *followed, end ending) bool {
	return x.alive && x.Replaces != "" && end.state.Status == "created"
}

// tellRemoved tells of the end of a container that is gone. The event of it,
// which may be yet to come before that of the removal, has its code.
func (f *follower) tellRemoved(x *followed) {
	if x.alive && x.code != nil {
		f.sink.Ended(x.Container, *x.code, false)
		delete(f.logs, x.ID)
	}
}

// lose has the events asked for again a little later, or ends all where that is of no use.
func (f *follower) lose(reason error) {
	err := f.events.broken(reason)
	switch {
	case f.ctx.Err() != nil:
	case err != nil:
		f.end(err)
	default:
		f.again = time.After(reconnectAfter)
	}
}

// catchUp asks for the events again, and sees to what nobody has told meanwhile.
func (f *follower) catchUp() {
	f.again = nil
	f.events.open(f.ctx, f.Engine)
	containers, err := f.Containers(f.ctx, f.o.Project)
	if err != nil {
		return // the events fail, too
	}
	there := map[string]bool{}
	for _, c := range containers {
		there[c.ID] = true
		if c.Running() && !c.OneOff && f.wants(c.Service, c.Number) {
			f.started(c)
		}
	}
	for id, x := range f.logs {
		if !there[id] {
			x.alive = false
		}
	}
}

// takeUpLate takes up what was started of late, and may have ended since, whose
// events are still on their way.
func (f *follower) takeUpLate() {
	containers, err := f.Containers(f.ctx, f.o.Project)
	if err != nil {
		return // the events fail, too
	}
	containers = slices.DeleteFunc(containers, func(c plan.Container) bool {
		x := f.logs[c.ID]
		return c.OneOff || !f.wants(c.Service, c.Number) || x != nil && (x.open || x.alive) || !c.Running() && c.State != "exited"
	})
	since, _ := timeOf(f.o.Since) // zero: what has run at all
	ran := make([]bool, len(containers))
	SideBySide(len(containers), func(i int) error {
		ran[i] = containers[i].Running() || f.startedAfter(containers[i].ID, since)
		return nil
	})
	for i, c := range containers {
		if ran[i] {
			f.started(c)
		}
	}
}

func (f *follower) startedAfter(id string, since time.Time) bool {
	seen, err := f.client.ContainerInspect(f.ctx, id)
	if err != nil {
		return false
	}
	started, err := time.Parse(time.RFC3339Nano, seen.State.StartedAt)
	return err == nil && started.After(since)
}

func (f *follower) wants(service string, number int) bool {
	return (len(f.o.Services) == 0 || slices.Contains(f.o.Services, service)) && (f.o.Number == 0 || f.o.Number == number)
}

// hear takes notice of an event.
func (f *follower) hear(m events.Message) {
	f.events.heard(m)
	x := f.logs[m.Actor.ID]
	switch {
	case m.Action == events.ActionCreate || m.Action == events.ActionStart:
		f.hearOfNew(m)
	case x == nil:
	case m.Action == events.ActionKill:
		x.stopped = true
	case m.Action == events.ActionDie:
		if code, err := strconv.Atoi(m.Actor.Attributes["exitCode"]); err == nil {
			x.code = &code
		}
	case m.Action == events.ActionDestroy && !x.open:
		f.tellRemoved(x)
		delete(f.logs, x.ID)
	}
}

// hearOfNew takes up a container that was started, or was made to replace another.
func (f *follower) hearOfNew(m events.Message) {
	told := m.Actor.Attributes
	number, _ := strconv.Atoi(told[spec.LabelNumber]) // absent on one-off containers
	c := plan.Container{ID: m.Actor.ID, Name: told["name"], Service: told[spec.LabelService], Number: number, Replaces: told[spec.LabelReplace]}
	switch {
	case told[spec.LabelOneOff] == "True" || !f.wants(c.Service, c.Number):
	case m.Action == events.ActionStart:
		f.started(c)
	case c.Replaces != "" && f.logs[c.ID] == nil:
		f.logs[c.ID] = &followed{Container: c, alive: true}
	}
}

// started follows a container that runs, unless it is followed already.
func (f *follower) started(c plan.Container) {
	f.lingers = nil
	x := f.logs[c.ID]
	if x == nil {
		x = &followed{}
		f.logs[c.ID] = x
	}
	if x.open {
		x.again = true
		return
	}
	x.Container, x.alive, x.stopped, x.code = c, true, false, nil
	f.open(x)
}
