package compose

import (
	"cmp"
	"maps"
	"slices"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// noteResets keeps in mind which items tagged !reset have found what they are
// meant to delete, in one of the layers below theirs.
func (l *loader) noteResets(base, over *tree.Node) {
	tree.Resets(base, over, mergeRules, func(item *tree.Node, found bool) {
		if l.resets[item.Pos] == nil || found {
			l.resets[item.Pos] = &reset{item, found}
		}
	})
}

// reset is an item of a list that is tagged !reset.
type reset struct {
	item  *tree.Node
	found bool
}

// idleResets warns of those that have deleted nothing.
func (l *loader) idleResets() {
	for _, pos := range slices.SortedFunc(maps.Keys(l.resets), diag.Pos.Compare) {
		if r := l.resets[pos]; !r.found {
			what := cmp.Or(r.item.Value, "this item")
			l.warn(pos, "!reset deletes nothing: no earlier list has "+cut(what), "write the item as the earlier file has it, or remove the line")
		}
	}
}
