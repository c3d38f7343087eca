package compose

import (
	"fmt"
	"path/filepath"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// extendsRef is what extends names.
type extendsRef struct {
	service spot
	file    spot // without a node: the same file
}

var extendsFields = table[extendsRef]{
	"file": func(d *decoder, s spot, into *extendsRef) {
		if _, ok := d.text(s); ok {
			into.file = s
		}
	},
	"service": func(d *decoder, s spot, into *extendsRef) {
		if _, ok := d.text(s); ok {
			into.service = s
		}
	},
}

// extendsEntry reads extends: a service's name, or a map with service and file.
func (l *loader) extendsEntry(service string, e tree.Entry) (extendsRef, bool) {
	d := &decoder{broken: l.broken}
	s := spot{Node: e.Value, key: e.KeyPos, name: "extends", word: "extends", owner: "service " + service}
	var ref extendsRef
	switch s.Kind {
	case tree.Scalar:
		if _, ok := d.text(s); ok {
			ref.service = s
		}
	case tree.Map:
		extendsFields.decode(d, s, "extends.", &ref)
		if s.Get("service").IsNull() {
			d.fail(s.key, "add service: with the name of the service to extend", "extends of service %s names no service", service)
		}
	default:
		d.wrong(s, "text or a map")
	}
	l.follow(d.diags)
	return ref, d.diags.Err() == nil
}

// basesIn gives the services of another file, whose paths are relative to its
// own folder. As in docker compose, what that file includes is not among them.
func (l *loader) basesIn(u *unit, file spot) *bases {
	s, ok := l.locate(u, file)
	if !ok {
		return nil
	}
	key := fmt.Sprintf("%s %p", s.path, u)
	if b, ok := l.bases[key]; ok {
		return b
	}
	below := &unit{
		dir: filepath.Dir(s.path), folder: l.folderOf(filepath.Dir(s.path)), snapshot: s.snapshot, ref: s.ref, env: u.env, set: u.set, parent: u.parent,
	}
	l.enter(below, u)
	if s.snapshot != "" {
		below.folder = below.dir
	}
	l.bases[key] = nil
	documents, ok := l.documentsOf(s, below, file.at())
	if ok {
		l.bases[key] = l.basesOf(s, below, documents)
	}
	return l.bases[key]
}

func (l *loader) basesOf(s source, u *unit, documents []document) *bases {
	b := &bases{path: s.path, name: s.name, unit: u, done: map[string]*tree.Node{}}
	for _, d := range documents {
		for _, e := range entriesOf(d.root.Get("services")) {
			b.services = append(b.services, e.Key)
		}
	}
	expanded := map[string]*tree.Node{}
	b.raw = func(name string) (*tree.Node, bool) {
		n, ok := expanded[name]
		if !ok {
			n = l.serviceIn(documents, name)
			expanded[name] = n
		}
		return n, n != nil
	}
	if len(b.services) == 0 {
		l.fail(diag.Pos{File: s.name}, "the file has no services that could be extended", "begin with services:")
	}
	return b
}

// serviceIn gives a service of another file, nil where it has none of the name.
// Nothing else of the file is looked at.
func (l *loader) serviceIn(documents []document, name string) *tree.Node {
	var root *tree.Node
	for _, d := range documents {
		if e, ok := d.root.Get("services").Entry(name); ok {
			n := l.expanded(d, tree.MapOf(tree.Pair("services", tree.MapOf(e))))
			l.lint(n)
			if d.unit.snapshot != "" {
				n = l.closed(n, d.unit)
			}
			n = rebase(n, d.unit.folder)
			l.noteResets(root, n)
			root = tree.Layer(root, n, mergeRules)
		}
	}
	return root.Get("services").Get(name)
}
