package compose

import (
	"fmt"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// decoder turns merged nodes into the model. It never stops at a problem: it
// notes it and goes on, so that all of them are known in the end.
type decoder struct {
	diags  diag.List
	failed int               // errors so far, those included that are not reported any more
	warned int               // warnings so far, likewise
	ports  int               // published so far
	base   string            // absolute project directory, which relative paths start from
	home   string            // what ~ stands for; empty where nobody knows
	broken map[diag.Pos]bool // see loader
	skip   Skip
}

// spot is a value on its way into the model, with the words that name it.
type spot struct {
	*tree.Node
	key   diag.Pos // of its key, or of the item itself
	name  string   // "ports", "healthcheck.test", "ports[1]"
	word  string   // the last part of the name: "ports", "test"
	owner string   // "service web", "network front", "the file"
}

// at gives the place that a person would point at: the value, or the key where
// the value is missing or spreads over lines.
func (s spot) at() diag.Pos {
	if s.Kind == tree.Scalar && !s.Pos.IsZero() {
		return s.Pos
	}
	return s.key
}

// below gives an entry of a map.
func (s spot) below(e tree.Entry) spot {
	return spot{Node: e.Value, key: e.KeyPos, name: s.name + "." + e.Key, word: e.Key, owner: s.owner}
}

// item gives the i-th item of a list.
func (s spot) item(i int) spot {
	n := s.Items[i]
	return spot{Node: n, key: n.Pos, name: fmt.Sprintf("%s[%d]", s.name, i), owner: s.owner}
}

// place names what is around s: "service web", "build of service web".
func (s spot) place() string {
	if around := strings.TrimSuffix(s.name, s.word); around != "" {
		return strings.TrimSuffix(around, ".") + " of " + s.owner
	}
	return s.owner
}

// field decodes one key of a T.
type field[T any] func(d *decoder, s spot, into *T)

// table says how the keys of a T are decoded. The key "x-" takes all extensions
// without a key of their own; where there is none they are let be.
type table[T any] map[string]field[T]

// decode fills into from a map. Names of the values below begin with prefix.
func (t table[T]) decode(d *decoder, s spot, prefix string, into *T) {
	for _, e := range s.Entries {
		below := spot{Node: e.Value, key: e.KeyPos, name: prefix + e.Key, word: e.Key, owner: s.owner}
		f, ok := t[e.Key]
		if !ok && strings.HasPrefix(e.Key, "x-") {
			f, ok = t["x-"], true
		}
		switch {
		case !ok:
			t.unknown(d, below, e.Key)
		case f != nil:
			f(d, below, into)
		}
	}
}

func (t table[T]) unknown(d *decoder, s spot, key string) {
	if d.failed >= maxProblems {
		d.failed++
		return
	}
	keys := sortedKeys(t)
	hint := "see the Compose Specification for the keys that may stand here; your own begin with x-"
	if s.name == key && (s.Get("image") != nil || s.Get("build") != nil) {
		hint = "services go under the top-level services:"
	}
	if near := nearest(key, keys); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	d.failAs(diag.UnknownKey, s.key, hint, "unknown key %q in %s", key, s.place())
}

// isMap tells whether s is a map, and complains where it is not.
func (d *decoder) isMap(s spot) bool { return d.is(s, tree.Map, "a map") }

// isList tells whether s is a list, and complains where it is not.
func (d *decoder) isList(s spot) bool { return d.is(s, tree.List, "a list") }

func (d *decoder) is(s spot, kind tree.Kind, wanted string) bool {
	if s.Kind != kind {
		d.wrong(s, wanted)
		return false
	}
	return d.few(s, maxEntries, "entries")
}
