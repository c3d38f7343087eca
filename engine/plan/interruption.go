package plan

import (
	"slices"
	"time"

	"gocompose/compose"
	"gocompose/compose/graph"
)

// Interruption is what carrying out a plan means for those who use a service.
type Interruption struct {
	Service string
	Kind    InterruptionKind
	Running int           // its containers that run before
	Stops   []string      // the names of those that the plan stops
	Grace   time.Duration // the most that one of them has to stop before it is killed
	Timeout bool          // Grace is --timeout, not a stop_grace_period
	Step    string        // key of the step that stops the first; empty where none is stopped
}

// InterruptionKind says whether a service is there all the time.
type InterruptionKind string

const (
	NotInterrupted InterruptionKind = "none"    // nothing stops, or what replaces it starts first
	Partly         InterruptionKind = "part"    // containers stop while at least one other runs
	Restarted      InterruptionKind = "restart" // all are down at a time, and some start again
	Ended          InterruptionKind = "stop"    // all stop and stay so
)

// outage is the time from a container's stop to the start of what takes its place.
type outage struct{ stop, start string } // keys; no start: none

// defaultGrace is what the engine gives containers that ask for nothing else.
const defaultGrace = 10 * time.Second

// grace gives the time that a container has to stop: what was asked for, else
// what it was made with, as far as that is known, else what the files say.
func grace(c *Container, s *compose.Service, timeout *time.Duration) time.Duration {
	switch made, err := time.ParseDuration(c.Observed["stop_grace_period"]); {
	case timeout != nil:
		return *timeout
	case err == nil:
		return made
	case c.Observed == nil && s != nil && s.StopGracePeriod != nil:
		return time.Duration(*s.StopGracePeriod)
	}
	return defaultGrace
}

// Interruptions tells of each service that the plan is about what becomes of
// it, sorted by name.
func (p *Plan) Interruptions() []Interruption {
	o := outlook{services: map[string]*Interruption{}, outages: map[string][]outage{}, index: map[string]int{}, plan: p}
	for _, k := range p.Kept {
		o.service(k.Service).Running++
	}
	starts := p.startsInPlaceOf()
	for i, s := range p.Steps {
		o.index[s.Key] = i
		if l := s.Op.Label(); l.Service != "" {
			o.service(l.Service)
		}
		if stop, ok := halts(s.Op); ok {
			o.stop(s.Key, stop, starts[stop.ID])
		}
	}
	var out []Interruption
	for _, name := range sortedKeys(o.services) {
		i := o.services[name]
		i.Kind = o.kind(i)
		out = append(out, *i)
	}
	return out
}

// halts gives as a stop what an operation interrupts a container by: it is
// stopped, killed at once, or frozen. Other signals are the program's to heed.
func halts(op Op) (StopContainer, bool) {
	switch op := op.(type) {
	case StopContainer:
		return op, true
	case PauseContainer:
		return StopContainer{ID: op.ID, Name: op.Name, Service: op.Service}, true
	case KillContainer:
		return StopContainer{ID: op.ID, Name: op.Name, Service: op.Service}, true
	}
	return StopContainer{}, false
}

// startsInPlaceOf gives, by the id of a container that is stopped, the key of
// the step that starts it again, or the one that replaces it.
func (p *Plan) startsInPlaceOf() map[string]string {
	starts, replaced := map[string]string{}, map[string]string{}
	for _, s := range p.Steps {
		switch op := s.Op.(type) {
		case CreateContainer:
			if op.Replaces != nil {
				replaced[op.Name] = op.Replaces.ID
			}
		case StartContainer:
			id := op.ID
			if old, ok := replaced[id]; ok {
				id = old
			}
			starts[id] = s.Key
		}
	}
	return starts
}

// outlook is the state of finding out the interruptions.
type outlook struct {
	services map[string]*Interruption
	outages  map[string][]outage // by service
	index    map[string]int      // key of a step → its place in the plan
	plan     *Plan
	graph    *graph.Graph[string] // what comes before a step, needed or not; nil: not made yet
	later    string               // key of the step that before is about
	before   []string             // keys of the steps that come before
}

func (o *outlook) service(name string) *Interruption {
	if o.services[name] == nil {
		o.services[name] = &Interruption{Service: name}
	}
	return o.services[name]
}

func (o *outlook) stop(key string, op StopContainer, start string) {
	i := o.service(op.Service)
	if i.Step == "" {
		i.Step = key
	}
	i.Running++
	i.Stops = append(i.Stops, op.Name)
	i.Grace, i.Timeout = max(i.Grace, op.Grace), op.Timeout != nil
	o.outages[op.Service] = append(o.outages[op.Service], outage{key, start})
}

func (o *outlook) kind(i *Interruption) InterruptionKind {
	outages := o.outages[i.Service]
	down := slices.DeleteFunc(slices.Clone(outages), func(x outage) bool { return o.comesFirst(x.start, x.stop) })
	switch {
	case len(down) == 0:
		return NotInterrupted
	case len(down) < i.Running || o.inTurn(down):
		return Partly
	case slices.ContainsFunc(down, func(x outage) bool { return x.start != "" }):
		return Restarted
	}
	return Ended
}

// inTurn tells whether one container runs again before another stops, so that
// there is one at any time.
func (o *outlook) inTurn(outages []outage) bool {
	return slices.ContainsFunc(outages, func(later outage) bool {
		return slices.ContainsFunc(outages, func(x outage) bool { return o.comesFirst(x.start, later.stop) })
	})
}

// comesFirst tells whether a step is over before a later one begins, however
// that comes about.
func (o *outlook) comesFirst(key, later string) bool {
	if key == "" || o.index[key] > o.index[later] {
		return false
	}
	if o.graph == nil {
		o.graph = &graph.Graph[string]{}
		for _, s := range o.plan.Steps {
			o.graph.Add(s.Key, slices.Concat(s.Needs, s.Follows)...)
		}
	}
	if o.later != later {
		o.later, o.before = later, o.graph.Closure(later)
	}
	return slices.Contains(o.before, key)
}
