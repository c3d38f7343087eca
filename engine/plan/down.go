package plan

import (
	"slices"
	"strings"
	"time"

	"gocompose/compose"
	"gocompose/compose/diag"
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
	d := &down{state: state, project: p, o: o, stopped: map[string][]string{}}
	d.choose()
	for i := range d.chosen {
		d.container(&d.chosen[i])
	}
	d.dependantsFirst()
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
	state   *State
	project *compose.Project
	o       DownOptions
	chosen  []Container
	stray   []Container
	stopped map[string][]string // service → keys of the steps that end its containers
	removed []string            // keys of the steps that remove containers
}

var downReason = Reason{Text: "down"}

// choose splits the project's containers into those to remove and the orphans that stay.
func (d *down) choose() {
	var only []string
	if len(d.o.Services) > 0 {
		only = dependencies(d.state.Containers).Reverse().Closure(d.o.Services...)
	}
	for _, c := range d.state.Containers {
		switch {
		case only != nil && !slices.Contains(only, c.Service):
		case d.orphan(&c) && !d.o.RemoveOrphans:
			d.stray = append(d.stray, c)
		default:
			d.chosen = append(d.chosen, c)
		}
	}
}

func (d *down) orphan(c *Container) bool {
	return d.project != nil && d.project.Services[c.Service] == nil && d.project.Disabled[c.Service] == nil
}

// dependencies gives the services' graph as the labels of their containers have it.
func dependencies(containers []Container) *graph.Graph[string] {
	g := &graph.Graph[string]{}
	for _, c := range containers {
		g.Add(c.Service, c.DependsOn...)
	}
	return g
}

func (d *down) container(c *Container) {
	var stop string
	if c.Running() {
		stop = d.add(StopContainer{ID: c.ID, Name: c.Name, Timeout: d.o.Timeout}, downReason)
		d.stopped[c.Service] = append(d.stopped[c.Service], stop)
	}
	k := d.add(RemoveContainer{ID: c.ID, Name: c.Name, Volumes: d.o.Volumes}, downReason, stop)
	d.removed = append(d.removed, k)
	for _, m := range c.Mounts {
		if d.o.Volumes && m.Anonymous() {
			d.add(RemoveVolume{Name: m.Name}, Reason{Text: "anonymous volume of " + c.Name}, k)
		}
	}
}

// dependantsFirst lets each container stop after those that depend on it.
func (d *down) dependantsFirst() {
	g := dependencies(d.chosen)
	if g.Cycle() != nil {
		return // labels of two generations may contradict each other
	}
	for _, service := range g.Keys() {
		for _, dep := range g.Needs(service) {
			for _, k := range d.stopped[dep] {
				d.need(k, d.stopped[service]...)
			}
		}
	}
}

func (d *down) networks(project string) {
	for _, n := range d.state.Networks {
		if n.Project != project {
			continue
		}
		if c := d.userOf(n); c != "" {
			d.problems.Add(diag.Diagnostic{Severity: diag.Warning, Summary: "network " + n.Name + " stays: " + c + " uses it"})
			continue
		}
		d.add(RemoveNetwork{ID: n.ID, Name: n.Name}, downReason, d.removed...)
	}
}

// userOf names a container that goes on using a network.
func (d *down) userOf(n Network) string {
	for _, all := range [][]Container{d.stray, d.state.Others} {
		for _, c := range all {
			if c.Networks[n.Name] == n.ID && c.Running() {
				return c.Name
			}
		}
	}
	return ""
}

func (d *down) volumes(project string) {
	for _, v := range d.state.Volumes {
		if d.o.Volumes && v.Project == project {
			d.add(RemoveVolume{Name: v.Name}, Reason{Text: "down -v"}, d.removed...)
		}
	}
}

func (d *down) images(project string) {
	if d.o.Images == RemoveNoImages {
		return
	}
	needs := d.removed
	for _, ref := range sortedKeys(d.state.Images) {
		image := d.state.Images[ref]
		used := slices.ContainsFunc(d.chosen, func(c Container) bool { return c.ImageID == image.ID && Familiar(c.Image) == ref })
		if strings.HasPrefix(ref, "sha256:") || strings.Contains(ref, "@") {
			continue // ids and digests go with the last tag
		}
		if image.Project == project || d.o.Images == RemoveAllImages && used {
			// One after another: the engine trips over layers that two removals share.
			k := d.add(RemoveImage{Ref: ref}, Reason{Text: "down --rmi " + string(d.o.Images)}, needs...)
			needs = []string{k}
		}
	}
}
