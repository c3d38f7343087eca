package plan

import (
	"slices"
	"time"

	"gocompose/compose"
	"gocompose/compose/graph"
)

// RemoveImages says which images down removes.
type RemoveImages string

const (
	RemoveNoImages    RemoveImages = ""
	RemoveLocalImages RemoveImages = "local" // those that were built for the project
	RemoveAllImages   RemoveImages = "all"   // those that its containers use, too
)

// DownOptions is what the flags of down ask for.
type DownOptions struct {
	Services      []string // named ones and what depends on them; none: all
	Volumes       bool     // named and anonymous volumes, with their data
	RemoveOrphans bool
	Images        RemoveImages
	Timeout       *time.Duration
}

// Down plans the removal of a project as the engine has it: by labels, whatever
// the files say today. p is the project where there are files, else nil: its
// services are no orphans, and its external networks and volumes stay.
func Down(name string, p *compose.Project, state *State, o DownOptions) *Plan {
	d := &down{draft: draft{about: p}, state: state, project: p, external: externals(p), o: o, ending: map[string][]string{}, stopped: map[string][]string{}}
	d.choose()
	for i := range d.chosen {
		d.container(&d.chosen[i], downReason)
	}
	d.dependantsFirst()
	d.fileVolumes(name)
	if len(o.Services) == 0 {
		d.networks(name)
		d.volumes(name)
		d.images(name)
	}
	plan := d.finish(name)
	plan.Orphans, plan.Notes = d.stray, d.problems
	return plan
}

type down struct {
	draft
	state    *State
	project  *compose.Project
	external map[string]bool // see externals
	o        DownOptions
	only     []string // services that are taken down; nil: all
	chosen   []Container
	stray    []Container
	ending   map[string][]string // service → keys of the first steps that stop its containers
	stopped  map[string][]string // service → keys of the steps that end its containers
	removed  []string            // keys of the steps that remove containers
}

var downReason = Reason{Text: "down"}

// choose splits the project's containers into those to remove and the orphans
// that stay. What other files made stays, too, unless its service is named.
func (d *down) choose() {
	if len(d.o.Services) > 0 {
		d.only = dependencies(d.state.Containers).Reverse().Closure(d.o.Services...)
	}
	for _, c := range d.state.Containers {
		switch {
		case d.only != nil && !slices.Contains(d.only, c.Service):
		case d.only == nil && d.project != nil && ofOthers(d.project, &c):
		case d.only == nil && d.orphan(&c) && !d.o.RemoveOrphans:
			d.stray = append(d.stray, c)
		default:
			d.chosen = append(d.chosen, c)
		}
	}
}

func (d *down) orphan(c *Container) bool {
	return d.project != nil && !defines(d.project, c.Service)
}

// dependencies gives the services' graph as the labels of their containers have it.
func dependencies(containers []Container) *graph.Graph[string] {
	g := &graph.Graph[string]{}
	for _, c := range containers {
		g.Add(c.Service, sortedKeys(c.DependsOn)...)
	}
	return g
}

// container adds the steps that stop and remove a container.
func (d *down) container(c *Container, why Reason) {
	var stop string
	if c.Running() {
		stop = d.stop(c, d.o.Timeout, why)
	}
	removal := c.removal()
	removal.Volumes = d.o.Volumes
	k := d.add(removal, why, stop)
	d.removed = append(d.removed, k)
	for _, m := range c.Mounts {
		if d.o.Volumes && m.Anonymous() && d.staying(mounts(m.Name)) == "" {
			d.add(RemoveVolume{Name: m.Name}, Reason{Text: "anonymous volume of " + c.Name}, k)
		}
	}
}

// stop adds the steps that stop a container, and gives the key of the last.
func (d *down) stop(c *Container, timeout *time.Duration, why Reason) string {
	first, last := d.end(c, d.serviceOf(c.Service), timeout, why)
	d.ending[c.Service] = append(d.ending[c.Service], first)
	d.stopped[c.Service] = append(d.stopped[c.Service], last)
	return last
}

// dependantsFirst lets each container stop after those that depend on it, also
// by way of services that have nothing to stop.
func (d *down) dependantsFirst() {
	g := dependencies(d.state.Containers)
	if g.Cycle() != nil {
		return // labels of two generations may contradict each other
	}
	below := map[string][]string{} // service → keys of the first steps that stop what it depends on
	for _, service := range g.Order() {
		for _, dep := range g.Needs(service) {
			if len(d.ending[dep]) > 0 {
				below[service] = append(below[service], d.ending[dep]...)
			} else {
				below[service] = append(below[service], below[dep]...)
			}
		}
		for _, k := range below[service] {
			d.need(k, d.stopped[service]...)
		}
	}
}
