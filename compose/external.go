package compose

import (
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

var externalFields = table[string]{
	"name": text(func(v *string) *string { return v }),
	"x-":   func(*decoder, spot, *string) {},
}

// external is true, or in the old style a map with the name.
func external[T any](at func(*T) (*bool, *string)) field[T] {
	return func(d *decoder, s spot, into *T) {
		is, name := at(into)
		if s.Kind != tree.Map {
			*is, _ = d.truth(s)
			return
		}
		*is = true
		var old string
		externalFields.decode(d, s, s.name+".", &old)
		if old == "" {
			return
		}
		d.warn(s.key, "write external: true and name: "+old+" side by side", "external with a name inside is obsolete")
		if *name == "" {
			*name = old
		}
	}
}

// external looks at what stands beside external: true, which says how to make
// a thing that is not made here.
//
// docker compose refuses that for volumes only; report says how bad it is.
func (d *decoder) external(s spot, report func(pos diag.Pos, hint, format string, args ...any)) {
	name, old := valueOf(s.Node, "name"), valueOf(s.Get("external"), "name")
	if name != "" && old != "" && name != old {
		d.fail(s.key, "keep name and remove external.name", "%s has the two names %q and %q", s.owner, name, old)
	}
	for _, e := range s.Entries {
		if e.Key != "name" && e.Key != "external" && !strings.HasPrefix(e.Key, "x-") {
			report(e.KeyPos, "remove one of the two", "%s is external, so %s cannot be set here", s.owner, e.Key)
		}
	}
}
