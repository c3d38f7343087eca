package tree

// lists merges two lists by the rule.
func (m merging) lists(base, over *Node, at *step) *Node {
	rule := at.ruleHere()
	if rule.key == nil {
		return base.WithItems(m.appended(base.Items, over.Items, at))
	}
	return base.WithItems(m.unique(append(base.Items[:len(base.Items):len(base.Items)], over.Items...), at))
}

func (m merging) settleList(n *Node, at *step) *Node {
	if at.ruleHere().key == nil {
		return n.mapItems(func(item *Node) *Node { return m.settle(item, at.item()) })
	}
	items := m.unique(n.Items, at)
	if sameItems(items, n.Items) {
		return n
	}
	return n.WithItems(items)
}

func sameItems(a, b []*Node) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// unique keeps one item a key, in the place of the first.
func (m merging) unique(items []*Node, at *step) []*Node {
	rule := at.ruleHere()
	out := make([]*Node, 0, len(items))
	places := make(map[string]int, len(items))
	for _, item := range items {
		key := rule.key(item)
		i, seen := places[key]
		switch {
		case key == "":
			out = append(out, m.settle(item, at.item()))
		case seen && rule.how == itemMerge:
			out[i] = m.merge(out[i], item, at.item())
		case seen:
			out[i] = m.settle(item, at.item())
		default:
			places[key] = len(out)
			out = append(out, m.settle(item, at.item()))
		}
	}
	return withoutNil(out)
}

// appended adds over's items to base's, except those that are already there.
func (m merging) appended(base, over []*Node, at *step) []*Node {
	out := make([]*Node, 0, len(base)+len(over))
	seen := make(map[uint64][]int, len(base)+len(over))
	place := func(item *Node) int {
		for _, i := range seen[hash(item)] {
			if out[i] != nil && Equal(out[i], item) {
				return i
			}
		}
		return -1
	}
	add := func(item *Node) {
		if item = m.settle(item, at.item()); item != nil {
			h := hash(item)
			seen[h] = append(seen[h], len(out))
			out = append(out, item)
		}
	}
	for _, item := range base {
		add(item)
	}
	for _, item := range over {
		i := place(item)
		switch {
		case i < 0:
			add(item)
		case item.Directive == Reset:
			out[i] = m.settle(item, at.item())
		}
	}
	return withoutNil(out)
}

func withoutNil(items []*Node) []*Node {
	out := items[:0]
	for _, item := range items {
		if item != nil {
			out = append(out, item)
		}
	}
	return out
}
