package tree

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gocompose/compose/diag"
)

// A form function gives the same node where it already has the form, and also
// where it cannot have it: to refuse it is the decoder's work.

// listed makes a scalar the list of that scalar.
func listed(n *Node) *Node {
	if n.Kind != Scalar {
		return n
	}
	return n.as(List).WithItems([]*Node{n.withDirective(NoDirective)})
}

func wrapped(n *Node, key string) *Node {
	if n.Kind != Scalar {
		return n
	}
	return n.as(Map).WithEntries([]Entry{{Key: key, KeyPos: n.Pos, Value: n.withDirective(NoDirective)}})
}

// as gives an empty node of another kind with the same place and directive.
func (n *Node) as(kind Kind) *Node {
	return &Node{Kind: kind, Pos: n.Pos, Directive: n.Directive}
}

// named makes a list of names a map of them.
func named(n *Node, value *Node) *Node {
	list := listed(n)
	items, ok := scalars(list)
	if !ok {
		return n
	}
	c := collector{}
	for _, item := range items {
		v := value.placed(item.Pos)
		c.set(Entry{Key: item.Value, KeyPos: item.Pos, Value: v.withDirective(item.Directive)})
	}
	return list.as(Map).WithEntries(c.entries)
}

// keyed makes a list of KEY=VALUE a map; of two items with one key the later wins.
func keyed(n *Node, separators string) *Node {
	list := listed(n)
	items, ok := scalars(list)
	if !ok {
		return n
	}
	c := collector{}
	for _, item := range items {
		c.set(item.split(separators))
	}
	return list.as(Map).WithEntries(c.entries)
}

// keyedLists makes either form a map of lists.
func keyedLists(n *Node, separators string) *Node {
	if n.Kind == Map {
		return n.mapValues(func(e Entry) *Node { return listed(e.Value) })
	}
	list := listed(n)
	items, ok := scalars(list)
	if !ok {
		return n
	}
	c := collector{}
	for _, item := range items {
		e := item.split(separators)
		if old, ok := c.get(e.Key); ok && e.Value.Directive == NoDirective {
			e.Value = old.WithItems(append(old.Items[:len(old.Items):len(old.Items)], e.Value))
		} else {
			e.Value = listed(e.Value)
		}
		c.set(e)
	}
	return list.as(Map).WithEntries(c.entries)
}

// scalars gives the items of a list of nothing but scalars. One that is no
// scalar but tagged !reset has no key to delete and does not count.
func scalars(list *Node) ([]*Node, bool) {
	items := slices.DeleteFunc(slices.Clone(list.Items), func(item *Node) bool {
		return item.Kind != Scalar && item.Directive == Reset
	})
	other := slices.ContainsFunc(items, func(item *Node) bool { return item.Kind != Scalar })
	return items, list.Kind == List && !other
}

// split reads a scalar as KEY<separator>VALUE: the first of the separators that
// occurs in it. Without one the value is null.
func (n *Node) split(separators string) Entry {
	for i := range separators {
		key, value, found := strings.Cut(n.Value, separators[i:i+1])
		if !found {
			continue
		}
		v := &Node{Kind: Scalar, Value: value, Directive: n.Directive, marked: n.marked, Pos: n.Pos, copied: n.copied}
		if n.copied {
			v.Pos.Column += utf8.RuneCountInString(key) + 1
			if n.Style != Plain {
				v.Pos.Column++
			}
		}
		return Entry{Key: key, KeyPos: n.Pos, Value: v}
	}
	return Entry{Key: n.Value, KeyPos: n.Pos, Value: n.as(Null).withDirective(n.Directive)}
}

// placed gives the tree with every place set to pos.
func (n *Node) placed(pos diag.Pos) *Node {
	out := n.mapItems(func(item *Node) *Node { return item.placed(pos) })
	out = out.mapValues(func(e Entry) *Node { return e.Value.placed(pos) }).WithPos(pos)
	for i := range out.Entries {
		out.Entries[i].KeyPos = pos
	}
	return out
}

// collector gathers entries under unique keys: a later one replaces an earlier one in its place.
type collector struct {
	entries []Entry
	index   map[string]int
}

func (c *collector) get(key string) (*Node, bool) {
	i, ok := c.index[key]
	if !ok {
		return nil, false
	}
	return c.entries[i].Value, true
}

func (c *collector) set(e Entry) {
	if i, ok := c.index[e.Key]; ok {
		c.entries[i] = e
		return
	}
	if c.index == nil {
		c.index = make(map[string]int)
	}
	c.index[e.Key] = len(c.entries)
	c.entries = append(c.entries, e)
}
