package ui

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"gocompose/engine"
	"gocompose/engine/plan"
)

// tracker keeps what the events of a plan have told so far. It draws nothing.
type tracker struct {
	plan        *plan.Plan
	rows        []*Row          // in order of their first event
	all         map[string]*Row // by kind and name; those of the plan from the beginning
	first, last time.Time       // of the events
	said        []HookLine
}

// change is what an event changed that is worth a line.
type change struct {
	row   *Row
	word  bool   // the row's Word is new
	build string // a line of a build's log
}

func newTracker(p *plan.Plan) *tracker {
	t := &tracker{plan: p, all: map[string]*Row{}}
	for _, s := range p.Steps {
		r := t.row(s.Op.Label())
		if replaces(s.Op) {
			r.recreates, r.reason = true, s.Reason
		}
		r.left++
	}
	for _, s := range p.Steps {
		label := s.Op.Label()
		r := t.row(label)
		r.stage(r.stageOf(label.Act)).left++
	}
	return t
}

func (t *tracker) row(l plan.Label) *Row {
	key := l.Kind + " " + l.Name
	r := t.all[key]
	if r == nil {
		r = &Row{Kind: l.Kind, Name: t.plan.Hide(l.Name), hide: t.plan.Hide, stages: map[plan.Act]*stage{}}
		t.all[key] = r
	}
	return r
}

// apply takes in one event.
func (t *tracker) apply(e engine.Event) change {
	r := t.row(e.Label)
	if t.first.IsZero() {
		t.first = e.Time
	}
	t.last = e.Time
	if len(r.Word) == 0 && r.active == 0 {
		t.rows = append(t.rows, r)
	}
	before := r.Word
	c := change{row: r}
	act := r.stageOf(e.Label.Act)
	switch e.Phase {
	case engine.Started:
		t.started(r, act, e)
	case engine.Progress:
		c.build = r.progress(e)
		t.heard(e)
	case engine.Done:
		t.done(r, act, e)
	case engine.Failed:
		r.failed(e)
	case engine.Skipped:
		t.skipped(r, e)
	case engine.Undone:
		r.undone = t.putBack(e.Step)
		c.word = true
	}
	c.word = c.word || r.Word != before
	return c
}

// errUntold stands for a failure of which nothing is said.
var errUntold = errors.New("failed")

// failed keeps the first failure: others come of what could not be put right.
func (r *Row) failed(e engine.Event) {
	r.ended(e.Time)
	if r.State == Broken {
		return
	}
	r.State, r.Word, r.Text, r.Err = Broken, "Error", notDone(e.Label.Act), e.Err
	if e.Err == nil {
		r.Err = errUntold
	}
	if errors.Is(e.Err, context.Canceled) {
		r.Text = "interrupted"
	}
}

func (t *tracker) started(r *Row, act plan.Act, e engine.Event) {
	r.began(e.Time)
	r.keepReason(e)
	if e.Label.Act == plan.ActStop {
		r.halted = true
	}
	if s := r.stage(act); !s.begun || act == plan.ActHook {
		s.begun = true
		r.State, r.Word = Working, r.doing(act)
		if act == plan.ActHook {
			r.Word += t.hookOf(e.Step)
		}
		r.Text, r.remark = strings.ToLower(r.Word), ""
		if waits(act) {
			r.remark = clean(e.Reason.Text)
		}
	}
}

// keepReason keeps the reason of the step that made the change; those of the
// steps that only carry it on say less.
func (r *Row) keepReason(e engine.Event) {
	if e.Label.Act == plan.ActCreate || r.reason.Text == "" {
		r.reason = e.Reason
	}
}

func (r *Row) progress(e engine.Event) string {
	if e.Label.Act == plan.ActPull || e.Label.Act == plan.ActPush {
		if r.pull == nil {
			r.pull = &pullLog{layers: map[string]*layer{}}
		}
		r.pull.add(e)
	}
	r.remark = cmp.Or(r.hide(clean(e.Text)), r.remark)
	if e.Build == nil {
		return ""
	}
	if r.build == nil {
		r.build = &buildLog{}
	}
	told := *e.Build
	told.Name, told.Text = r.hide(told.Name), r.hide(told.Text)
	return r.build.add(told)
}

func (t *tracker) done(r *Row, act plan.Act, e engine.Event) {
	r.ended(e.Time)
	r.left--
	if e.Err != nil { // tolerated
		r.warning = troubleOf(e.Err).hidden(r.hide).Cause
		r.Word, r.Text, r.Detail = "Warning", notDone(act), r.warning
	}
	s := r.stage(act)
	if r.completed = r.completed || e.Completed; e.Completed {
		act = plan.ActWaitExit
	}
	if s.left--; s.left > 0 && act != plan.ActHook || r.State == Broken || r.State == Blocked {
		return
	}
	r.State = Waiting
	if e.Err == nil {
		r.Word = r.done(act)
		if act == plan.ActHook {
			r.Word += t.hookOf(e.Step)
		} else { // a hook is part of what comes before or after
			r.reached = act
		}
		r.Text = r.result()
	}
	if r.left <= 0 {
		r.State = Finished
	}
	if e.Err == nil {
		r.Detail = cmp.Or(r.warning, r.finalDetail())
	}
	if r.active > 0 {
		r.State = Working
	}
}

// planned gives the rows that there are or will be.
func (t *tracker) planned() []*Row { return slices.Collect(maps.Values(t.all)) }

// finished counts the rows of the plan of which nothing is left to do.
func (t *tracker) finished() int {
	n := 0
	for _, r := range t.rows {
		if r.State == Finished {
			n++
		}
	}
	return n
}
