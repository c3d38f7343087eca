package compose

import (
	"github.com/mattn/go-shellwords"

	"gocompose/compose/tree"
)

// command is for command, entrypoint and those of hooks: a list, or one text that is split as a
// shell would, though no shell runs it. Nothing keeps the image's.
func command[T any](at func(*T) *[]string) field[T] {
	return func(d *decoder, s spot, into *T) {
		switch {
		case s.Kind == tree.Null:
		case s.Kind == tree.List:
			*at(into) = d.texts(s)
		case s.Kind == tree.Scalar && s.Tag == tree.TagString:
			*at(into) = d.words(s)
		default:
			d.wrong(s, "text or a list of texts")
		}
	}
}

// words splits as docker compose does, with the same library: it stops at the
// first ; & | < or > outside quotes, and drops the rest.
func (d *decoder) words(s spot) []string {
	parser := shellwords.NewParser()
	words, err := parser.Parse(s.Value)
	const shell = `for a shell write a list: ["sh", "-c", "…"]`
	if err != nil {
		d.fail(s.at(), "close every quote and bracket; "+shell, "%s cannot be split into words", s.name)
		return []string{}
	}
	if i := parser.Position; i >= 0 {
		runes := []rune(s.Value)
		d.warn(s.at(), shell, "%s ends before %q, for no shell runs it", s.name, string(runes[min(i, len(runes)):]))
	}
	return words
}
