package engine

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

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
	Endings  Endings
	Lasting  func() bool // tells whether to go on where nothing runs any more; nil: no
}

// Endings says of which containers the sink is told that they ended.
type Endings uint8

const (
	EndingsSeen Endings = iota // those that end while they are followed
	EndingsAll                 // those that had ended before, too
)

// Follow streams the logs of a project's containers, those that are started
// later included, until none of them runs or is to run again, or ctx ends.
func (e *Engine) Follow(ctx context.Context, containers []plan.Container, o FollowOptions, sink LogSink) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	o.Follow = true
	f := &follower{Engine: e, ctx: ctx, o: o, sink: sink, alive: map[string]plan.Container{}, codes: map[string]int{}, ends: map[string]time.Time{}, told: map[string]bool{}, streams: map[string]int{}, ended: make(chan ending)}
	messages, failed := e.client.Events(ctx, events.ListOptions{Filters: newsOf(o.Project)})
	for _, c := range containers {
		if c.Running() || o.Endings == EndingsAll {
			f.alive[c.ID] = c
		}
		f.open(c, o.LogOptions)
	}
	return f.serve(messages, failed)
}

// newsOf gives the events after which a container runs, or runs no longer.
func newsOf(project string) filters.Args {
	only := filters.NewArgs(filters.Arg("type", "container"), filters.Arg("label", spec.LabelProject+"="+project))
	for _, action := range []events.Action{events.ActionStart, events.ActionDie, events.ActionStop, events.ActionDestroy} {
		only.Add("event", string(action))
	}
	return only
}

// follower is the state of one Follow; one goroutine alone touches it.
type follower struct {
	*Engine
	ctx     context.Context
	o       FollowOptions
	sink    LogSink
	alive   map[string]plan.Container // those that run or are to run again, by id
	codes   map[string]int            // exit codes by id, as the events tell them
	ends    map[string]time.Time      // when each container ended last, by id
	told    map[string]bool           // the sink knows of the end, by id
	streams map[string]int            // logs that are open, by id
	ended   chan ending
	err     error
}

// ending is the end of one container's log.
type ending struct {
	id  string
	err error
}

func (f *follower) serve(messages <-chan events.Message, failed <-chan error) error {
	for len(f.streams) > 0 || (len(f.alive) > 0 || f.lasts()) && f.ctx.Err() == nil {
		select {
		case s := <-f.ended:
			if f.streams[s.id]--; f.streams[s.id] == 0 {
				delete(f.streams, s.id)
			}
			f.err = errors.Join(f.err, s.err)
			f.look(s.id)
			if s.err != nil {
				delete(f.alive, s.id)
			}
		case m := <-messages:
			f.news(m)
		case err := <-failed:
			if f.ctx.Err() == nil {
				f.err = errors.Join(f.err, explain(err))
			}
			failed = nil
			f.o.Lasting = nil
			clear(f.alive) // the logs that are open go on to their ends
		}
	}
	return f.err
}

// lasts tells whether what runs no longer may be started again.
func (f *follower) lasts() bool { return f.o.Lasting != nil && f.o.Lasting() }

func (f *follower) open(c plan.Container, o LogOptions) {
	f.streams[c.ID]++
	stdout, stderr := f.sink.Open(c)
	o.Follow = true
	go func() { f.ended <- ending{c.ID, f.Logs(f.ctx, c, o, stdout, stderr)} }()
}

func (f *follower) news(m events.Message) {
	if m.Action != events.ActionStart {
		if code, err := strconv.Atoi(m.Actor.Attributes["exitCode"]); err == nil {
			f.codes[m.Actor.ID] = code
			f.ends[m.Actor.ID] = time.Unix(0, m.TimeNano)
		}
		f.look(m.Actor.ID)
		if m.Action == events.ActionDestroy && f.streams[m.Actor.ID] == 0 {
			delete(f.alive, m.Actor.ID)
		}
		return
	}
	service := m.Actor.Attributes[spec.LabelService]
	if len(f.o.Services) > 0 && !slices.Contains(f.o.Services, service) {
		return
	}
	number, _ := strconv.Atoi(m.Actor.Attributes[spec.LabelNumber]) // absent on one-off containers
	c := plan.Container{ID: m.Actor.ID, Name: m.Actor.Attributes["name"], Service: service, Number: number}
	f.alive[c.ID] = c
	delete(f.codes, c.ID)
	delete(f.told, c.ID)
	o := f.o.LogOptions
	o.Tail, o.Since = "", f.sinceLastEnd(c.ID, time.Unix(0, m.TimeNano))
	f.open(c, o)
}

// sinceLastEnd gives from when on the log of a container that was started is
// new: the end of its life before, for its first lines may be older than the
// engine's word of the start. It is empty where there was none.
func (f *follower) sinceLastEnd(id string, started time.Time) string {
	end, known := f.ends[id]
	if !known {
		seen, err := f.client.ContainerInspect(f.ctx, id)
		if err != nil {
			return "" // it is gone again, with its log
		}
		end, err = time.Parse(time.RFC3339Nano, seen.State.FinishedAt)
		if err != nil || end.Year() == 1 || end.After(started) {
			return ""
		}
	}
	return end.Format(time.RFC3339Nano)
}

// look takes notice of a container that has ended, once its log is at its end.
func (f *follower) look(id string) {
	c, alive := f.alive[id]
	if !alive || f.told[id] || f.streams[id] > 0 {
		return
	}
	seen, err := f.client.ContainerInspect(f.ctx, id)
	switch {
	case f.ctx.Err() != nil:
	case err != nil: // it was removed: the event of its end, which may be yet to come, has its code
		if code, known := f.codes[id]; known {
			delete(f.alive, id)
			f.sink.Ended(c, code, false)
		}
	case seen.State.Restarting:
		f.told[id] = true
		f.sink.Ended(c, seen.State.ExitCode, true)
	case !seen.State.Running:
		delete(f.alive, id)
		f.sink.Ended(c, seen.State.ExitCode, false)
	}
}
