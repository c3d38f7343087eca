package main

import (
	"context"
	"fmt"
	"maps"
	"time"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/engine/plan"
	"gocompose/engine/watch"
)

// reload reads the project anew, shows what differs and why, and converges.
// Where the files cannot be used all stays as it is, and is watched on.
func (w *developing) reload(ctx context.Context, changes []watch.Change) error {
	for _, c := range changes {
		if w.inputs[c.Path] {
			w.note(w.shown([]string{c.Path})[0] + " changed")
		}
	}
	p, err := w.load()
	if err != nil {
		w.fail(err)
		w.note("what runs stays as it is; mend the files, and it goes on")
		return nil
	}
	if p.Name != w.project.Name {
		return fmt.Errorf("the project is called %s now, and %s is watched; end this and begin anew", p.Name, w.project.Name)
	}
	defer w.letGo()
	conv, err := w.convergenceFor(p, nil)
	if err != nil {
		return err
	}
	defer conv.engine.Close()
	whole, before := w.whole, w.project
	w.whole, w.project = p, conv.project
	if err := w.ready(); err != nil {
		w.whole, w.project = whole, before
		return err
	}
	if err := w.look(ctx); err != nil {
		return err
	}
	if err := w.bring(ctx, conv); err != nil {
		return err
	}
	return w.catchUp(ctx)
}

// convergenceFor prepares to bring up the services that are watched, and builds
// those anew that are named. How up was to do it the first time no longer counts.
func (w *developing) convergenceFor(p *compose.Project, build []string) (*convergence, error) {
	conv, err := w.convergenceOf(w.c, p, w.c.Args().Slice(), w.c.StringSlice("scale"))
	if err != nil {
		return nil, err
	}
	w.begun = time.Now()
	conv.images = plan.ImageOptions{Developed: build, Now: time.Now()}
	conv.up = plan.UpOptions{Services: conv.up.Services, Adopt: conv.up.Adopt, IgnoreOrphans: true, Timeout: conv.up.Timeout}
	return conv, nil
}

// bring carries a convergence out. Its progress tells what changes, and why.
func (w *developing) bring(ctx context.Context, conv *convergence) error {
	sum, err := conv.converge(ctx)
	if err != nil && sum.Plan == nil {
		return err
	}
	return conv.conclude(sum, ui.GoalUp, nil, err)
}

// rebuild builds the images of services, and brings up what then differs. Where
// a build fails the containers run on as they are.
func (w *developing) rebuild(ctx context.Context, all []watch.Work) error {
	var services []string
	for _, work := range all {
		services = append(services, work.Service)
		w.because(work.Service, "is rebuilt", work.Because)
	}
	defer w.letGo()
	conv, err := w.convergenceFor(w.whole, services)
	if err != nil {
		return err
	}
	defer conv.engine.Close()
	if err := w.bring(ctx, conv); err != nil {
		return err
	}
	for _, service := range services {
		delete(w.synced, service)
	}
	if w.prunes() {
		w.attempt(conv.engine.PruneImages(ctx, w.project.Name))
	}
	return w.catchUp(ctx)
}

// prunes tells whether images are removed that a rebuild takes the place of:
// up has no flag for that and does.
func (w *developing) prunes() bool { return w.c.Bool("prune") || w.c.Command.Name != "watch" }

// catchUp gives containers that are new what they have missed: all that is
// synced at first, and what changed since their image was built.
func (w *developing) catchUp(ctx context.Context) error {
	containers, err := w.engine.Containers(ctx, w.project.Name)
	if err != nil {
		return err
	}
	new, services := map[string]bool{}, map[string]bool{}
	for _, c := range containers {
		if !w.known[c.ID] && !c.OneOff {
			w.known[c.ID], new[c.ID], services[c.Service] = true, true, true
		}
	}
	var all []watch.Work
	for _, service := range keys(services) {
		all = append(all, w.missed(service)...)
	}
	return w.perform(ctx, all, new)
}

// missed gives what a container of a service lacks that its image has just made.
func (w *developing) missed(service string) []watch.Work {
	var rules []watch.Rule
	paths := maps.Clone(w.synced[service])
	if paths == nil {
		paths = map[string]bool{}
	}
	for _, r := range w.rules {
		if r.Service != service || !r.Syncs() {
			continue
		}
		rules = append(rules, r)
		if r.InitialSync {
			for _, path := range r.Present() {
				paths[path] = true
			}
		}
	}
	return watch.Decide(rules, watch.Now(paths))
}
