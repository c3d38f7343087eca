// Package tree reads YAML into nodes that know their place, merges them by a
// table of rules and writes them again.
//
// Nodes come from Parse and from the constructors and never change afterwards,
// so they are shared freely: an alias is the very node of its anchor, and a
// merge copies only the branches that differ.
package tree

import (
	"gocompose/compose/diag"
)

// Kind tells what a node holds.
type Kind uint8

const (
	Null Kind = iota
	Scalar
	Map
	List
)

// String gives the kind as a person would name it.
func (k Kind) String() string {
	return [...]string{"null", "scalar", "map", "list"}[k&3]
}

// Tag is the type that YAML resolved a scalar to. A quoted scalar is a string,
// and so is a timestamp.
type Tag uint8

const (
	TagString Tag = iota
	TagInt
	TagFloat
	TagBool
)

// String gives the type as a person would name it.
func (t Tag) String() string {
	return [...]string{"string", "integer", "number", "boolean"}[t&3]
}

// Style is how a scalar was written.
type Style uint8

const (
	Plain Style = iota
	Single
	Double
	Literal
	Folded
)

// Directive is what a node asks of a merge: nothing, !reset or !override.
type Directive uint8

const (
	NoDirective Directive = iota
	Reset
	Override
)

// Node is a value and its place. The nil Node is the absent value: every method
// accepts it.
type Node struct {
	Kind      Kind
	Tag       Tag       // of a Scalar
	Style     Style     // of a Scalar
	Directive Directive // see Merge
	// Pos is the place of the value: a map's first key, a list's first dash, or
	// the brace of either. An alias has the place of its anchor's value.
	Pos     diag.Pos
	Value   string  // a Scalar's text after YAML's unquoting
	Entries []Entry // of a Map, in source order
	Items   []*Node // of a List

	copied bool           // the source has Value verbatim at Pos (behind the quote, if any)
	marked bool           // a directive is here or below
	index  map[string]int // of a large map's keys into Entries
}

// Entry is one key of a map and its value, which is never nil.
type Entry struct {
	Key    string
	KeyPos diag.Pos
	Value  *Node
}

// Str makes a string.
func Str(text string) *Node { return &Node{Kind: Scalar, Value: text} }

// NullNode makes a null.
func NullNode() *Node { return &Node{} }

// Pair makes an entry without a place.
func Pair(key string, value *Node) Entry { return Entry{Key: key, Value: value} }

// MapOf makes a map. Of two entries with one key, Get finds the last.
func MapOf(entries ...Entry) *Node { return (&Node{Kind: Map}).WithEntries(entries) }

// ListOf makes a list.
func ListOf(items ...*Node) *Node { return (&Node{Kind: List}).WithItems(items) }

// smallMap is the size up to which looking at every key beats an index.
const smallMap = 12

// WithEntries gives a copy of a map with other entries, which it keeps.
func (n *Node) WithEntries(entries []Entry) *Node {
	out := *n
	out.Entries, out.index = entries, nil
	out.marked = out.Directive != NoDirective
	if len(entries) > smallMap {
		out.index = make(map[string]int, len(entries))
	}
	for i, e := range entries {
		out.marked = out.marked || e.Value.marked
		if out.index != nil {
			out.index[e.Key] = i
		}
	}
	return &out
}

// WithItems gives a copy of a list with other items, which it keeps.
func (n *Node) WithItems(items []*Node) *Node {
	out := *n
	out.Items = items
	out.marked = out.Directive != NoDirective
	for _, item := range items {
		out.marked = out.marked || item.marked
	}
	return &out
}

// WithValue gives a copy of a scalar with another text, which is a string.
func (n *Node) WithValue(text string) *Node {
	out := *n
	out.Value, out.Tag, out.copied = text, TagString, false
	return &out
}

// WithPos gives a copy that lies at another place.
func (n *Node) WithPos(pos diag.Pos) *Node {
	out := *n
	out.Pos, out.copied = pos, false
	return &out
}

func (n *Node) withDirective(d Directive) *Node {
	out := *n
	out.Directive = d
	switch out.Kind {
	case Map:
		return out.WithEntries(out.Entries)
	case List:
		return out.WithItems(out.Items)
	}
	out.marked = d != NoDirective
	return &out
}

// Scalars gives the tree with every scalar replaced by what replace makes of
// it. Where nothing changes, the nodes stay the same.
func (n *Node) Scalars(replace func(*Node) *Node) *Node {
	if n == nil {
		return nil
	}
	switch n.Kind {
	case Scalar:
		return replace(n)
	case Map:
		return n.mapValues(func(e Entry) *Node { return e.Value.Scalars(replace) })
	case List:
		return n.mapItems(func(item *Node) *Node { return item.Scalars(replace) })
	}
	return n
}

// mapValues replaces a map's values; an entry whose new value is nil is dropped.
func (n *Node) mapValues(replace func(Entry) *Node) *Node {
	var out []Entry
	for i, e := range n.Entries {
		value := replace(e)
		if value == e.Value && out == nil {
			continue
		}
		if out == nil {
			out = append(make([]Entry, 0, len(n.Entries)), n.Entries[:i]...)
		}
		if value != nil {
			e.Value = value
			out = append(out, e)
		}
	}
	if out == nil {
		return n
	}
	return n.WithEntries(out)
}

// mapItems replaces a list's items; an item that becomes nil is dropped.
func (n *Node) mapItems(replace func(*Node) *Node) *Node {
	var out []*Node
	for i, item := range n.Items {
		next := replace(item)
		if next == item && out == nil {
			continue
		}
		if out == nil {
			out = append(make([]*Node, 0, len(n.Items)), n.Items[:i]...)
		}
		if next != nil {
			out = append(out, next)
		}
	}
	if out == nil {
		return n
	}
	return n.WithItems(out)
}
