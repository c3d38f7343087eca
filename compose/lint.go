package compose

import (
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// lint looks at one document, before Merge gives values one form and lets the
// later of two files win.
func (l *loader) lint(root *tree.Node) {
	for _, e := range entriesOf(root.Get("services")) {
		l.doubled(e.Key, e.Value.Get("volumes"), mountTarget)
		l.doubled(e.Key, e.Value.Get("tmpfs"), tmpfsTarget)
		l.scalars(e.Value, "a list or a map",
			"annotations", "depends_on", "environment", "extra_hosts", "labels", "models", "networks", "sysctls")
		l.scalars(e.Value.Get("build"), "a list or a map", "additional_contexts", "args", "extra_hosts", "labels", "ssh")
		l.scalars(e.Value.Get("deploy"), "a list or a map", "labels")
		l.assignments(e.Value.Get("environment"))
		l.assignments(e.Value.Get("build").Get("args"))
		for _, mount := range itemsOf(e.Value.Get("volumes")) {
			l.scalars(mount.Get("volume"), "a list or a map", "labels")
		}
	}
	for _, key := range []string{"configs", "networks", "secrets", "volumes"} {
		for _, e := range entriesOf(root.Get(key)) {
			l.scalars(e.Value, "a list or a map", "labels")
		}
	}
}

func entriesOf(n *tree.Node) []tree.Entry {
	if n == nil {
		return nil
	}
	return n.Entries
}

func itemsOf(n *tree.Node) []*tree.Node {
	if n == nil {
		return nil
	}
	return n.Items
}

// scalars refuses text where a list or a map must be, which Merge would take
// for a list of one.
func (l *loader) scalars(n *tree.Node, wanted string, keys ...string) {
	for _, key := range keys {
		if v := n.Get(key); v != nil && v.Kind == tree.Scalar {
			l.broken[v.Pos] = true
			l.problems.Add(diag.Diagnostic{
				Rule: diag.Type, Pos: v.Pos, Summary: key + " must be " + wanted + ", not " + described(v), Hint: wayTo(wanted),
			})
		}
	}
}

// doubled refuses two items of one list that go to one target.
func (l *loader) doubled(service string, list *tree.Node, target func(*tree.Node) string) {
	if list.IsNull() {
		return
	}
	first := map[string]*tree.Node{}
	for _, item := range list.Items {
		key := target(item)
		other := first[key]
		if key != "" && other != nil && !tree.Equal(other, item) {
			l.problems.Add(diag.Diagnostic{
				Rule: diag.Conflict, Pos: item.Pos, Summary: "service " + service + " has two mounts on " + key,
				Hint:    "keep one of them, or choose another target",
				Related: []diag.Related{{Pos: other.Pos, Note: "the first mount on " + key}},
			})
		}
		if other == nil {
			first[key] = item
		}
	}
}

// assignments warns of items of a list that name a variable to pass on, but
// read as if they gave it a value.
func (l *loader) assignments(list *tree.Node) {
	for _, item := range itemsOf(list) {
		i := strings.IndexAny(item.Value, ": ")
		if item.Kind != tree.Scalar || i <= 0 || strings.Contains(item.Value, "=") {
			continue
		}
		l.warn(item.Pos, "\""+cut(item.Value)+"\" has no =, so that all of it is the name of a variable to pass on",
			"write "+cut(item.Value[:i]+"="+strings.TrimLeft(item.Value[i:], ": ")))
	}
}
