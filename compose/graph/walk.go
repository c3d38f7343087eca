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
// key is not visited; unrelated keys are. Once ctx ends no new visit begins,
// and Walk returns when those under way have. The graph must have no cycle.
//
// The calling goroutine alone owns the state of the walk; cost is O(keys + edges).
func (g *Graph[K]) Walk(ctx context.Context, visit func(context.Context, K) error) Outcome[K] {
	type result struct {
		key K
		err error
	}
	var (
		out     = Outcome[K]{Failed: map[K]error{}, Blocked: map[K]K{}}
		needers = g.Reverse().needs
		missing = make(map[K]int, len(g.keys))
		started = make(map[K]bool, len(g.keys))
		results = make(chan result)
		running int
	)
	begin := func(k K) {
		if ctx.Err() != nil {
			return
		}
		started[k] = true
		running++
		go func() { results <- result{k, visit(ctx, k)} }()
	}
	for _, k := range g.keys {
		missing[k] = len(g.needs[k])
	}
	for _, k := range g.keys {
		if missing[k] == 0 {
			begin(k)
		}
	}
	for running > 0 {
		r := <-results
		running--
		if r.err != nil {
			out.Failed[r.key] = r.err
			block(out.Blocked, needers, r.key)
			continue
		}
		for _, k := range needers[r.key] {
			if missing[k]--; missing[k] == 0 {
				begin(k)
			}
		}
	}
	for _, k := range g.keys {
		if _, blocked := out.Blocked[k]; !started[k] && !blocked {
			out.Left = append(out.Left, k)
		}
	}
	return out
}

// block marks all that needs failed, directly or not, unless another failure did before.
func block[K cmp.Ordered](blocked map[K]K, needers map[K][]K, failed K) {
	todo := []K{failed}
	for len(todo) > 0 {
		k := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, n := range needers[k] {
			if _, ok := blocked[n]; !ok {
				blocked[n] = failed
				todo = append(todo, n)
			}
		}
	}
}
