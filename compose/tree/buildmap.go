package tree

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"gocompose/compose/diag"
)

// mapping builds a map: its own keys in source order, and where << stands those
// of the merged maps that it does not have itself.
func (b *builder) mapping(y *yaml.Node, depth int) (*Node, int) {
	m := mapping{b: b, own: ownKeys(y)}
	n := &Node{Kind: Map, Pos: b.places.of(y), Directive: b.directive(y)}
	size := 1
	for i := 0; i+1 < len(y.Content); i += 2 {
		m.key(y.Content[i])
		child, s := b.node(y.Content[i+1], depth+1)
		size += s + 1
		m.value(y.Content[i], child)
	}
	y.Content = nil // the garbage collector may have it while the rest is built
	return n.WithEntries(m.entries), size
}

// ownKeys gives the first key of each text.
func ownKeys(y *yaml.Node) map[string]*yaml.Node {
	own := make(map[string]*yaml.Node, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		text, _ := keyText(y.Content[i])
		if own[text] == nil {
			own[text] = y.Content[i]
		}
	}
	return own
}

// keyText gives the text of a scalar key, whatever its type.
func keyText(y *yaml.Node) (string, bool) {
	if y.Kind == yaml.AliasNode {
		y = y.Alias
	}
	return y.Value, y.Kind == yaml.ScalarNode
}

func isMergeKey(y *yaml.Node) bool { return y.Kind == yaml.ScalarNode && y.Tag == "!!merge" }

// mapping gathers a map's entries.
type mapping struct {
	b       *builder
	own     map[string]*yaml.Node
	entries []Entry
	merged  map[string]bool
}

// key reports what cannot be a key, and a key that is there already.
func (m *mapping) key(y *yaml.Node) {
	text, ok := keyText(y)
	first := m.own[text]
	switch {
	case m.b.stopped:
	case !ok:
		m.b.report(diag.Diagnostic{
			Pos:     m.b.places.of(y),
			Summary: "a map or list cannot be a key",
			Hint:    "write the key as text; a value that begins with { or [ needs quotes",
		})
	case first != y:
		m.b.report(diag.Diagnostic{
			Pos:     m.b.places.of(y),
			Summary: fmt.Sprintf("key %q is already in this map", shortened(text)),
			Hint:    "remove one of the two, or put both values under one key",
			Related: []diag.Related{{Pos: m.b.places.of(first), Note: "first here"}},
		})
	}
}

// value adds an entry, or those that << stands for.
func (m *mapping) value(key *yaml.Node, value *Node) {
	text, ok := keyText(key)
	switch {
	case m.b.stopped || !ok || m.own[text] != key:
	case isMergeKey(key):
		m.merge(value)
	default:
		m.entries = append(m.entries, Entry{Key: text, KeyPos: m.b.places.of(key), Value: value})
	}
}

// merge adds the entries of the maps under a <<: an earlier map wins over a later one.
func (m *mapping) merge(value *Node) {
	switch value.Kind {
	case Map:
		m.add(value)
	case List:
		for _, item := range value.Items {
			if item.Kind == Map {
				m.add(item)
			} else {
				m.refuse(item.Pos)
			}
		}
	default:
		m.refuse(value.Pos)
	}
}

func (m *mapping) refuse(pos diag.Pos) {
	m.b.report(diag.Diagnostic{
		Pos:     pos,
		Summary: "<< merges maps only",
		Hint:    "give it an alias of a map, such as \"<<: *name\", or a list of them",
	})
}

func (m *mapping) add(from *Node) {
	if m.merged == nil {
		m.merged = make(map[string]bool)
	}
	for _, e := range from.Entries {
		if m.own[e.Key] == nil && !m.merged[e.Key] {
			m.merged[e.Key] = true
			m.entries = append(m.entries, e)
		}
	}
}
