package compose

import (
	"gocompose/compose/diag"
	"gocompose/compose/interp"
	"gocompose/compose/tree"
)

// expand fills the variables into one scalar. Of the places where a variable is
// not set, the first is reported.
func (l *loader) expand(n *tree.Node, d document) *tree.Node {
	if l.Skip.Interpolation {
		return l.unexpanded(n)
	}
	result, err := interp.Expand(n.Value, d.unit.lookup)
	if err != nil {
		problem := err.(*interp.Error)
		l.broken[n.Pos] = true
		if l.failed++; l.failed <= maxProblems {
			l.problems.Add(diag.Diagnostic{
				Rule: diag.Variable, Pos: n.OffsetPos(d.src, problem.Offset), Summary: problem.Summary, Hint: problem.Hint,
			})
		}
		return n
	}
	for _, use := range result.Uses {
		if use.Blank() && !l.blanks[use.Name] && len(l.blanks) < maxProblems {
			l.blanks[use.Name] = true
			l.blank(n.OffsetPos(d.src, use.Offset), use.Name, d.unit)
		}
	}
	if result.Text == n.Value || !l.affords(&l.grown, len(result.Text), maxGrown, n.Pos, "the texts with variables have more than %d bytes") {
		return n
	}
	return n.WithValue(result.Text)
}

func (l *loader) blank(pos diag.Pos, name string, u *unit) {
	what, remedy := "not set", "set it in the environment or in .env"
	if u.snapshot != "" {
		remedy = "declare it in an env file for it"
		if _, ok := l.env[name]; ok {
			what = "not passed on to a remote file"
		}
	}
	l.problems.Add(diag.Diagnostic{
		Rule: diag.Variable, Severity: diag.Warning, Pos: pos,
		Summary: "the variable " + name + " is " + what + "; an empty text stands in its place",
		Hint:    remedy + ", write ${" + name + ":-} if it may be empty, or $$ for a plain $",
	})
}
