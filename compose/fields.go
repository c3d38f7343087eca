package compose

import (
	"fmt"
	"strconv"
	"strings"

	"gocompose/compose/tree"
)

// The makers below give the fields of the tables: each takes where in a T the
// value goes and knows one way of writing it. "via" as a last word means that
// the value is judged or converted further.

// text is for a string.
func text[T any](at func(*T) *string) field[T] {
	return func(d *decoder, s spot, into *T) {
		if v, ok := d.text(s); ok {
			*at(into) = v
		}
	}
}

// textVia is for a string that a function of the decoder judges or rewrites.
// Only what it approves reaches the model.
func textVia[T any](at func(*T) *string, judge func(*decoder, spot, string) (string, bool)) field[T] {
	return func(d *decoder, s spot, into *T) {
		v, ok := d.text(s)
		if !ok {
			return
		}
		if v, ok = judge(d, s, v); ok {
			*at(into) = v
		}
	}
}

// truth is for a boolean.
func truth[T any](at func(*T) *bool) field[T] {
	return func(d *decoder, s spot, into *T) {
		if v, ok := d.truth(s); ok {
			*at(into) = v
		}
	}
}

// choice is for a boolean of which "not said" is a third value.
func choice[T any](at func(*T) **bool) field[T] {
	return func(d *decoder, s spot, into *T) {
		if v, ok := d.truth(s); ok {
			*at(into) = &v
		}
	}
}

// count is for a number of things, from 0.
func count[T any](at func(*T) **int) field[T] {
	return func(d *decoder, s spot, into *T) {
		if v, ok := d.count(s); ok {
			n := int(v)
			*at(into) = &n
		}
	}
}

// texts is for a list of strings.
func texts[T any](at func(*T) *[]string) field[T] {
	return func(d *decoder, s spot, into *T) {
		if d.isList(s) {
			*at(into) = d.texts(s)
		}
	}
}

// duration is for a span of time such as 1m30s.
func duration[T any](at func(*T) **Duration) field[T] {
	return func(d *decoder, s spot, into *T) {
		if s.Kind != tree.Scalar || s.Tag == tree.TagBool {
			d.wrong(s, "a duration")
			return
		}
		*at(into) = d.duration(s)
	}
}

// values is for a map of texts where numbers and booleans are taken as written
// and nothing means the empty text. Merge has turned lists of KEY=VALUE into maps.
func values[T any](at func(*T) *map[string]string) field[T] {
	return func(d *decoder, s spot, into *T) {
		*at(into) = d.values(s)
	}
}

// variables is like values, but nothing stays nothing: the variable is passed on.
func variables[T any](at func(*T) *map[string]*string) field[T] {
	return func(d *decoder, s spot, into *T) {
		*at(into) = d.variables(s)
	}
}

// under is for a map with a table of its own.
func under[T, U any](at func(*T) *U, fields table[U]) field[T] {
	return func(d *decoder, s spot, into *T) {
		if d.isMap(s) {
			fields.decode(d, s, s.name+".", at(into))
		}
	}
}

// underNew is under for a pointer, which is made where it is nil.
func underNew[T, U any](at func(*T) **U, fields table[U]) field[T] {
	return func(d *decoder, s spot, into *T) {
		if d.isMap(s) {
			u := at(into)
			if *u == nil {
				*u = new(U)
			}
			fields.decode(d, s, s.name+".", *u)
		}
	}
}

// maybe is for a value that may be left empty.
func maybe[T any](f field[T]) field[T] {
	return func(d *decoder, s spot, into *T) {
		if !s.IsNull() {
			f(d, s, into)
		}
	}
}

// extensions takes the x-* keys.
func extensions[T any](at func(*T) *[]tree.Entry) field[T] {
	return func(_ *decoder, s spot, into *T) {
		x := at(into)
		*x = append(*x, tree.Entry{Key: s.word, KeyPos: s.key, Value: s.Node})
	}
}

