package compose

import (
	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// doubledMounts refuses two items of one list that go to one target. It looks
// at each document before the merge, in which the later of two files wins.
func (l *loader) doubledMounts(root *tree.Node) {
	services := root.Get("services")
	if services.IsNull() {
		return
	}
	for _, e := range services.Entries {
		l.doubled(e.Key, e.Value.Get("volumes"), mountTarget)
		l.doubled(e.Key, e.Value.Get("tmpfs"), tmpfsTarget)
	}
}

func (l *loader) doubled(service string, list *tree.Node, target func(*tree.Node) string) {
	if list.IsNull() {
		return
	}
	first := map[string]*tree.Node{}
	for _, item := range list.Items {
		key := target(item)
		other := first[key]
		if key != "" && other != nil && !tree.Equal(other, item) {
			l.problems.Add(diag.Diagnostic{
				Pos: item.Pos, Summary: "service " + service + " has two mounts on " + key,
				Hint:    "keep one of them, or choose another target",
				Related: []diag.Related{{Pos: other.Pos, Note: "the first mount on " + key}},
			})
		}
		if other == nil {
			first[key] = item
		}
	}
}
