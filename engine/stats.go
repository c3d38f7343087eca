package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
)

// StatsOptions say what of a project is measured.
type StatsOptions struct {
	Project string
	Shows   func(c plan.Container) bool // which of its containers are told of
	Tell    func(all []Usage) error     // gets all of them, sorted by name; its error ends it
}

// Sample measures containers once, all side by side. The engine takes two
// looks at each that runs, a second apart.
func (e *Engine) Sample(ctx context.Context, containers []plan.Container) ([]Usage, error) {
	out := make([]Usage, len(containers))
	var calls []func() error
	for i, c := range containers {
		out[i].Container = c
		if !c.Running() {
			continue
		}
		calls = append(calls, func() error {
			err := e.measure(ctx, c, once, func(u Usage) { out[i] = u })
			if errdefs.IsNotFound(err) { // it has gone meanwhile
				return nil
			}
			return err
		})
	}
	return out, together(calls...)
}

// span says how long the engine goes on measuring.
type span uint8

const (
	once span = iota
	onAndOn
)

// measure gives the samples of one container.
func (e *Engine) measure(ctx context.Context, c plan.Container, s span, tell func(Usage)) error {
	answer, err := e.client.ContainerStats(ctx, c.ID, s == onAndOn)
	if err != nil {
		return fmt.Errorf("stats of %s: %w", c.Name, explain(err))
	}
	defer answer.Body.Close()
	samples := json.NewDecoder(answer.Body)
	for {
		var seen container.StatsResponse
		if err := samples.Decode(&seen); err != nil {
			return nil // the end of the container, or of the connection, which listing tells of
		}
		tell(usage(c, seen))
		if s == once {
			return nil
		}
	}
}

// Stats measures the containers of a project until the context ends: a stream
// for each that runs, those that start meanwhile too. It tells as soon as each has been
// measured, and from then on once a second where there is something new.
func (e *Engine) Stats(ctx context.Context, o StatsOptions) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m := &measuring{Engine: e, StatsOptions: o, samples: make(chan Usage), ended: make(chan string), all: map[string]Usage{}, streams: map[string]context.CancelFunc{}}
	w := e.newWatch(ctx, o.Project)
	news, _ := w.subscribe("") // until ctx ends
	if err := m.list(ctx); err != nil {
		return err
	}
	return m.serve(ctx, w, news)
}

// measuring is owned by the goroutine of serve.
type measuring struct {
	*Engine
	StatsOptions
	samples chan Usage
	ended   chan string // ids of containers whose stream has ended
	all     map[string]Usage
	streams map[string]context.CancelFunc
	moved   bool // there is news of containers since the last list
	beats   int  // seconds since the start, until the first telling
	told    bool
	fresh   bool // something has been measured, or listed, since the last telling
}

// firstBeats is how many seconds the first telling waits for who has not been measured yet.
const firstBeats = 3

func (m *measuring) serve(ctx context.Context, w *watch, news <-chan struct{}) error {
	beat := time.NewTicker(time.Second)
	defer beat.Stop()
	for {
		select {
		case u := <-m.samples:
			if _, shown := m.all[u.Container.ID]; shown {
				m.all[u.Container.ID], m.fresh = u, true
			}
			if m.told || !m.complete() {
				continue
			}
			beat.Reset(time.Second)
		case id := <-m.ended:
			m.end(id)
			m.moved = true
			continue
		case <-news:
			m.moved = true
			continue
		case <-beat.C:
			if err := m.refresh(ctx); err != nil {
				return err
			}
			if m.beats++; m.told && !m.fresh || !m.told && m.beats < firstBeats && !m.complete() {
				continue
			}
		case <-w.ctx.Done():
			return context.Cause(w.ctx)
		}
		if err := m.tell(); err != nil {
			return err
		}
	}
}

// complete tells whether each container that runs has been measured.
func (m *measuring) complete() bool {
	for id := range m.streams {
		if !m.all[id].Known {
			return false
		}
	}
	return true
}

func (m *measuring) tell() error {
	m.told, m.fresh = true, false
	return m.Tell(slices.SortedFunc(maps.Values(m.all), func(a, b Usage) int { return strings.Compare(a.Container.Name, b.Container.Name) }))
}

// refresh lists the containers again where there is news of them.
func (m *measuring) refresh(ctx context.Context) error {
	if !m.moved {
		return nil
	}
	m.moved, m.fresh = false, true
	return m.list(ctx)
}

// list takes in the containers that there are: it begins to measure those that
// run, and forgets those that are gone or do not show any more.
func (m *measuring) list(ctx context.Context) error {
	containers, err := m.Containers(ctx, m.Project)
	if err != nil {
		return err
	}
	before := m.all
	m.all = map[string]Usage{}
	for _, c := range containers {
		if !m.Shows(c) {
			continue
		}
		last := before[c.ID]
		last.Container, last.Known = c, last.Known && c.Running()
		m.all[c.ID] = last
		if c.Running() && m.streams[c.ID] == nil {
			m.begin(ctx, c)
		}
	}
	for id := range m.streams {
		if c := m.all[id].Container; !c.Running() {
			m.end(id)
		}
	}
	return nil
}

func (m *measuring) begin(ctx context.Context, c plan.Container) {
	ctx, cancel := context.WithCancel(ctx)
	m.streams[c.ID] = cancel
	go func() {
		_ = m.measure(ctx, c, onAndOn, func(u Usage) { // what fails is listed anew
			select {
			case m.samples <- u:
			case <-ctx.Done():
			}
		})
		select {
		case m.ended <- c.ID:
		case <-ctx.Done():
		}
	}()
}

func (m *measuring) end(id string) {
	if stop := m.streams[id]; stop != nil {
		stop()
		delete(m.streams, id)
	}
}
