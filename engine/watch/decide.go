package watch

import (
	"maps"
	"path"
	"path/filepath"
	"slices"

	"gocompose/compose"
)

// Change is a path that something happened to, and what is there now.
type Change struct {
	Path string // absolute
	Gone bool   // nothing is there any more
}

// Work is what changes ask of one service. A service that is rebuilt needs no
// more than that: its new image has everything.
type Work struct {
	Service string
	Rebuild bool
	Copy    map[string]string // path in the container → path here
	Delete  []string          // paths in the container, sorted; nothing below another
	Restart bool
	Exec    []compose.Hook
	Because []string // the paths that did it, sorted
}

// Decide gives the work for the services that changes ask something of, by
// name. Of a folder that a rule names itself, and that is gone, nothing is
// deleted: the container may have files of its own there.
func Decide(rules []Rule, changes []Change) []Work {
	found := map[string]*Work{}
	for _, r := range rules {
		hits := r.of(changes)
		if len(hits) == 0 {
			continue
		}
		w := found[r.Service]
		if w == nil {
			w = &Work{Service: r.Service, Copy: map[string]string{}}
			found[r.Service] = w
		}
		for _, c := range hits {
			w.take(r, c)
		}
		w.follow(r)
	}
	out := make([]Work, 0, len(found))
	for _, name := range slices.Sorted(maps.Keys(found)) {
		out = append(out, found[name].finished())
	}
	return out
}

// of gives the changes that the rule is about.
func (r Rule) of(changes []Change) (hits []Change) {
	for _, c := range changes {
		ownFolder := c.Gone && c.Path == r.Path && !r.file && r.Syncs()
		if r.Matches(c.Path) && !ownFolder {
			hits = append(hits, c)
		}
	}
	return hits
}

// take adds what one change asks for by one rule.
func (w *Work) take(r Rule, c Change) {
	w.Because = append(w.Because, c.Path)
	switch {
	case r.Action == "rebuild":
		w.Rebuild = true
	case !r.Syncs() || r.mounted:
	case c.Gone:
		w.Delete = append(w.Delete, r.inContainer(c.Path))
	default:
		w.Copy[r.inContainer(c.Path)] = c.Path
	}
}

// follow adds what comes after the files are there, once however many they are.
func (w *Work) follow(r Rule) {
	switch r.Action {
	case "restart", "sync+restart":
		w.Restart = true
	case "sync+exec":
		w.Exec = append(w.Exec, r.Exec)
	}
}

func (w *Work) finished() Work {
	slices.Sort(w.Because)
	w.Because = slices.Compact(w.Because)
	if w.Rebuild {
		return Work{Service: w.Service, Rebuild: true, Because: w.Because}
	}
	w.Delete = outermost(w.Delete)
	return *w
}

// outermost gives paths, sorted, without those that go along with another.
func outermost(paths []string) (out []string) {
	known := map[string]bool{}
	for _, p := range paths {
		known[p] = true
	}
	for _, p := range slices.Sorted(maps.Keys(known)) {
		along := false
		for above := path.Dir(p); above != "/" && !along; above = path.Dir(above) {
			along = known[above]
		}
		if !along {
			out = append(out, p)
		}
	}
	return out
}

// inContainer gives where a path belongs in the container.
func (r Rule) inContainer(name string) string {
	below, _ := within(r.Path, name)
	return path.Join("/", r.Target, filepath.ToSlash(below))
}
