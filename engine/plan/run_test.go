package plan_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"

	"gocompose/engine/plan"
)

// run carries out a plan on a model step by step, as package engine does: each
// after what it needs, otherwise in any order.
type run struct {
	*model
	plan    *plan.Plan
	random  *rand.Rand // chooses among the steps that are due; nil: the first
	fails   string     // key of a step that fails
	breaks  int        // number of the step at which something happens; 0: none
	mishap  mishap
	look    func(plan.Op) // called before each operation; nil: nobody looks
	steps   int           // taken
	done    map[string]bool
	failed  map[string]error
	blocked map[string]bool
	odd     error // of the first step whose failure is tolerated
}

// mishap is what happens to a run.
type mishap uint8

const (
	stepFails   mishap = iota // the engine refuses
	answerLost                // the engine carries it out, and nobody hears of it
	killed                    // the program ends before a step
	killedAfter               // the program ends once a step is carried out
	killedAmid                // the program ends in the middle of a step
	mishaps
)

var errInjected = errors.New("injected")

func newRun(m *model, p *plan.Plan) *run {
	m.created, m.removed = map[string]string{}, map[string]plan.Network{}
	return &run{model: m, plan: p, done: map[string]bool{}, failed: map[string]error{}, blocked: map[string]bool{}}
}

// whole carries out all steps. It tells whether it came to the end, and gives
// the first error that was not injected.
func (r *run) whole() (complete bool, err error) {
	for {
		s := r.next()
		if s == nil {
			break
		}
		if r.steps++; r.steps == r.breaks && (r.mishap == killed || r.mishap == killedAmid) {
			if r.mishap == killedAmid {
				r.halfway(s.Op)
			}
			return false, r.natural()
		}
		r.take(s)
		if r.steps == r.breaks && r.mishap == killedAfter {
			return false, r.natural()
		}
	}
	r.undoBegun()
	if left := len(r.plan.Steps) - len(r.done) - len(r.failed) - len(r.blocked); left > 0 {
		return false, fmt.Errorf("%d steps were never due", left)
	}
	return len(r.failed) == 0 && r.odd == nil, r.natural()
}

func (r *run) natural() error {
	for _, s := range r.plan.Steps {
		if err := r.failed[s.Key]; err != nil && !errors.Is(err, errInjected) {
			return fmt.Errorf("%s: %w", s.Key, err)
		}
	}
	if !errors.Is(r.odd, errInjected) {
		return r.odd
	}
	return nil
}

func (r *run) next() *plan.Step {
	var due []*plan.Step
	for i := range r.plan.Steps {
		if s := &r.plan.Steps[i]; !r.settled(s.Key) && r.due(s) {
			due = append(due, s)
		}
	}
	switch {
	case len(due) == 0:
		return nil
	case r.random == nil:
		return due[0]
	}
	return due[r.random.IntN(len(due))]
}

func (r *run) settled(key string) bool {
	return r.done[key] || r.failed[key] != nil || r.blocked[key]
}

func (r *run) due(s *plan.Step) bool {
	return !slices.ContainsFunc(s.Needs, func(k string) bool { return !r.done[k] }) &&
		!slices.ContainsFunc(s.Follows, func(k string) bool { return !r.settled(k) })
}

func (r *run) take(s *plan.Step) {
	if r.look != nil {
		r.look(s.Op)
	}
	err := errInjected
	switch due := r.steps == r.breaks; {
	case s.Key == r.fails, due && r.mishap == stepFails:
		r.halfway(s.Op)
	case due && r.mishap == answerLost:
		_ = r.do(s.Op)
	default:
		err = cmp.Or(r.settles(s.Op), r.do(s.Op))
	}
	if err == nil || s.Tolerated {
		r.done[s.Key] = true
		r.odd = cmp.Or(r.odd, err)
		return
	}
	r.failed[s.Key] = err
	r.block(s.Key)
	r.undo(s)
}

// settles refuses a batch of which too many failed.
func (r *run) settles(op plan.Op) error {
	batch, ok := op.(plan.SettleBatch)
	failed := 0
	for _, proof := range batch.Proofs {
		if !r.done[proof] {
			failed++
		}
	}
	if ok && failed > batch.Failures {
		return fmt.Errorf("%w: %d failed", errInjected, failed)
	}
	return nil
}

// halfway is what an operation of several calls leaves when it fails or is
// broken off. It is nothing where even the first call would be refused.
func (r *run) halfway(op plan.Op) {
	switch op := op.(type) {
	case plan.FillVolume:
		_ = r.filler(op)
	case plan.RunHook:
		r.runner(op, "exited")
	}
}

// block leaves out what needs a step that failed.
func (r *run) block(key string) {
	for _, s := range r.plan.Steps {
		if slices.Contains(s.Needs, key) && !r.blocked[s.Key] {
			r.blocked[s.Key] = true
			r.block(s.Key)
		}
	}
}

// undo carries out what puts things right, as far as it goes.
func (r *run) undo(s *plan.Step) {
	for _, op := range s.Else {
		if r.do(op) != nil {
			return
		}
	}
}

// undoBegun puts right what a blocked step was led up to, unless that was done.
func (r *run) undoBegun() {
	var right [][]plan.Op
	for i := range r.plan.Steps {
		s := &r.plan.Steps[i]
		known := slices.ContainsFunc(right, func(ops []plan.Op) bool { return reflect.DeepEqual(ops, s.Else) })
		switch {
		case r.failed[s.Key] != nil:
			right = append(right, s.Else)
		case !known && r.blocked[s.Key] && slices.ContainsFunc(s.Needs, func(k string) bool { return r.done[k] }):
			r.undo(s)
			right = append(right, s.Else)
		}
	}
}
