package tree

import "gocompose/compose/diag"

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

// With gives a copy of a map with another value for a key, which goes to the
// end where it is new. A nil value drops the key. What is no map stays.
func (n *Node) With(key string, value *Node) *Node {
	if n == nil || n.Kind != Map {
		return n
	}
	old := n.Get(key)
	switch {
	case old == value:
		return n
	case old == nil:
		return n.WithEntries(append(n.Entries[:len(n.Entries):len(n.Entries)], Entry{Key: key, KeyPos: value.Pos, Value: value}))
	}
	return n.mapValues(func(e Entry) *Node {
		if e.Key == key {
			return value
		}
		return e.Value
	})
}

// Below gives the tree with every value of a map, or item of a list, replaced
// by what replace makes of it; nil drops it. Where nothing changes, the node
// stays the same.
func (n *Node) Below(replace func(*Node) *Node) *Node {
	if n == nil {
		return nil
	}
	return n.mapValues(func(e Entry) *Node { return replace(e.Value) }).mapItems(replace)
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
