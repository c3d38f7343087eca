package ui

import (
	"maps"
	"slices"

	"gocompose/compose"
)

// link is an arrow from what needs to what is needed.
type link struct {
	from, to *node
	label    string // condition, where it is not service_started
	optional bool   // required: false
	mount    bool   // to a volume
}

func (pic *picture) dependencies(s *compose.Service) {
	from := pic.byKey[s.Name]
	for _, name := range slices.Sorted(maps.Keys(s.DependsOn)) {
		to := pic.byKey[name]
		if to == nil { // of an inactive profile
			continue
		}
		d := s.DependsOn[name]
		l := link{from: from, to: to, label: conditionText(d.Condition), optional: !d.Required}
		from.needs = append(from.needs, l)
		to.needed = true
		pic.links = append(pic.links, l)
	}
}

func conditionText(condition string) string {
	switch condition {
	case compose.ConditionStarted, "":
		return ""
	case compose.ConditionHealthy:
		return "healthy"
	case compose.ConditionCompleted:
		return "completed"
	}
	return clean(condition)
}

// mounts adds the named volumes with a line from each service that mounts them.
func (pic *picture) mounts(p *compose.Project) {
	volumes := map[string]*node{}
	var links []link
	for _, s := range pic.services {
		seen := map[string]bool{}
		for _, m := range p.Services[s.name].Volumes {
			if m.Type != compose.MountVolume || m.Source == "" || seen[m.Source] {
				continue
			}
			seen[m.Source] = true
			if volumes[m.Source] == nil {
				volumes[m.Source] = &node{name: clean(m.Source), volume: true}
			}
			links = append(links, link{from: s, to: volumes[m.Source], mount: true})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(volumes)) {
		v := volumes[key]
		v.id = len(pic.services) + len(pic.volumes)
		pic.volumes = append(pic.volumes, v)
	}
	pic.links = append(pic.links, links...)
}
