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
	a := appender{seen: make(map[uint64][]int, len(base)+len(over))}
	for _, item := range base {
		a.add(m.settle(item, at.item()))
	}
	for _, item := range over {
		settled := m.settle(item, at.item())
		switch same := a.same(item); {
		case item.Directive == Reset:
			for _, i := range same {
				a.items[i] = nil
			}
			a.add(settled)
		case len(same) == 0:
			a.add(settled)
		}
	}
	return withoutNil(a.items)
}

// appender gathers items and finds those that are equal.
type appender struct {
	items []*Node
	seen  map[uint64][]int // by hash, into items
}

func (a *appender) add(item *Node) {
	if item != nil {
		h := hash(item)
		a.seen[h] = append(a.seen[h], len(a.items))
		a.items = append(a.items, item)
	}
}

// same gives the places of the items that equal an item.
func (a *appender) same(item *Node) []int {
	var out []int
	for _, i := range a.seen[hash(item)] {
		if a.items[i] != nil && Equal(a.items[i], item) {
			out = append(out, i)
		}
	}
	return out
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
