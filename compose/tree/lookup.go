package tree

import (
	"strconv"
	"strings"

	"gocompose/compose/diag"
)

// Entry finds a map's entry by its key.
func (n *Node) Entry(key string) (Entry, bool) {
	if n == nil || n.Kind != Map {
		return Entry{}, false
	}
	if n.index != nil {
		i, ok := n.index[key]
		if !ok {
			return Entry{}, false
		}
		return n.Entries[i], true
	}
	for i := len(n.Entries) - 1; i >= 0; i-- {
		if n.Entries[i].Key == key {
			return n.Entries[i], true
		}
	}
	return Entry{}, false
}

// Get finds a map's value by its key. It is nil where the key or the map is absent.
func (n *Node) Get(key string) *Node {
	e, _ := n.Entry(key)
	return e.Value
}

// Size counts the values of a tree, each alias for what it stands for.
func (n *Node) Size() int {
	if n == nil {
		return 0
	}
	size := 1
	for _, e := range n.Entries {
		size += e.Value.Size()
	}
	for _, item := range n.Items {
		size += item.Size()
	}
	return size
}

// IsNull tells whether the value is absent or null.
func (n *Node) IsNull() bool { return n == nil || n.Kind == Null }

// At gives the deepest known place on a path: in a map the place of the key, in
// a list that of the item whose text is the path's element or begins with
// "element=", or else of the item with that decimal index.
func (n *Node) At(path ...string) diag.Pos {
	if n == nil {
		return diag.Pos{}
	}
	pos := n.Pos
	for _, element := range path {
		if e, ok := n.Entry(element); ok {
			n, pos = e.Value, e.KeyPos
			continue
		}
		item := n.item(element)
		if item == nil {
			break
		}
		n, pos = item, item.Pos
	}
	return pos
}

func (n *Node) item(element string) *Node {
	for _, item := range n.Items {
		if item.Kind != Scalar {
			continue
		}
		if rest, ok := strings.CutPrefix(item.Value, element); ok && (rest == "" || rest[0] == '=') {
			return item
		}
	}
	if i, err := strconv.Atoi(element); err == nil && i >= 0 && i < len(n.Items) {
		return n.Items[i]
	}
	return nil
}
