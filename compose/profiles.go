package compose

import (
	"maps"
	"slices"

	"gocompose/compose/diag"
)

// strangeProfiles warns of active profiles that no service has.
func (l *loader) strangeProfiles(p *Project) {
	known := map[string]bool{}
	for _, s := range p.all {
		for _, profile := range s.Profiles {
			known[profile] = true
		}
	}
	from := "--profile"
	var pos diag.Pos
	if len(l.Profiles) == 0 {
		from, pos = "COMPOSE_PROFILES", l.own.set["COMPOSE_PROFILES"]
	}
	names := slices.Sorted(maps.Keys(known))
	for _, profile := range p.Profiles {
		if profile != "*" && !known[profile] {
			hint := "remove it: no service here has profiles"
			if len(names) > 0 {
				hint = knownNames(profile, "profiles", names)
			}
			l.warn(pos, from+" names "+profile+", a profile that no service has", hint)
		}
	}
}
