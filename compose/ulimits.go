package compose

import (
	"math"

	"gocompose/compose/tree"
)

var ulimitFields = table[Ulimit]{
	"hard": limit(func(u *Ulimit) *int { return &u.Hard }),
	"soft": limit(func(u *Ulimit) *int { return &u.Soft }),
	"x-":   func(*decoder, spot, *Ulimit) {}, // docker compose keeps none here
}

// limit is for a number of at least -1, which stands for none.
func limit[T any](at func(*T) *int) field[T] {
	return func(d *decoder, s spot, into *T) {
		if v, ok := d.whole(s, -1, math.MaxInt); ok {
			*at(into) = int(v)
		}
	}
}

// ulimits is for a map of limits by name, each one number or soft and hard.
func ulimits[T any](at func(*T) *map[string]*Ulimit) field[T] {
	return func(d *decoder, s spot, into *T) {
		if !d.isMap(s) {
			return
		}
		limits := make(map[string]*Ulimit, len(s.Entries))
		for _, e := range s.Entries {
			limits[e.Key] = d.ulimit(s.below(e))
		}
		*at(into) = limits
	}
}

func (d *decoder) ulimit(s spot) *Ulimit {
	u := &Ulimit{}
	if s.Kind != tree.Map {
		limit(func(u *Ulimit) *int { return &u.Single })(d, s, u)
		return u
	}
	ulimitFields.decode(d, s, s.name+".", u)
	for _, key := range []string{"soft", "hard"} {
		if s.Get(key) == nil {
			d.fail(s.key, "give both, or one number in place of the map", "%s has no %s limit", s.name, key)
		}
	}
	return u
}
