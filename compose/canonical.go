package compose

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"gocompose/compose/tree"
)

// Canonical gives the project as `config` writes it in YAML: long forms,
// defaults filled in, x-* kept, and every $ doubled, so that loading the output
// again gives the same project.
func (p *Project) Canonical() *tree.Node {
	return escaped(modelNode(reflect.ValueOf(p)))
}

// Recorded gives the project as Canonical does, but with keys as they are: a
// project that is loaded has no ${…} in those, so that this one is the same to
// the last key.
func (p *Project) Recorded() *tree.Node {
	return mapped(modelNode(reflect.ValueOf(p)), func([]tree.Entry) {}, doubled)
}

// CanonicalJSON gives the project as `config --format json` writes it: two
// spaces a level, top-level keys sorted, only the top-level x-* kept.
func (p *Project) CanonicalJSON() ([]byte, error) {
	top := map[string]json.RawMessage{}
	for name, value := range map[string]any{"name": p.Name, "services": p.Services} {
		if err := put(top, name, value); err != nil {
			return nil, err
		}
	}
	for name, group := range map[string]any{"networks": p.Networks, "volumes": p.Volumes, "secrets": p.Secrets, "configs": p.Configs} {
		if reflect.ValueOf(group).Len() == 0 {
			continue
		}
		if err := put(top, name, group); err != nil {
			return nil, err
		}
	}
	for _, x := range p.Extensions {
		top[x.Key] = nodeJSON(x.Value)
	}
	out, err := json.MarshalIndent(top, "", "  ")
	return bytes.ReplaceAll(out, []byte("$"), []byte("$$")), err
}

func put(top map[string]json.RawMessage, name string, value any) error {
	data, err := json.Marshal(value)
	top[name] = data
	return err
}

// JSON gives a tree as JSON, two spaces a level, keys sorted.
func JSON(n *tree.Node) ([]byte, error) { return json.MarshalIndent(nodeJSON(n), "", "  ") }

// nodeJSON gives a node as JSON, keys sorted.
func nodeJSON(n *tree.Node) json.RawMessage {
	var value any
	switch n.Kind {
	case tree.Map:
		entries := make(map[string]json.RawMessage, len(n.Entries))
		for _, e := range n.Entries {
			entries[e.Key] = nodeJSON(e.Value)
		}
		value = entries
	case tree.List:
		items := make([]json.RawMessage, len(n.Items))
		for i, item := range n.Items {
			items[i] = nodeJSON(item)
		}
		value = items
	case tree.Scalar:
		value = scalarJSON(n)
	}
	data, _ := json.Marshal(value) // nothing here can fail
	return data
}

// scalarJSON gives the value of a scalar. Numbers that JSON does not have stay text.
func scalarJSON(n *tree.Node) any {
	text := plain(n)
	if n.Tag != tree.TagString && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return text
}

// escaped doubles every $ of texts and keys.
func escaped(n *tree.Node) *tree.Node {
	return mapped(n, func(e []tree.Entry) {
		for i := range e {
			e[i].Key = double(e[i].Key)
		}
	}, doubled)
}

func doubled(n *tree.Node) *tree.Node {
	if text := double(n.Value); text != n.Value {
		return n.WithValue(text)
	}
	return n
}

func double(text string) string { return strings.ReplaceAll(text, "$", "$$") }

// sorted gives a tree with the keys of all maps in order.
func sorted(n *tree.Node) *tree.Node {
	return mapped(n, func(e []tree.Entry) {
		slices.SortFunc(e, func(a, b tree.Entry) int { return naturally(a.Key, b.Key) })
	}, func(n *tree.Node) *tree.Node { return n })
}

// mapped gives a tree with the entries of every map and every scalar changed.
func mapped(n *tree.Node, entries func([]tree.Entry), scalar func(*tree.Node) *tree.Node) *tree.Node {
	switch n.Kind {
	case tree.Map:
		changed := slices.Clone(n.Entries)
		for i, e := range changed {
			changed[i].Value = mapped(e.Value, entries, scalar)
		}
		entries(changed)
		return n.WithEntries(changed)
	case tree.List:
		items := slices.Clone(n.Items)
		for i, item := range items {
			items[i] = mapped(item, entries, scalar)
		}
		return n.WithItems(items)
	case tree.Scalar:
		return scalar(n)
	}
	return n
}
