package compose

import (
	"fmt"
	"path/filepath"
	"slices"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

const (
	maxIncludes     = 1000 // files of a project, which bounds the work
	maxIncludeDepth = 100
)

// included brings in what a document includes, below what it says itself. The
// specification has conflicts refused; as in docker compose the including
// document wins, and of the files that it includes the earlier one.
func (l *loader) included(d document, n *tree.Node) *tree.Node {
	e, ok := n.Entry("include")
	if !ok {
		return n
	}
	n = n.With("include", nil)
	if e.Value.IsNull() || e.Value.Directive == tree.Reset {
		return n
	}
	in := imports{l: l}
	for _, entry := range l.includeEntries(e) {
		if model := l.include(d, entry); model != nil {
			in.add(model)
		}
	}
	below := in.below(n)
	l.noteResets(below, n)
	return tree.Layer(below, n, mergeRules)
}

// include gives the merged tree of an included project, nil where it cannot be read.
func (l *loader) include(d document, e includeEntry) *tree.Node {
	main, ok := l.locate(d.unit, e.paths[0])
	if !ok || !l.mayInclude(d, main, e) {
		return nil
	}
	u := &unit{
		dir: filepath.Dir(main.path), snapshot: main.snapshot, ref: main.ref, env: d.unit.env, parent: d.unit,
		by: append(slices.Clip(d.unit.by), link{path: d.path, pos: e.pos(), note: "includes " + main.name}),
	}
	l.enter(u, d.unit)
	if !l.settle(u, d.unit, e) {
		return nil
	}
	documents, _ := l.documentsOf(main, u, e.pos())
	for _, path := range e.paths[1:] {
		if s, ok := l.locate(d.unit, path); ok {
			more, _ := l.documentsOf(s, u, path.at())
			documents = append(documents, more...)
		}
	}
	return l.ownContexts(u, l.merged(documents))
}

// settle finds the folder and the environment of an included unit.
func (l *loader) settle(u, from *unit, e includeEntry) bool {
	if e.directory.Node != nil {
		dir, ok := l.confine(from, e.directory)
		if !ok || !l.isFolder(dir, e.directory) {
			return false
		}
		u.dir, u.open = dir, from.snapshot == "" // the caller's own word
	}
	u.folder = l.folderOf(u.dir)
	if u.snapshot != "" && !u.open {
		u.folder = u.dir // the cache has no relation to the project directory
	}
	return l.ownEnvironment(u, from, e)
}

// mayInclude refuses cycles and what does not end.
func (l *loader) mayInclude(d document, main source, e includeEntry) bool {
	chain := append(slices.Clip(d.unit.by), link{path: d.path, pos: e.pos(), note: "includes " + main.name})
	l.includes += len(e.paths)
	if i := slices.IndexFunc(chain, func(step link) bool { return step.path == main.path }); i >= 0 {
		l.partial = true
		l.problems.Add(diag.Diagnostic{
			Pos: e.pos(), Summary: "file " + main.name + " includes itself", Hint: "remove one of these includes", Related: chainOf(chain[i:]),
		})
		return false
	}
	if l.includes <= maxIncludes && len(chain) <= maxIncludeDepth {
		return true
	}
	if !l.crowded {
		l.crowded = true
		l.fail(e.pos(), fmt.Sprintf("the project includes more than %d files, or deeper than %d levels", maxIncludes, maxIncludeDepth),
			"include fewer files, or put several into one")
	}
	l.partial = true
	return false
}

// ownContexts gives builds that have no context the unit's folder, for the
// default of the including project is its own.
func (l *loader) ownContexts(u *unit, n *tree.Node) *tree.Node {
	if u.folder == "." {
		return n
	}
	return edit(n, []string{"services", "*", "build"}, func(build *tree.Node) *tree.Node {
		if build.Kind != tree.Map || build.Get("context") != nil {
			return build
		}
		return build.With("context", tree.Str(u.folder).WithPos(build.Pos))
	})
}

// done is for a key that has been carried out before, or that could not be,
// which was reported.
func done[T any](*decoder, spot, *T) {}
