package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"gocompose/compose"
	"gocompose/engine"
	"gocompose/engine/watch"
)

// developing is a project whose files are watched. Its lock is held only while
// something is done.
type developing struct {
	*session
	c       *cli.Context
	engine  *engine.Engine
	whole   *compose.Project // as it was read
	project *compose.Project // what of it is asked for
	inputs  map[string]bool  // the files that the project is read from, links followed
	rules   []watch.Rule
	files   *watch.Files
	leave   func()                     // ends files
	known   map[string]bool            // ids of the containers that have what was synced
	synced  map[string]map[string]bool // by service: the paths that its image does not have
}

func newDeveloping(c *cli.Context, conv *convergence) *developing {
	return &developing{session: conv.session, c: c, engine: conv.engine, whole: conv.loaded, project: conv.project, leave: func() {},
		known: map[string]bool{}, synced: map[string]map[string]bool{}}
}

// ready reads the rules of the project.
func (w *developing) ready() error {
	rules, problems := watch.Rules(w.project, w.c.Args().Slice())
	if err := w.warned(problems); err != nil {
		return err
	}
	if len(rules) == 0 {
		return errors.New("nothing to watch: no service that is asked for has a rule under develop.watch; add one, such as {path: ./src, target: /app/src, action: sync}")
	}
	w.rules, w.inputs = rules, w.readFrom()
	return nil
}

// readFrom gives the files that the project is read from. What follows from a
// changed Dockerfile is for a rule to say.
func (w *developing) readFrom() map[string]bool {
	found := map[string]bool{}
	for _, path := range w.project.Inputs() {
		found[watch.Resolved(path)] = true
	}
	for _, s := range w.project.Services {
		if s.Build == nil {
			continue
		}
		delete(found, watch.Resolved(s.Build.DockerfilePath()))
		for _, path := range watch.IgnoreFiles(s.Build) {
			found[watch.Resolved(path)] = true
		}
	}
	return found
}

// look begins to look at the files of the rules. Those of before are looked at
// until then, so that no change is missed.
func (w *developing) look(ctx context.Context) error {
	looking, leave := context.WithCancel(ctx)
	files, err := watch.Watch(looking, w.rules, slices.Sorted(maps.Keys(w.inputs)))
	if err != nil {
		leave()
		return err
	}
	w.leave()
	w.files, w.leave = files, leave
	return nil
}

// run follows the changes until ctx ends. What fails is told, and watched on.
func (w *developing) run(ctx context.Context) error {
	if err := w.look(ctx); err != nil {
		return err
	}
	defer func() { w.leave() }()
	started, missed := w.engine.Arrivals(ctx, w.project.Name)
	w.attempt(w.catchUp(ctx))
	w.note(fmt.Sprintf("watching %s; press Ctrl-C to end", strings.Join(developed(w.rules), ", ")))
	for {
		select {
		case batch := <-w.files.Changes:
			w.attempt(w.follow(ctx, batch.Changes()))
		case err := <-w.files.Failed:
			w.attempt(err)
		case <-started:
			w.attempt(w.catchUp(ctx))
		case err := <-missed:
			w.attempt(err)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// follow does what changes ask for. Whoever watches has the lock only meanwhile.
func (w *developing) follow(ctx context.Context, changes []watch.Change) error {
	if slices.ContainsFunc(changes, func(c watch.Change) bool { return w.inputs[c.Path] }) {
		w.attempt(w.reload(ctx, changes))
	}
	var rebuild, rest []watch.Work
	for _, work := range watch.Decide(w.rules, changes) {
		if work.Rebuild {
			rebuild = append(rebuild, work)
		} else {
			rest = append(rest, work)
		}
	}
	if len(rebuild) > 0 {
		w.attempt(w.rebuild(ctx, rebuild))
	}
	w.attempt(w.catchUp(ctx))
	return w.perform(ctx, rest, nil)
}

// attempt tells of what failed, unless that was shown or is the end.
func (w *developing) attempt(err error) {
	var incomplete *engine.Incomplete
	if err != nil && !errors.Is(err, errShown) && !errors.As(err, &incomplete) && !errors.Is(err, context.Canceled) {
		w.fail(err)
	}
}

// shown gives sorted paths as the user would write them. A folder goes without
// saying where something in it is named.
func (w *developing) shown(paths []string) (out []string) {
	folder := watch.Resolved(w.project.WorkingDir)
	for i, path := range paths {
		if i+1 < len(paths) && strings.HasPrefix(paths[i+1], path+"/") {
			continue
		}
		if short, err := filepath.Rel(folder, path); err == nil && filepath.IsLocal(short) {
			path = filepath.ToSlash(short)
		}
		out = append(out, path)
	}
	return out
}
