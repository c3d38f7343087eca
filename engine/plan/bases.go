package plan

import (
	"maps"
	"slices"

	"gocompose/compose"
)

func (m *maker) build(ref string, s *compose.Service, why Reason) {
	m.add(BuildImage{Ref: ref, Service: s, Pull: m.o.Refresh || s.Build.Pull, Platforms: m.platforms(s)}, why)
}

// platforms gives what an image is built for. What is going to run needs the
// one that it runs on, which without another word is the engine's own.
func (m *maker) platforms(s *compose.Service) []string {
	all := m.project.BuildPlatforms(s)
	switch own := m.project.Platform(s); {
	case m.o.Scope == OnlyBuilds:
	case own != "":
		return []string{own}
	case len(all) > 1:
		return nil
	}
	return all
}

// allBases lets every build come after those of the images that it starts
// from: additional_contexts with service:NAME. What they in turn start from is
// added to the steps, and so gets its turn.
func (m *maker) allBases() {
	for i := 0; i < len(m.steps); i++ {
		if op, ok := m.steps[i].Op.(BuildImage); ok {
			m.need(m.steps[i].Key, m.bases(op.Service)...)
		}
	}
}

// isBase tells whether other builds start from a service's image.
func (m *maker) isBase(s *compose.Service) bool {
	for _, other := range m.project.Services {
		if other.Build != nil && slices.Contains(slices.Collect(maps.Values(other.Build.BuiltOn())), s.Name) {
			return true
		}
	}
	return false
}

// bases plans the builds that a build needs and gives their keys.
func (m *maker) bases(s *compose.Service) (keys []string) {
	on := s.Build.BuiltOn()
	for _, context := range sortedKeys(on) {
		base := m.project.Find(on[context])
		if base == nil || base.Build == nil {
			continue // the project was loaded without checks
		}
		ref := m.project.ImageName(base)
		if pulled := pullKey(ref); m.has(pulled) {
			keys = append(keys, pulled)
			continue
		}
		k := key(BuildImage{Ref: ref, Service: base})
		if _, present := m.state.Image(ref); !m.has(k) && (!present || m.o.Build == BuildAlways) {
			m.build(ref, base, Reason{Text: s.Name + " is built on it", Pos: s.At("build", "additional_contexts", context)})
		}
		if m.has(k) {
			keys = append(keys, k)
		}
	}
	return keys
}
