package graph

import (
	"cmp"
	"context"
)

// Outcome tells what a Walk left undone. All of it is empty after a full walk.
type Outcome[K cmp.Ordered] struct {
	Failed  map[K]error // what visit returned
	Blocked map[K]K     // not visited → the failed key that it needs, directly or not
	Left    []K         // not visited because the context ended
}

// Complete tells whether every key was visited with success.
func (o Outcome[K]) Complete() bool {
	return len(o.Failed) == 0 && len(o.Blocked) == 0 && len(o.Left) == 0
}

// Walk calls visit once for each key, as soon as all that it needs was visited
// with success, and side by side wherever the edges allow. What needs a failed
// key is not visited; unrelated keys are, and so are those that only follow it.
// Once ctx ends no new visit begins, and Walk returns when those under way
// have. The graph must have no cycle.
//
// The calling goroutine alone owns the state of the walk; cost is O(keys + edges).
func (g *Graph[K]) Walk(ctx context.Context, visit func(context.Context, K) error) Outcome[K] {
	w := walk[K]{
		Graph:   g,
		ctx:     ctx,
		visit:   visit,
		out:     Outcome[K]{Failed: map[K]error{}, Blocked: map[K]K{}},
		needers: g.Reverse().needs,
		missing: make(map[K]int, len(g.keys)),
		started: make(map[K]bool, len(g.keys)),
		results: make(chan result[K]),
	}
	for _, k := range g.keys {
		w.missing[k] = len(g.needs[k])
	}
	for _, k := range g.keys {
		if len(g.needs[k]) == 0 {
			w.begin(k)
		}
	}
	for w.running > 0 {
		r := <-w.results
		w.running--
		if r.err != nil {
			w.out.Failed[r.key] = r.err
			w.block(r.key, r.key)
			continue
		}
		w.settle(r.key)
	}
	return w.finish()
}

// walk is the state of one Walk.
type walk[K cmp.Ordered] struct {
	*Graph[K]
	ctx     context.Context
	visit   func(context.Context, K) error
	out     Outcome[K]
	needers map[K][]K
	missing map[K]int // needs that are not settled yet
	started map[K]bool
	results chan result[K]
	running int
}

type result[K cmp.Ordered] struct {
	key K
	err error
}

func (w *walk[K]) begin(k K) {
	if w.ctx.Err() != nil {
		return
	}
	w.started[k] = true
	w.running++
	go func() { w.results <- result[K]{k, w.visit(w.ctx, k)} }()
}

// settle begins what waited for nothing but k.
func (w *walk[K]) settle(k K) {
	for _, n := range w.needers[k] {
		w.satisfy(n)
	}
}

func (w *walk[K]) satisfy(k K) {
	w.missing[k]--
	if _, blocked := w.out.Blocked[k]; w.missing[k] == 0 && !blocked {
		w.begin(k)
	}
}

// block marks all that needs key, directly or not, as blocked by root, and
// satisfies what only follows it.
func (w *walk[K]) block(key, root K) {
	for _, n := range w.needers[key] {
		if w.soft[edge[K]{n, key}] {
			w.satisfy(n)
		} else if _, ok := w.out.Blocked[n]; !ok {
			w.out.Blocked[n] = root
			w.block(n, root)
		}
	}
}

func (w *walk[K]) finish() Outcome[K] {
	for _, k := range w.keys {
		if _, blocked := w.out.Blocked[k]; !w.started[k] && !blocked {
			w.out.Left = append(w.out.Left, k)
		}
	}
	return w.out
}
