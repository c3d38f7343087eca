package watch

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Files tells of the changes of files on this machine that rules are about.
type Files struct {
	Changes <-chan Batch // of a burst; while nobody takes it, it grows
	Failed  <-chan error // what keeps it from being told of all; it goes on

	rules   []Rule
	single  map[string]bool // further files
	notify  *fsnotify.Watcher
	changes chan Batch
	failed  chan error
	news    Batch
	seen    map[string]bool // paths that are asked for and were there
}

// Watch begins to look at the paths of rules and at single files, until ctx ends.
func Watch(ctx context.Context, rules []Rule, files []string) (*Files, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, limited("", err)
	}
	f := &Files{rules: rules, single: map[string]bool{}, seen: map[string]bool{}, notify: notify, changes: make(chan Batch), failed: make(chan error, 1)}
	f.Changes, f.Failed = f.changes, f.failed
	for _, file := range files {
		f.single[Resolved(file)] = true
	}
	if err := f.look(f.see); err != nil {
		notify.Close()
		return nil, err
	}
	go f.serve(ctx)
	return f, nil
}

// look looks at all that is asked for, and visits the paths that are there.
func (f *Files) look(visit func(string)) (err error) {
	for _, root := range f.roots() {
		err = errors.Join(err, f.near(root), f.below(root, visit))
	}
	return err
}

// roots gives the paths that were asked for by name.
func (f *Files) roots() []string {
	roots := slices.Collect(maps.Keys(f.single))
	for _, r := range f.rules {
		roots = append(roots, r.Path)
	}
	return roots
}

// serve owns what has happened. A batch that nobody takes yet goes on growing.
func (f *Files) serve(ctx context.Context) {
	defer f.notify.Close()
	timer := time.NewTimer(0)
	for {
		var out chan Batch
		if at := f.news.due(); !at.IsZero() && !at.After(time.Now()) {
			out = f.changes
		} else if !at.IsZero() {
			timer.Reset(time.Until(at))
		}
		select {
		case e := <-f.notify.Events:
			f.happened(e)
		case err := <-f.notify.Errors:
			f.lost(err)
		case out <- f.news:
			f.news = Batch{}
		case <-timer.C:
		case <-ctx.Done():
			return
		}
	}
}

// happened notes one event. A folder that is new is looked at from now on, and
// what is in it already is new, too.
func (f *Files) happened(e fsnotify.Event) {
	if e.Has(fsnotify.Rename) {
		f.forget(e.Name)
	}
	if f.concerns(e.Name) {
		f.note(e.Name)
	}
	if e.Has(fsnotify.Rename | fsnotify.Remove) {
		delete(f.seen, e.Name)
	}
	if !e.Has(fsnotify.Create) {
		return
	}
	for _, root := range f.roots() {
		from := e.Name
		if _, above := within(e.Name, root); above {
			f.fail(f.near(root))
			from = root
		}
		if _, inside := within(root, from); inside {
			f.fail(f.below(from, f.note))
		}
	}
}

func (f *Files) see(path string) { f.seen[path] = true }

func (f *Files) note(path string) {
	f.see(path)
	f.news.add(path, time.Now())
}

// concerns tells whether a path is one that is asked for.
func (f *Files) concerns(path string) bool {
	return f.single[path] || slices.ContainsFunc(f.rules, func(r Rule) bool { return r.Matches(path) })
}

// lost is what the kernel did not tell: where there was too much of it, every
// file may have changed, or be gone.
func (f *Files) lost(err error) {
	if !errors.Is(err, fsnotify.ErrEventOverflow) {
		f.fail(err)
		return
	}
	before := f.seen
	f.seen = map[string]bool{}
	for path := range before {
		f.news.add(path, time.Now())
	}
	f.fail(f.look(f.note))
}

// fail tells of an error, unless one is told of already.
func (f *Files) fail(err error) {
	if err == nil {
		return
	}
	select {
	case f.failed <- err:
	default:
	}
}
