package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"gocompose/cmd/ui"
	"gocompose/compose"
	"gocompose/engine"
	"gocompose/engine/plan"
	"gocompose/engine/watch"
)

// perform syncs files into the containers of services, side by side, then
// restarts them or runs a command in them. Where containers are given it is
// for these alone.
func (w *developing) perform(ctx context.Context, all []watch.Work, only map[string]bool) error {
	if len(all) == 0 {
		return nil
	}
	if err := w.hold(ctx, w.engine, w.project.Name, w.c.Command.Name); err != nil {
		return err
	}
	defer w.letGo()
	containers, err := w.engine.Containers(ctx, w.project.Name)
	if err != nil {
		return err
	}
	errs := engine.SideBySide(len(all), func(i int) error {
		return w.sync(ctx, all[i], slices.DeleteFunc(slices.Clone(containers), func(c plan.Container) bool {
			return c.OneOff || c.Service != all[i].Service || only != nil && !only[c.ID]
		}))
	})
	for i, work := range all {
		w.attempt(errs[i])
		w.remember(work)
	}
	return w.restart(ctx, slices.DeleteFunc(slices.Clone(all), func(work watch.Work) bool { return !work.Restart }), only)
}

// remember notes what the image of a service does not have.
func (w *developing) remember(work watch.Work) {
	if w.synced[work.Service] == nil {
		w.synced[work.Service] = map[string]bool{}
	}
	for _, path := range work.Because {
		w.synced[work.Service][path] = true
	}
}

// sync brings the files of one service up to date, and runs what is to be run then.
func (w *developing) sync(ctx context.Context, work watch.Work, containers []plan.Container) error {
	if len(containers) == 0 {
		w.tell(work.Service, "has no container; not synced:", work.Because)
		return nil
	}
	if err := w.engine.CopyInto(ctx, containers, work.Copy); err != nil {
		return err
	}
	if len(work.Copy) > 0 {
		w.tell(work.Service, "synced", slices.Sorted(maps.Values(work.Copy)))
	}
	deleted, err := w.engine.DeleteFrom(ctx, containers, work.Delete)
	if len(deleted) > 0 && err == nil {
		w.tell(work.Service, "deleted", deleted)
	}
	if err != nil {
		return err
	}
	for _, hook := range work.Exec {
		if err := engine.EachOf(containers, func(_ int, c plan.Container) error { return w.exec(ctx, c, hook) }); err != nil {
			return err
		}
	}
	return nil
}

// exec runs the command of a rule in a container that runs.
func (w *developing) exec(ctx context.Context, c plan.Container, hook compose.Hook) error {
	if !c.Running() {
		return fmt.Errorf("%s does not run, so %s was not run in it", c.Name, hook.Command[0])
	}
	code, said, err := w.engine.RunIn(ctx, c, engine.OfHook(hook), func(line string) { w.note(shortName(c) + " -> " + line) })
	if err == nil && code != 0 {
		err = fmt.Errorf("%s in %s ended with code %d: %s", hook.Command[0], c.Name, code, strings.Join(said, " | "))
	}
	return err
}

// restart restarts services, as one plan, or where containers are given these alone.
func (w *developing) restart(ctx context.Context, all []watch.Work, only map[string]bool) error {
	if len(all) == 0 {
		return nil
	}
	var services []string
	for _, work := range all {
		services = append(services, work.Service)
		w.because(work.Service, "restarts", work.Because)
	}
	state, err := w.engine.Observe(ctx, w.project.Name)
	if err != nil {
		return err
	}
	if only != nil {
		state.Containers = slices.DeleteFunc(state.Containers, func(c plan.Container) bool { return !only[c.ID] })
	}
	w.begun = time.Now()
	p := plan.Restart(w.project.Name, w.project, state, plan.RestartOptions{Services: services})
	inputs, _ := w.engine.ReadInputs(w.project) // what cannot be read is missed where it is needed
	sum, err := w.carryOut(ctx, w.engine, p, engine.ApplyOptions{Project: w.project, State: state, Inputs: inputs})
	return w.conclude(sum, ui.GoalRestart, nil, err)
}

// letGo lets the next command change the project.
func (w *developing) letGo() { w.attempt(w.release()) }

// tell says what happened to files in a service.
func (w *developing) tell(service, did string, paths []string) {
	w.say(ui.News{Service: service, Text: did, Files: w.shown(paths)})
}

// because says what follows from changed files.
func (w *developing) because(service, does string, paths []string) {
	w.say(ui.News{Service: service, Text: does, Because: w.shown(paths)})
}

// note says something in passing.
func (w *developing) note(text string) { w.say(ui.News{Text: text}) }

func (w *developing) say(news ui.News) {
	news.Project = w.project.Name
	w.session.say(news)
}
