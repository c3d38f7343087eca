package compose

import (
	"gocompose/compose/diag"
	"gocompose/compose/interp"
	"gocompose/compose/tree"
)

// merged expands the templates of every document and puts the documents on top
// of one another.
func (l *loader) merged() *tree.Node {
	var root *tree.Node
	blank := map[string]bool{}
	for _, d := range l.documents {
		expanded := d.root.Scalars(func(n *tree.Node) *tree.Node { return l.expand(n, d.src, blank) })
		l.lint(expanded)
		root = tree.Merge(root, expanded, mergeRules)
	}
	return root
}

// expand fills the variables into one scalar. Of the places where a variable is
// not set, the first is reported.
func (l *loader) expand(n *tree.Node, src []byte, blank map[string]bool) *tree.Node {
	if l.Skip.Interpolation {
		return l.unexpanded(n)
	}
	result, err := interp.Expand(n.Value, l.lookup)
	if err != nil {
		problem := err.(*interp.Error)
		l.broken[n.Pos] = true
		l.fail(n.OffsetPos(src, problem.Offset), problem.Summary, problem.Hint)
		return n
	}
	for _, use := range result.Uses {
		if use.Blank() && !blank[use.Name] {
			blank[use.Name] = true
			l.blank(n.OffsetPos(src, use.Offset), use.Name)
		}
	}
	if result.Text == n.Value {
		return n
	}
	return n.WithValue(result.Text)
}

func (l *loader) blank(pos diag.Pos, name string) {
	l.warn(pos, "the variable "+name+" is not set; an empty text stands in its place",
		"set it in the environment or in .env, write ${"+name+":-} if it may be empty, or $$ for a plain $")
}
