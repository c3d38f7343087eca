package compose

import (
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

// whole is for a whole number between two others, those included.
func whole[T any](at func(*T) *int64, least, most int64) field[T] {
	return func(d *decoder, s spot, into *T) {
		if v, ok := d.whole(s, least, most); ok {
			*at(into) = v
		}
	}
}

// micros is for microseconds, which may be written as a duration.
func micros[T any](at func(*T) *int64) field[T] {
	return func(d *decoder, s spot, into *T) {
		if span, ok := parseDuration(s.Value); ok && s.Tag == tree.TagString && s.Value != "0" {
			*at(into) = int64(span) / 1000
		} else if v, ok := d.whole(s, 0, 1<<62); ok {
			*at(into) = v
		}
	}
}

// decimal is for a number from 0, such as 0.5.
func decimal[T any](at func(*T) *float32, most float64) field[T] {
	return func(d *decoder, s spot, into *T) {
		if v, ok := d.decimal(s, most); ok {
			*at(into) = v
		}
	}
}

// size is for a number of bytes such as 64m.
func size[T any](at func(*T) *Bytes) field[T] {
	return func(d *decoder, s spot, into *T) {
		if s.Kind != tree.Scalar || s.Tag == tree.TagBool {
			d.wrong(s, "a size")
		} else if v, ok := d.size(s, plain(s.Node)); ok {
			*at(into) = v
		}
	}
}

// numbersOrTexts is for a list whose numbers are taken as written.
func numbersOrTexts[T any](at func(*T) *[]string) field[T] {
	return func(d *decoder, s spot, into *T) {
		if !d.isList(s) {
			return
		}
		for i := range s.Items {
			if v := d.value(s.item(i)); v != nil {
				*at(into) = append(*at(into), *v)
			}
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

// optioned is for a map of names with options, whose list form Merge has turned
// into a map; a name without options stays nil.
func optioned[T, U any](at func(*T) *map[string]*U, fields table[U]) field[T] {
	return func(d *decoder, s spot, into *T) {
		if !d.isMap(s) {
			return
		}
		all := make(map[string]*U, len(s.Entries))
		for _, e := range s.Entries {
			below := s.below(e)
			all[e.Key] = nil
			if !below.IsNull() && d.isMap(below) {
				all[e.Key] = new(U)
				fields.decode(d, below, below.name+".", all[e.Key])
			}
		}
		*at(into) = all
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
