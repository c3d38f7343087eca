package history

import (
	"cmp"
	"maps"
	"slices"
)

// Versions is versions of one project, the oldest first.
type Versions []Version

// Next gives the version in which services become what is given; false where
// none becomes something else.
func (all Versions) Next(services map[string]Service) (Version, bool) {
	v := Version{Number: all.last() + 1, Services: maps.Clone(services)}
	for _, name := range slices.Sorted(maps.Keys(services)) {
		newest, ok := all.Newest(name)
		if was := newest.Services[name]; ok && was.same(services[name]) {
			v.Services[name] = was // and where it came from
			continue
		}
		v.Changed = append(v.Changed, name)
	}
	return v, len(v.Changed) > 0
}

func (all Versions) last() int {
	if len(all) == 0 {
		return 0
	}
	return all[len(all)-1].Number
}

// At gives what a service was when a version had just been recorded: the
// newest version up to it that tells.
func (all Versions) At(service string, number int) (Version, bool) {
	for _, v := range slices.Backward(all) {
		if _, tells := v.Services[service]; tells && v.Number <= number {
			return v, true
		}
	}
	return Version{}, false
}

// Newest gives the newest version that tells of a service.
func (all Versions) Newest(service string) (Version, bool) { return all.At(service, all.last()) }

// Before gives the version that a service returns to, whose containers are as
// given: where they are as recorded last, the newest in which it was something
// else. Where it got there by a return itself, those count that came before what
// it returned to, so that it goes back further each time. Containers as no
// version has them return to the newest, and those of an earlier one stay: they
// are from a return that was interrupted.
func (all Versions) Before(service string, containers []Service) (Version, bool) {
	newest, ok := all.Newest(service)
	if !ok || all.Unknown(service, containers) {
		return newest, ok
	}
	latest := newest
	for i, c := range containers {
		if v, _ := all.like(service, c); i == 0 || v.Number > latest.Number {
			latest = v
		}
	}
	now := newest.Services[service]
	if !latest.Services[service].same(now) {
		return latest, true
	}
	for number := newest.Origin(service) - 1; ; {
		v, ok := all.At(service, number)
		if !ok || !v.Services[service].same(now) {
			return v, ok
		}
		number = v.Number - 1
	}
}

// Unknown tells whether a container of a service that versions tell of is as in
// none of them.
func (all Versions) Unknown(service string, containers []Service) bool {
	_, told := all.Newest(service)
	return told && slices.ContainsFunc(containers, func(c Service) bool {
		_, known := all.like(service, c)
		return !known
	})
}

// like gives the newest version in which a service had such a container.
func (all Versions) like(service string, c Service) (Version, bool) {
	for _, v := range slices.Backward(all) {
		if was, tells := v.Services[service]; tells && was.Like(c) {
			return v, true
		}
	}
	return Version{}, false
}

// Origin gives the version in which a service was first as it is in v.
func (v Version) Origin(service string) int { return cmp.Or(v.Services[service].Origin, v.Number) }
