// Package graph is the dependency graph of the program: services, plan steps
// and images alike are keys that need other keys, and one walker visits them.
package graph

import (
	"cmp"
	"slices"
)

// Graph says which keys need which. Keys keep the order in which they were
// added wherever the edges leave a choice, so results are stable. The zero
// Graph is empty and ready for use.
type Graph[K cmp.Ordered] struct {
	keys  []K
	needs map[K][]K
	soft  map[edge[K]]bool
}

type edge[K cmp.Ordered] struct{ from, to K }

// Add puts key in the graph and lets it need others, which are added too where
// they are new. Adding a key again adds to its needs.
func (g *Graph[K]) Add(key K, needs ...K) {
	g.put(key)
	for _, n := range needs {
		g.put(n)
		if !slices.Contains(g.needs[key], n) {
			g.needs[key] = append(g.needs[key], n)
		}
	}
}

// Follow lets key come after others without needing their success: where one
// of them fails or is not visited, Walk visits key all the same.
func (g *Graph[K]) Follow(key K, others ...K) {
	for _, o := range others {
		if slices.Contains(g.needs[key], o) {
			continue
		}
		g.Add(key, o)
		if g.soft == nil {
			g.soft = map[edge[K]]bool{}
		}
		g.soft[edge[K]{key, o}] = true
	}
}

func (g *Graph[K]) put(key K) {
	if g.needs == nil {
		g.needs = map[K][]K{}
	}
	if _, ok := g.needs[key]; !ok {
		g.needs[key] = nil
		g.keys = append(g.keys, key)
	}
}

// Keys gives all keys in the order in which they were added.
func (g *Graph[K]) Keys() []K { return g.keys }

// Needs gives what key needs or follows directly.
func (g *Graph[K]) Needs(key K) []K { return g.needs[key] }

// Reverse gives the graph with every edge turned round, all of them as needs.
func (g *Graph[K]) Reverse() *Graph[K] {
	r := &Graph[K]{}
	for _, k := range g.keys {
		r.put(k)
	}
	for _, k := range g.keys {
		for _, n := range g.needs[k] {
			r.needs[n] = append(r.needs[n], k)
		}
	}
	return r
}

// Order gives all keys, each after what it needs. Keys on a cycle, and what
// needs them, are left out; see Cycle.
func (g *Graph[K]) Order() []K {
	needers := g.Reverse().needs
	missing := make(map[K]int, len(g.keys))
	ready := make([]K, 0, len(g.keys))
	for _, k := range g.keys {
		if missing[k] = len(g.needs[k]); missing[k] == 0 {
			ready = append(ready, k)
		}
	}
	for i := 0; i < len(ready); i++ {
		for _, k := range needers[ready[i]] {
			if missing[k]--; missing[k] == 0 {
				ready = append(ready, k)
			}
		}
	}
	return ready
}

// Closure gives keys and all that they need directly or through others, in
// the order of the graph.
func (g *Graph[K]) Closure(keys ...K) []K {
	seen := make(map[K]bool, len(g.keys))
	todo := slices.Clone(keys)
	for len(todo) > 0 {
		k := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !seen[k] {
			seen[k] = true
			todo = append(todo, g.needs[k]...)
		}
	}
	return slices.DeleteFunc(slices.Clone(g.keys), func(k K) bool { return !seen[k] })
}

// Cycle gives one cycle as the path a, b, …, a in which each key needs the
// next, and nil where there is none.
func (g *Graph[K]) Cycle() []K {
	const (
		open   = 1
		closed = 2
	)
	state := make(map[K]int, len(g.keys))
	type frame struct {
		key  K
		next int // of needs[key]
	}
	for _, root := range g.keys {
		path := []frame{{key: root}}
		for len(path) > 0 && state[root] != closed {
			top := &path[len(path)-1]
			state[top.key] = open
			if top.next == len(g.needs[top.key]) {
				state[top.key] = closed
				path = path[:len(path)-1]
				continue
			}
			need := g.needs[top.key][top.next]
			top.next++
			switch state[need] {
			case 0:
				path = append(path, frame{key: need})
			case open:
				start := slices.IndexFunc(path, func(f frame) bool { return f.key == need })
				cycle := make([]K, 0, len(path)-start+1)
				for _, f := range path[start:] {
					cycle = append(cycle, f.key)
				}
				return append(cycle, need)
			}
		}
	}
	return nil
}
