package build

import (
	"cmp"
	"context"
	"strings"
	"time"

	control "github.com/moby/buildkit/api/services/control"
	"google.golang.org/protobuf/types/known/timestamppb"

	"gocompose/engine/split"
)

// watch turns BuildKit's progress into Events and remembers what a Failure will need.
type watch struct {
	report func(Event)
	// cacheFrom is that of the Spec.
	cacheFrom []string
	steps     map[string]*step
	order     []string
}

// step is what is known of one step (in BuildKit's word: vertex).
type step struct {
	name    string
	phase   Kind
	err     string
	ended   time.Time
	writers map[int64]*split.Lines
	output  []string
}

func newWatch(report func(Event), cacheFrom []string) *watch {
	return &watch{report: report, cacheFrom: cacheFrom, steps: map[string]*step{}}
}

// follow passes on the progress of the build called ref until the engine ends it. Progress is news only: when it
// breaks off, the build's own answer still tells what became of it.
func (w *watch) follow(ctx context.Context, ctl control.ControlClient, ref string) {
	stream, err := ctl.Status(ctx, &control.StatusRequest{Ref: ref})
	if err != nil {
		return
	}
	for {
		resp, err := stream.Recv()
		if err != nil {
			return
		}
		w.update(resp)
	}
}

func (w *watch) update(resp *control.StatusResponse) {
	for _, v := range resp.Vertexes {
		w.vertex(v)
	}
	for _, s := range resp.Statuses {
		w.report(Event{Kind: Moved, Step: s.Vertex, Name: w.step(s.Vertex).name, Item: s.ID,
			Current: s.Current, Total: s.Total, At: clock(s.Timestamp)})
	}
	for _, l := range resp.Logs {
		w.writer(l.Vertex, l.Stream, l.Timestamp).Add(l.Msg)
	}
	for _, a := range resp.Warnings {
		w.report(Event{Kind: Warning, Step: a.Vertex, Name: w.step(a.Vertex).name, Text: string(a.Short)})
	}
}

func (w *watch) step(id string) *step {
	s, ok := w.steps[id]
	if !ok {
		s = &step{writers: map[int64]*split.Lines{}}
		w.steps[id] = s
		w.order = append(w.order, id)
	}
	return s
}

// vertex reports a change of a step. The engine repeats every step with each of its changes, begins with those that
// only wait (neither started nor cached), and may tell begin and end at once. A cache that could not be had is a
// warning: the build goes on.
func (w *watch) vertex(v *control.Vertex) {
	s := w.step(v.Digest)
	next, problem := phase(v), v.Error
	lost := next == Failed && isImport(v)
	if lost {
		next, problem = Done, ""
	}
	s.name, s.err = v.Name, problem
	if next == 0 || next == s.phase {
		return
	}
	if next != Started && s.phase != Started && v.Started != nil {
		w.report(Event{Kind: Started, Step: v.Digest, Name: v.Name, At: clock(v.Started)})
	}
	at := v.Started
	if next != Started {
		at = v.Completed
		s.flush()
	}
	s.phase, s.ended = next, clock(at)
	w.report(Event{Kind: next, Step: v.Digest, Name: v.Name, Text: problem, At: s.ended})
	if lost && !stopped(v.Error) {
		without := lostCache(w.cacheFrom, v)
		w.report(Event{Kind: Warning, Step: v.Digest, Name: v.Name, Text: without.Error(), Without: without, At: s.ended})
	}
}

func phase(v *control.Vertex) Kind {
	switch {
	case v.Error != "":
		return Failed
	case v.Cached:
		return Cached
	case v.Completed != nil:
		return Done
	case v.Started != nil:
		return Started
	}
	return 0
}

// writer gives the line cutter of one stream of a step.
func (w *watch) writer(id string, stream int64, at *timestamppb.Timestamp) *split.Lines {
	s := w.step(id)
	out, ok := s.writers[stream]
	if !ok {
		out = &split.Lines{}
		s.writers[stream] = out
	}
	out.Emit = func(line split.Piece) {
		text := shown(line)
		s.output = keepLast(s.output, text)
		w.report(Event{Kind: Output, Step: id, Name: s.name, Text: text, Stream: Stream(stream), At: clock(at)})
	}
	return out
}

func (s *step) flush() {
	for _, stream := range []int64{int64(Stdout), int64(Stderr)} {
		if out, ok := s.writers[stream]; ok {
			out.Flush()
		}
	}
}

// flush gives out the last lines of steps that never ended.
func (w *watch) flush() {
	for _, id := range w.order {
		w.steps[id].flush()
	}
}

// failed finds the step that made a build fail: the one that the engine names, else the one whose error is in the
// engine's answer. An answer that only says that the build was stopped is explained by the step that went wrong first.
// Any other comes from no step.
func (w *watch) failed(id, answer string) *step {
	if s, ok := w.steps[id]; ok {
		return s
	}
	best := &step{}
	for _, id := range w.order {
		s := w.steps[id]
		if s.phase == Failed && !stopped(s.err) && (stopped(answer) || strings.Contains(answer, s.err)) && s.before(best, answer) {
			best = s
		}
	}
	return best
}

// before tells which of two failed steps is the likelier cause: the one of whose error more is in the answer, and of
// those that say the same the one that ended first.
func (s *step) before(other *step, answer string) bool {
	if other.phase != Failed {
		return true
	}
	said := func(s *step) int {
		if strings.Contains(answer, s.err) {
			return len(s.err)
		}
		return 0
	}
	return cmp.Or(-cmp.Compare(said(s), said(other)), s.ended.Compare(other.ended)) < 0
}

// clock reads the engine's time; what it gives no time for happens now.
func clock(at *timestamppb.Timestamp) time.Time {
	if at == nil {
		return time.Now()
	}
	return at.AsTime()
}
