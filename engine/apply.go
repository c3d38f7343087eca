package engine

import (
	"context"
	"errors"
	"io"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/docker/docker/api/types/network"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/compose/graph"
	"gocompose/engine/build"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// ApplyOptions is what carrying out a plan takes besides the plan.
type ApplyOptions struct {
	Project  *compose.Project // of the services that the plan's steps name; nil for plans that create nothing
	State    *plan.State      // that the plan was made from
	Inputs   spec.Inputs      // that its goal was computed from
	Build    BuildOptions
	Parallel int               // calls in flight; 0: defaultParallel
	Wait     time.Duration     // how long all waits may take; 0: without end
	FailFast bool              // begin nothing more once a step has failed
	Remarks  *diag.List        // gets what the engine remarks on new containers; nil: nobody asks
	Stdin    io.Reader         // what "-" of a plan.CopyFiles reads
	Stdout   io.Writer         // and where it writes
	Image    *string           // gets the id of the image of a plan.CommitContainer; nil: nobody asks
	Created  map[string]string // gets name → id of the containers that were created; nil: nobody asks
	Events   chan<- Event      // gets everything that happens; nil: nobody listens. It is not closed.
}

// BuildOptions is what the flags of build and up ask of every build.
type BuildOptions struct {
	Backend build.Backend
	NoCache bool
	Pull    bool               // bake asks for newer base images
	Args    map[string]*string // over those of the files
	SSH     []compose.SSHKey   // over those of the files with the same id
	Memory  int64              // bytes that a step may take; 0: no limit
	// Provenance and SBOM are over those of the files; empty: theirs.
	Provenance, SBOM string
}

// defaultParallel keeps a small host's engine busy without making it slower
// (measured with `make bench`). Stops and waits are not counted.
const defaultParallel = 8

// Apply carries out a plan, side by side wherever its steps do not need each
// other. What does not need a failed step goes on, unless FailFast says that
// nothing more is to begin; what is under way is finished all the same. The error
// is an *Incomplete.
func (e *Engine) Apply(ctx context.Context, p *plan.Plan, o ApplyOptions) error {
	if len(p.Steps) == 0 {
		return nil
	}
	r := e.newRun(ctx, p, o)
	defer r.close()
	begin, stop := context.WithCancel(ctx)
	defer stop()
	r.ctx, r.stop = ctx, stop
	out := plan.Graph(p.Steps).Walk(begin, r.visit)
	if o.Remarks != nil {
		*o.Remarks = r.said()
	}
	if out.Complete() {
		return nil
	}
	return r.incomplete(out)
}

// run is the state of carrying out one plan.
type run struct {
	*Engine
	ApplyOptions
	plan  *plan.Plan
	steps map[string]*plan.Step
	slots chan struct{}   // one for each call in flight
	watch *watch          // nil where the plan waits for nothing
	ctx   context.Context // of the whole command
	stop  func()          // keeps further steps from beginning
	until context.Context
	close func()

	mu      sync.Mutex
	remarks diag.List
	done    map[string]bool // keys of the steps carried out
	jobs    map[string]bool // keys of the waits that ended as the container had completed
	// mountpoints is where the volumes are that were filled, on the engine's host.
	mountpoints map[string]string
	removed     map[string]network.Inspect // networks that are made anew, by name, as they were
}

func (e *Engine) newRun(ctx context.Context, p *plan.Plan, o ApplyOptions) *run {
	if o.Parallel <= 0 {
		o.Parallel = defaultParallel
	}
	r := &run{Engine: e, ApplyOptions: o, plan: p, steps: make(map[string]*plan.Step, len(p.Steps)), slots: make(chan struct{}, o.Parallel),
		until: ctx, close: func() {}, done: map[string]bool{}, jobs: map[string]bool{}, mountpoints: map[string]string{}, removed: map[string]network.Inspect{}}
	if o.Created == nil {
		r.Created = map[string]string{}
	}
	waits := false
	for i := range p.Steps {
		s := &p.Steps[i]
		r.steps[s.Key] = s
		_, wait := s.Op.(plan.AwaitContainer)
		waits = waits || wait
	}
	if waits {
		r.observe(ctx)
	}
	return r
}

// observe begins to follow the events that waits go by. They are followed to
// the end of the run: putting things right may wait, too, after an interruption.
func (r *run) observe(ctx context.Context) {
	events, end := context.WithCancel(context.WithoutCancel(ctx))
	r.watch, r.close = r.newWatch(events, r.plan.Project), end
	if r.Wait > 0 {
		var stop context.CancelFunc
		r.until, stop = context.WithTimeoutCause(ctx, r.Wait, errNotReady)
		r.close = func() { stop(); end() }
	}
}

// visit carries out one step and reports it. Until it is admitted it may be
// kept from beginning.
func (r *run) visit(begin context.Context, key string) error {
	s := r.steps[key]
	leave, err := r.admit(begin, s.Op)
	if err != nil {
		return err
	}
	defer leave()
	begun := time.Now()
	r.send(Event{Step: key, Label: s.Op.Label(), Phase: Started, Reason: s.Reason})
	bounded := r.ctx
	if _, wait := s.Op.(plan.AwaitContainer); wait {
		bounded = r.until
	}
	if err := r.do(bounded, s); err != nil {
		return r.fail(r.ctx, s, begun, err)
	}
	r.finish(Event{Step: key, Label: s.Op.Label(), Reason: s.Reason, Duration: time.Since(begun)})
	return nil
}

// finish counts a step as carried out and reports it.
func (r *run) finish(e Event) {
	r.mu.Lock()
	r.done[e.Step] = true
	e.Completed = r.jobs[e.Step]
	r.mu.Unlock()
	e.Phase = Done
	r.send(e)
}

// fail gathers what is known of a step's failure and puts right what it left.
func (r *run) fail(ctx context.Context, s *plan.Step, begun time.Time, err error) error {
	failed := &StepError{Step: *s, Err: err, Hint: r.failureHint(s.Op, err)}
	if a, ok := s.Op.(plan.AwaitContainer); ok && ctx.Err() == nil {
		failed.Evidence = r.evidence(r.id(a.ID))
	}
	e := Event{Step: s.Key, Label: s.Op.Label(), Phase: Failed, Reason: s.Reason, Duration: time.Since(begun), Err: failed}
	if s.Tolerated && ctx.Err() == nil {
		r.finish(e)
		return nil
	}
	if r.FailFast {
		r.stop()
	}
	r.send(e)
	failed.Undone = r.undo(s)
	return failed
}

func (r *run) send(e Event) {
	if r.Events != nil {
		e.Time = time.Now()
		r.Events <- e
	}
}

// id gives the id of a container that an earlier step created under that
// name; anything else is an id already.
func (r *run) id(name string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if id, ok := r.Created[name]; ok {
		return id
	}
	return name
}

// undo carries out what puts things right after a step that did not succeed.
// It tells whether there was anything to do.
func (r *run) undo(s *plan.Step) bool {
	if len(s.Else) == 0 {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience(s.Else))
	defer cancel()
	for _, op := range s.Else {
		if err := r.do(ctx, &plan.Step{Op: op}); err != nil {
			r.send(Event{Step: s.Key, Label: op.Label(), Phase: Failed, Err: err})
			return false
		}
	}
	r.send(Event{Step: s.Key, Label: s.Op.Label(), Phase: Undone})
	return true
}

// incomplete tells what was not carried out, having put right what was begun: a
// replacement whose old container is stopped already must not end there.
func (r *run) incomplete(out graph.Outcome[string]) error {
	e := &Incomplete{Done: len(r.done)}
	var right [][]plan.Op // what was carried out to put things right: steps of one container share it
	for i := range r.plan.Steps {
		s := &r.plan.Steps[i]
		by, blocked := out.Blocked[s.Key]
		blocked = blocked && errors.As(out.Failed[by], new(*StepError)) // else that was not begun either
		var failed *StepError
		switch {
		case errors.As(out.Failed[s.Key], &failed):
			e.Failed = append(e.Failed, failed)
			right = append(right, s.Else) // at once
			continue
		case r.done[s.Key]:
			continue
		case blocked:
			e.Blocked = append(e.Blocked, Blocked{Step: *s, By: by})
			r.send(Event{Step: s.Key, Label: s.Op.Label(), Phase: Skipped, Reason: s.Reason, Text: by})
		default:
			e.Left = append(e.Left, *s)
		}
		known := slices.ContainsFunc(right, func(ops []plan.Op) bool { return reflect.DeepEqual(ops, s.Else) })
		if r.begun(s) && !known {
			r.undo(s)
			right = append(right, s.Else)
		}
	}
	return e
}

// begun tells whether a step was led up to.
func (r *run) begun(s *plan.Step) bool {
	for _, k := range s.Needs {
		if r.done[k] {
			return true
		}
	}
	return false
}
