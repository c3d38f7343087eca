package tree

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"gocompose/compose/diag"
)

// mapping builds a map: its own keys in source order, and where << stands those
// of the merged maps that it does not have itself.
func (b *builder) mapping(y *yaml.Node, depth int) (*Node, int) {
	m := mapping{b: b, own: b.ownKeys(y)}
	n := &Node{Kind: Map, Pos: b.places.of(y), Directive: b.directive(y)}
	size := 1
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := y.Content[i], y.Content[i+1]
		child, s := b.node(value, depth+1)
		size += s + 1
		switch text, pos, ok := b.key(key); {
		case !ok:
		case isMergeKey(key):
			m.merge(value, child)
		case m.own[text] == key:
			m.entries = append(m.entries, Entry{Key: text, KeyPos: pos, Value: child})
		}
	}
	return n.WithEntries(m.entries), size
}

// ownKeys gives the first key of each text, and reports the others.
func (b *builder) ownKeys(y *yaml.Node) map[string]*yaml.Node {
	own := make(map[string]*yaml.Node, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := y.Content[i]
		text, pos, ok := b.key(key)
		if !ok {
			b.problems.Add(diag.Diagnostic{
				Pos:     pos,
				Summary: fmt.Sprintf("a %s cannot be a key", text),
				Hint:    "write the key as text; a value that begins with { or [ needs quotes",
			})
			continue
		}
		first := own[text]
		if first == nil {
			own[text] = key
			continue
		}
		b.problems.Add(diag.Diagnostic{
			Pos:     pos,
			Summary: fmt.Sprintf("key %q is already in this map", text),
			Hint:    "remove one of the two, or put both values under one key",
			Related: []diag.Related{{Pos: b.places.of(first), Note: "first here"}},
		})
	}
	return own
}

// key gives a key's text and place; what cannot be a key gives its kind.
func (b *builder) key(y *yaml.Node) (text string, pos diag.Pos, ok bool) {
	pos = b.places.of(y)
	if y.Kind == yaml.AliasNode {
		y = y.Alias
	}
	switch y.Kind {
	case yaml.MappingNode:
		return "map", pos, false
	case yaml.SequenceNode:
		return "list", pos, false
	}
	return y.Value, pos, true
}

func isMergeKey(y *yaml.Node) bool { return y.Kind == yaml.ScalarNode && y.Tag == "!!merge" }

// mapping gathers a map's entries.
type mapping struct {
	b       *builder
	own     map[string]*yaml.Node
	entries []Entry
	merged  map[string]bool
}

// merge adds the entries of the maps under a <<: an earlier map wins over a later one.
func (m *mapping) merge(y *yaml.Node, value *Node) {
	switch {
	case m.b.stopped:
	case value.Kind == Map:
		m.add(value)
	case value.Kind == List:
		for i, item := range value.Items {
			if item.Kind != Map {
				m.refuse(item.Pos)
				continue
			}
			_ = i
			m.add(item)
		}
	default:
		m.refuse(m.b.places.of(y))
	}
}

func (m *mapping) refuse(pos diag.Pos) {
	m.b.problems.Add(diag.Diagnostic{
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
