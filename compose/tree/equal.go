package tree

import "hash/maphash"

// Equal tells whether two trees hold the same data; places, styles and the
// order of keys do not count.
func Equal(a, b *Node) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil || a.Kind != b.Kind || a.Tag != b.Tag || a.Value != b.Value ||
		len(a.Entries) != len(b.Entries) || len(a.Items) != len(b.Items) {
		return false
	}
	for _, e := range a.Entries {
		if other, ok := b.Entry(e.Key); !ok || !Equal(e.Value, other.Value) {
			return false
		}
	}
	for i := range a.Items {
		if !Equal(a.Items[i], b.Items[i]) {
			return false
		}
	}
	return true
}

var seed = maphash.MakeSeed()

// hash is the same for equal trees.
func hash(n *Node) uint64 {
	h := maphash.String(seed, n.Value) + uint64(n.Kind)<<8 + uint64(n.Tag)
	for _, e := range n.Entries {
		h += maphash.String(seed, e.Key) ^ hash(e.Value)*31
	}
	for _, item := range n.Items {
		h = h*1099511628211 + hash(item)
	}
	return h
}
