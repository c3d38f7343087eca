package compose

import (
	"math"
	"slices"
	"strings"

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
			below := s.below(e)
			d.ulimitName(below, e.Key)
			limits[e.Key] = d.ulimit(below)
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
	before := d.failed
	ulimitFields.decode(d, s, s.name+".", u)
	for _, key := range []string{"soft", "hard"} {
		if s.Get(key) == nil {
			d.fail(s.key, "give both, or one number in place of the map", "%s has no %s limit", s.name, key)
		}
	}
	if d.failed == before && u.Hard >= 0 && (u.Soft < 0 || u.Soft > u.Hard) {
		d.fail(s.key, "raise hard, or lower soft", "%s has a soft limit of %d above the hard one of %d", s.name, u.Soft, u.Hard)
	}
	return u
}

// ulimitNames are those that the engine knows: RLIMIT_… of the kernel.
var ulimitNames = []string{
	"core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack",
}

func (d *decoder) ulimitName(s spot, name string) {
	if slices.Contains(ulimitNames, name) {
		return
	}
	hint := "write one of " + strings.Join(ulimitNames, ", ")
	if near := nearest(name, ulimitNames); near != "" {
		hint = "did you mean " + near + "?"
	}
	d.fail(s.key, hint, "%q is no limit of processes", name)
}
