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

// appended adds over's items to base's; one of over's that is tagged !reset
// deletes the items of base that equal it.
func (m merging) appended(base, over []*Node, at *step) []*Node {
	out := make([]*Node, 0, len(base)+len(over))
	gone := resets(over)
	for _, item := range base {
		if settled := m.settle(item, at.item()); !gone.has(settled) {
			out = append(out, settled)
		}
	}
	for _, item := range over {
		out = append(out, m.settle(item, at.item()))
	}
	return withoutNil(out)
}

// nodeSet finds equal nodes.
type nodeSet map[uint64][]*Node

// resets gives the items that are tagged !reset.
func resets(items []*Node) nodeSet {
	var set nodeSet
	for _, item := range items {
		if item.Directive != Reset {
			continue
		}
		if set == nil {
			set = nodeSet{}
		}
		h := hash(item)
		set[h] = append(set[h], item)
	}
	return set
}

func (s nodeSet) has(n *Node) bool {
	if s == nil || n == nil {
		return false
	}
	for _, other := range s[hash(n)] {
		if Equal(n, other) {
			return true
		}
	}
	return false
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
