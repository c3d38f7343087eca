package compose

import (
	"path/filepath"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/remote"
	"gocompose/compose/tree"
)

// unit is a set of files that is read as one project: the project itself, or
// one that it includes.
type unit struct {
	dir      string              // absolute folder that the paths in its files start from
	folder   string              // dir as the project directory sees it, "." for that itself
	snapshot string              // absolute folder that a remote unit may read from; "" for a local one
	ref      remote.Ref          // that the snapshot is of
	open     bool                // a remote unit may read from dir, too
	env      map[string]string   // what ${…} sees
	set      map[string]diag.Pos // where env's values stand that come from its own env files
	files    []envSource         // its own env files
	parent   *unit               // that includes it
	by       []link              // the includes that led here, from the project's own files on
}

// link is one step of a chain of includes or of extends.
type link struct {
	path string // of the file that it stands in, absolute
	name string // of the service that extends
	pos  diag.Pos
	note string
}

// document is one of the YAML documents of a file.
type document struct {
	root *tree.Node // a map
	src  []byte     // of the whole file
	path string     // of the file, absolute, or "-"
	unit *unit
}

func (u *unit) lookup(name string) (string, bool) {
	value, ok := u.env[name]
	return value, ok
}

// merged expands the templates of a unit's documents, brings in what they
// include and extend, and puts the documents on top of one another.
func (l *loader) merged(documents []document) *tree.Node {
	var root *tree.Node
	for _, d := range documents {
		n := l.expanded(d, d.root)
		l.lint(n)
		if d.unit != l.own {
			n = passedOn(n, d.unit)
			l.give(n, d.unit)
		}
		if d.unit.snapshot != "" {
			n = l.closed(n, d.unit)
		}
		n = l.included(d, rebase(n, d.unit.folder))
		n = l.extended(d, n)
		l.noteResets(root, n)
		root = tree.Merge(root, n, mergeRules)
	}
	return root
}

// expanded fills the variables into a part of a document.
func (l *loader) expanded(d document, n *tree.Node) *tree.Node {
	return n.Scalars(func(n *tree.Node) *tree.Node { return l.expand(n, d) })
}

// folderOf gives a folder as the project directory sees it.
func (l *loader) folderOf(dir string) string {
	if rel, err := filepath.Rel(l.directory(), dir); err == nil {
		return rel
	}
	return dir
}

// local makes a path in a file of a folder absolute; ~ is the home folder.
func (l *loader) local(dir, path string) string {
	home := l.process["HOME"]
	switch {
	case filepath.IsAbs(path):
		return filepath.Clean(path)
	case strings.HasPrefix(path, "~") && home != "":
		return filepath.Join(home, path[1:])
	}
	return filepath.Join(dir, path)
}

// chainOf gives the steps of a chain for a problem.
func chainOf(chain []link) []diag.Related {
	related := make([]diag.Related, len(chain))
	for i, step := range chain {
		related[i] = diag.Related{Pos: step.pos, Note: step.note}
	}
	return related
}
