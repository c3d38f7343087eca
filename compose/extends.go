package compose

import (
	"slices"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// bases are the services that can be extended in one place: a document with
// what it includes, or another file.
type bases struct {
	path     string                               // of the file, absolute
	name     string                               // of the file, as the user would write it
	services []string                             // all names
	raw      func(name string) (*tree.Node, bool) // expanded, its own extends still to be done
	unit     *unit
	done     map[string]*tree.Node // by service, with extends carried out
}

func (b *bases) in() string {
	if b.name == "" {
		return ""
	}
	return " in " + b.name
}

// extended carries out the extends of a document's services. What a service
// says itself lies on top of what it extends; its !reset and !override count for
// earlier files too.
func (l *loader) extended(d document, n *tree.Node) *tree.Node {
	services := n.Get("services")
	if !slices.ContainsFunc(entriesOf(services), func(e tree.Entry) bool { return e.Value.Get("extends") != nil }) {
		return n
	}
	b := &bases{path: d.path, unit: d.unit, done: map[string]*tree.Node{}}
	for _, e := range services.Entries {
		b.services = append(b.services, e.Key)
	}
	b.raw = func(name string) (*tree.Node, bool) {
		e, ok := services.Entry(name)
		return e.Value, ok
	}
	out := slices.Clone(services.Entries)
	for i, e := range out {
		out[i].Value = l.service(b, e.Key, nil)
	}
	return n.With("services", services.WithEntries(out))
}

// service gives a service with its extends carried out.
func (l *loader) service(b *bases, name string, chain []link) *tree.Node {
	if n, ok := b.done[name]; ok {
		return n
	}
	n, _ := b.raw(name)
	e, ok := n.Entry("extends")
	if ok && e.Value.Directive == tree.Reset {
		n, ok = n.With("extends", nil), false
	}
	if ok {
		n = l.extend(b, name, n, e, chain)
	}
	b.done[name] = n
	return n
}

// extend puts a service on top of the one that it extends. Where that cannot be
// found the service keeps the key, so that nobody wonders at what it lacks.
func (l *loader) extend(b *bases, name string, n *tree.Node, e tree.Entry, chain []link) *tree.Node {
	ref, ok := l.extendsEntry(name, e)
	if !ok {
		return n
	}
	from := b
	if ref.file.Node != nil {
		if from = l.basesIn(b.unit, ref.file); from == nil {
			return n
		}
	}
	step := link{path: b.path, name: name, pos: ref.service.at(), note: "service " + name + " extends " + ref.service.Value + from.in()}
	if !l.endsSomewhere(from, ref, append(slices.Clip(chain), step)) {
		return n
	}
	if _, ok := from.raw(ref.service.Value); !ok {
		l.noBase(from, name, ref.service)
		return n
	}
	chain = append(slices.Clip(chain), step)
	if l.tooDeep(chain) {
		return n
	}
	base := l.service(from, ref.service.Value, chain)
	n = n.With("extends", nil)
	if base.IsNull() || base.Kind != tree.Map || !l.brings(base, step.pos) {
		return n
	}
	wrap := func(n *tree.Node) *tree.Node {
		return tree.MapOf(tree.Pair("services", tree.MapOf(tree.Pair(name, n))))
	}
	// The directives of the base were for what it extends itself.
	below := tree.Normalise(wrap(base), mergeRules)
	l.noteResets(below, wrap(n))
	layer := tree.Layer(below, wrap(n), mergeRules)
	return layer.Get("services").Get(name).WithPos(n.Pos)
}

// endsSomewhere refuses a chain that comes back to one of its services.
func (l *loader) endsSomewhere(from *bases, ref extendsRef, chain []link) bool {
	i := slices.IndexFunc(chain, func(step link) bool { return step.path == from.path && step.name == ref.service.Value })
	if i < 0 {
		return true
	}
	l.problems.Add(diag.Diagnostic{
		Pos: ref.service.at(), Summary: "service " + ref.service.Value + " extends itself",
		Hint: "remove one of these extends, or move what they share into a service of its own", Related: chainOf(chain[i:]),
	})
	return false
}

func (l *loader) noBase(from *bases, name string, ref spot) {
	hint := knownNames(ref.Value, "services", from.services)
	if file := l.fileWith(ref.Value); file != "" && from.name == "" {
		hint = "write file: " + file + " beside service:, for extends looks in one file only"
	}
	l.broken[ref.Pos] = true
	l.fail(ref.at(), "service "+name+" extends "+ref.Value+", which does not exist"+from.in(), hint)
}

// fileWith gives another of the project's files that has a service.
func (l *loader) fileWith(service string) string {
	for _, d := range l.documents {
		if d.root.Get("services").Get(service) != nil && d.path != "-" {
			return l.shown(d.path)
		}
	}
	return ""
}
