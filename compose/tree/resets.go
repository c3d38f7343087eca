package tree

// Resets tells of each item of a list in over that is tagged !reset whether
// Merge would find something in base for it to delete. It says nothing of the
// lists that the rules make maps.
func Resets(base, over *Node, rules *Rules, tell func(item *Node, found bool)) {
	resetsBelow(base, over, rules.start(), tell)
}

func resetsBelow(base, over *Node, at *step, tell func(*Node, bool)) {
	if over == nil || !over.marked || over.Directive != NoDirective {
		return
	}
	if base != nil {
		base = at.form(base)
	}
	switch over = at.form(over); over.Kind {
	case Map:
		for _, e := range over.Entries {
			resetsBelow(base.Get(e.Key), e.Value, at.at(e.Key), tell)
		}
	case List:
		for _, item := range over.Items {
			if item.Directive == Reset {
				tell(item, at.deletes(item, base))
			}
		}
	}
}

// deletes tells whether a list has an item that one tagged !reset is meant for.
func (s *step) deletes(item, list *Node) bool {
	if list == nil {
		return false
	}
	key := s.ruleHere().key
	for _, other := range list.Items {
		if Equal(other, item) || key != nil && key(item) != "" && key(other) == key(item) {
			return true
		}
	}
	return false
}
