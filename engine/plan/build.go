package plan

import (
	"fmt"
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/compose/graph"
)

// draft is a plan in the making. Steps may be added in any order; finish puts
// each behind what it needs.
type draft struct {
	steps    []Step
	index    map[string]int
	problems diag.List
	about    *compose.Project  // that is planned for; nil where there are no files
	redactor *compose.Redactor // of it; see hidden
}

// key names a step in text that stays the same when other steps come or go.
func key(op Op) string {
	l := op.Label()
	return fmt.Sprintf("%s %s: %s", lower(l.Kind), l.Name, suffix(l.Act))
}

func suffix(a Act) string {
	switch a {
	case ActWaitRunning:
		return "wait ready"
	case ActWaitHealthy:
		return "wait healthy"
	case ActWaitExit:
		return "wait exit"
	}
	return a.String()
}

func lower(kind string) string {
	return string(kind[0]|0x20) + kind[1:]
}

// add adds a step and gives its key.
func (d *draft) add(op Op, why Reason, needs ...string) string {
	return d.addAs(key(op), op, why, needs...)
}

func (d *draft) addAs(k string, op Op, why Reason, needs ...string) string {
	if d.index == nil {
		d.index = map[string]int{}
	}
	if i, ok := d.index[k]; ok {
		d.need(k, needs...)
		return d.steps[i].Key
	}
	d.index[k] = len(d.steps)
	d.steps = append(d.steps, Step{Key: k, Op: op, Reason: why})
	d.need(k, needs...)
	return k
}

// has tells whether a step of that key was added.
func (d *draft) has(k string) bool {
	_, ok := d.index[k]
	return ok
}

// need adds to what a step needs; empty keys stand for nothing.
func (d *draft) need(k string, needs ...string) {
	s := &d.steps[d.index[k]]
	for _, n := range needs {
		if n != "" && n != k && !slices.Contains(s.Needs, n) {
			s.Needs = append(s.Needs, n)
		}
	}
}

// follow lets a step come after others without needing their success.
func (d *draft) follow(k string, others ...string) {
	s := &d.steps[d.index[k]]
	for _, o := range others {
		if !slices.Contains(s.Follows, o) {
			s.Follows = append(s.Follows, o)
		}
	}
}

// finish gives the steps, each after what it needs, and otherwise in the order
// in which they were added.
func (d *draft) finish(project string) *Plan {
	d.hideReasons()
	p := &Plan{Project: project, Redactor: d.hidden()}
	g := Graph(d.steps)
	for _, k := range g.Order() {
		p.Steps = append(p.Steps, d.steps[d.index[k]])
	}
	if cycle := g.Cycle(); cycle != nil {
		panic(fmt.Sprintf("plan: steps need each other: %v", cycle))
	}
	return p
}

// Graph gives the steps' dependency graph by their keys.
func Graph(steps []Step) *graph.Graph[string] {
	g := &graph.Graph[string]{}
	for _, s := range steps {
		g.Add(s.Key, s.Needs...)
		g.Follow(s.Key, s.Follows...)
	}
	return g
}
