package plan

import "slices"

// Containers that are replaced along with the one in whose namespaces they
// live belong together: the old ones can run again only all at once. So none of
// them is removed before all of the new ones have proved themselves, and where
// one fails, all go back.

// holdTogether finds those slots and ties their steps to each other.
func (u *up) holdTogether() {
	u.each(func(s *slot) {
		if all := u.dwellers(s); len(all) > 1 && u.landlord(s) == nil {
			u.hold(all)
		}
	})
}

// landlord gives the slot, replaced too, in whose namespaces a slot's container lives.
func (u *up) landlord(s *slot) *slot {
	for _, name := range s.service.Peers() {
		if x := u.peer(name); x != nil && tied(s.service, name) && x.fate == recreate {
			return x
		}
	}
	return nil
}

// dwellers gives a slot that is replaced and those that live with it, also by
// way of others, each after the one that it lives with.
func (u *up) dwellers(root *slot) (all []*slot) {
	if root.fate != recreate {
		return nil
	}
	all = []*slot{root}
	u.each(func(s *slot) {
		if s.fate == recreate && slices.Contains(all, u.landlord(s)) {
			all = append(all, s)
		}
	})
	return all
}

func (u *up) hold(all []*slot) {
	back := u.undoAll(all)
	for _, s := range all {
		for _, k := range append(s.chain, s.proven) {
			if k != "" {
				u.steps[u.index[k]].Else = back
			}
		}
		for _, other := range all {
			u.need(s.removed, other.proven)
		}
	}
}

// undoAll gives what puts the old containers of slots back: the new ones go
// first, those that live with others before these.
func (u *up) undoAll(all []*slot) (ops []Op) {
	var back []Op
	for _, s := range all {
		undo := u.undo(s)
		ops, back = slices.Insert(ops, 0, undo[0]), append(back, undo[1:]...)
	}
	return append(ops, back...)
}
