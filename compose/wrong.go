package compose

import (
	"fmt"
	"strings"
	"unicode"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// maxProblems bounds the errors, and the warnings, that a stage reports: nobody
// reads more, and a file of wrong keys alone would take as long as it has keys.
const maxProblems = 500

func (d *decoder) fail(pos diag.Pos, hint, format string, args ...any) {
	d.failAs(diag.Value, pos, hint, format, args...)
}

func (d *decoder) failAs(rule diag.Rule, pos diag.Pos, hint, format string, args ...any) {
	if d.failed++; d.failed <= maxProblems {
		d.diags.Add(diag.Diagnostic{Rule: rule, Pos: pos, Summary: fmt.Sprintf(format, brief(args)...), Hint: hint})
	}
}

func (d *decoder) warn(pos diag.Pos, hint, format string, args ...any) {
	if d.warned++; d.warned <= maxProblems {
		d.diags.Add(diag.Diagnostic{Rule: diag.Value, Severity: diag.Warning, Pos: pos, Summary: fmt.Sprintf(format, brief(args)...), Hint: hint})
	}
}

// longest is how many bytes of a value a message shows.
const longest = 200

// brief cuts long texts, in place.
func brief(args []any) []any {
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			args[i] = cut(text)
		}
	}
	return args
}

// oneLine puts spaces in the place of what would end or rewrite a line.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

func cut(text string) string {
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + "…"
}

// wrong says that a value is not of the type that its key takes.
func (d *decoder) wrong(s spot, wanted string) {
	if d.broken[s.Pos] {
		return
	}
	if s.Kind == tree.Null {
		d.failAs(diag.Type, s.key, "give it "+wanted+", or remove the key", "%s has no value", s.name)
		return
	}
	hint := wayTo(wanted)
	if s.Kind == tree.Scalar && s.Tag != tree.TagString && strings.HasPrefix(wanted, "text") {
		hint = fmt.Sprintf("put it in quotes: %q", cut(s.Value))
	}
	d.failAs(diag.Type, s.at(), hint, "%s must be %s, not %s", s.name, wanted, described(s.Node))
}

// wayTo says how a value of the wanted type is written, where its name does not.
func wayTo(wanted string) string {
	switch {
	case strings.HasPrefix(wanted, "a list"):
		return "put each item on a line of its own behind a dash"
	case wanted == "a map":
		return "put lines of key: value below it"
	}
	return ""
}

func described(n *tree.Node) string {
	switch {
	case n.Kind == tree.Map:
		return "a map"
	case n.Kind == tree.List:
		return "a list"
	case n.Kind == tree.Null:
		return "nothing"
	case n.Tag == tree.TagBool:
		return n.Value
	case n.Tag == tree.TagInt, n.Tag == tree.TagFloat:
		return "a number"
	}
	return "text"
}
