package compose

import (
	"math"
	"strings"

	"gocompose/compose/tree"
)

// each is for a list of which a function decodes the items.
func each[T, U any](at func(*T) *[]U, item func(*decoder, spot, *U)) field[T] {
	return func(d *decoder, s spot, into *T) {
		if !d.isList(s) {
			return
		}
		for i := range s.Items {
			var u U
			item(d, s.item(i), &u)
			*at(into) = append(*at(into), u)
		}
	}
}

// item decodes a map that is an item of a list.
func (t table[T]) item(d *decoder, s spot, into *T) {
	if d.isMap(s) {
		t.decode(d, s, s.name+".", into)
	}
}

// require tells whether s has a value for the key, and complains where it has none.
func (d *decoder) require(s spot, key, hint string) bool {
	if !s.Get(key).IsNull() {
		return true
	}
	d.fail(s.key, hint, "%s has no %s", s.name, key)
	return false
}

// tally is for a number of times, from 0, of which "not said" is another value.
func tally[T any](at func(*T) **uint64) field[T] {
	return func(d *decoder, s spot, into *T) {
		if v, ok := d.count(s); ok {
			*at(into) = &v
		}
	}
}

// span is for a span of time of which 0 stands for nothing.
func span[T any](at func(*T) *Duration) field[T] {
	return func(d *decoder, s spot, into *T) {
		if s.Kind != tree.Scalar || s.Tag == tree.TagBool {
			d.wrong(s, "a duration")
		} else if v := d.duration(s); v != nil {
			*at(into) = *v
		}
	}
}

// word is for one of a few words.
func word[T any](at func(*T) *string, words ...string) field[T] {
	return textVia(at, func(d *decoder, s spot, v string) (string, bool) { return v, d.oneOf(s, v, words...) })
}

// pairs is for a map of texts that may be written as a list of KEY=VALUE.
func pairs[T any](at func(*T) *map[string]string) field[T] {
	return func(d *decoder, s spot, into *T) {
		if s.Kind != tree.List {
			*at(into) = d.values(s)
			return
		}
		out := make(map[string]string, len(s.Items))
		for _, v := range d.texts(s) {
			key, value, _ := strings.Cut(v, "=")
			out[key] = value
		}
		*at(into) = out
	}
}

// number is for a whole number from least.
func number[T any](at func(*T) *int, least int64) field[T] {
	return func(d *decoder, s spot, into *T) {
		if v, ok := d.whole(s, least, math.MaxInt); ok {
			*at(into) = int(v)
		}
	}
}