func (d *decoder) text(s spot) (string, bool) {
	if s.Kind != tree.Scalar || s.Tag != tree.TagString {
		d.wrong(s, "text")
		return "", false
	}
	return s.Value, true
}

// truth reads a boolean. Text counts too, for that is what ${…} gives; the words
// of YAML 1.1 are those that docker compose still takes.
func (d *decoder) truth(s spot) (bool, bool) {
	if s.Kind == tree.Scalar && s.Tag != tree.TagInt && s.Tag != tree.TagFloat {
		switch word := strings.ToLower(s.Value); word {
		case "true", "false":
			return word == "true", true
		case "y", "yes", "on", "n", "no", "off":
			yes := word[0] == 'y' || word == "on"
			d.warn(s.at(), fmt.Sprintf("write %t", yes), "%s: %q is no boolean of YAML 1.2", s.name, s.Value)
			return yes, true
		}
	}
	d.wrong(s, "true or false")
	return false, false
}

func (d *decoder) count(s spot) (uint64, bool) {
	if s.Kind == tree.Scalar && s.Tag != tree.TagBool {
		if v, err := strconv.ParseUint(s.Value, 0, 31); err == nil {
			return v, true
		}
		d.fail(s.at(), "write a whole number from 0", "%s: %q is not a count", s.name, s.Value)
		return 0, false
	}
	d.wrong(s, "a number")
	return 0, false
}

// texts reads the items of a list, leaving out those that are no text.
func (d *decoder) texts(s spot) []string {
	out := make([]string, 0, len(s.Items))
	for i := range s.Items {
		if v, ok := d.text(s.item(i)); ok {
			out = append(out, v)
		}
	}
	return out
}

func (d *decoder) values(s spot) map[string]string {
	if !d.isMap(s) {
		return nil
	}
	out := make(map[string]string, len(s.Entries))
	for _, e := range s.Entries {
		if v := d.value(s.below(e)); v != nil {
			out[e.Key] = *v
		} else {
			out[e.Key] = ""
		}
	}
	return out
}

func (d *decoder) variables(s spot) map[string]*string {
	if !d.isMap(s) {
		return nil
	}
	out := make(map[string]*string, len(s.Entries))
	for _, e := range s.Entries {
		below := s.below(e)
		if strings.TrimRight(e.Key, " \t") != e.Key || e.Key == "" {
			d.fail(below.key, "write NAME=VALUE without a space before the =", "%s: %q is not a variable's name", s.name, e.Key)
			continue
		}
		out[e.Key] = d.value(below)
	}
	return out
}

// value reads a scalar of any type as text, nil for nothing. A number's text is
// that of its value, as docker compose has it; that it differs is worth a word.
func (d *decoder) value(s spot) *string {
	if s.Kind == tree.Null {
		return nil
	}
	if s.Kind != tree.Scalar {
		d.wrong(s, "text")
		return nil
	}
	v := plain(s.Node)
	if v != s.Value {
		d.warn(s.at(), fmt.Sprintf("put it in quotes to keep it: %q", s.Value), "%s: %s without quotes is %s", s.name, s.Value, v)
	}
	return &v
}

// plain gives a scalar's text as Go prints the value that YAML makes of it.
func plain(n *tree.Node) string {
	digits := strings.ReplaceAll(n.Value, "_", "")
	switch n.Tag {
	case tree.TagBool:
		return strings.ToLower(n.Value)
	case tree.TagInt:
		if i, err := strconv.ParseInt(digits, 0, 64); err == nil {
			return strconv.FormatInt(i, 10)
		}
		if u, err := strconv.ParseUint(digits, 0, 64); err == nil {
			return strconv.FormatUint(u, 10)
		}
	case tree.TagFloat:
		if f, err := strconv.ParseFloat(strings.Replace(digits, ".inf", "Inf", 1), 64); err == nil {
			return fmt.Sprint(f)
		}
	}
	return n.Value
}
