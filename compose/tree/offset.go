package tree

import "gocompose/compose/diag"

// OffsetPos gives the place in the source of byte i of a scalar's Value.
func (n *Node) OffsetPos(src []byte, i int) diag.Pos {
	pos := n.Pos
	if n.Style == Plain || n.Style == Single || n.Style == Double {
		pos.Column += i
		if n.Style != Plain {
			pos.Column++
		}
	}
	return pos
}
