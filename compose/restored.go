package compose

import (
	"maps"

	"gocompose/compose/diag"
)

// Earlier is what a service returns to.
type Earlier struct {
	Project *Project // in which the service is as it was
	Image   string   // what its image is to be had by now: the name, an id, or a name with a digest
}

// Restored gives the project with services as they were, and the configs and
// secrets that they use. Networks and volumes stay what they are; those that
// are no longer there come back.
func (p *Project) Restored(services map[string]Earlier) (*Project, diag.List) {
	next := *p
	next.all, next.Services = maps.Clone(p.all), maps.Clone(p.Services)
	next.networks, next.volumes, next.models = maps.Clone(p.networks), maps.Clone(p.volumes), maps.Clone(p.models)
	next.configs, next.secrets = maps.Clone(p.configs), maps.Clone(p.secrets)
	for _, name := range sortedKeys(services) {
		from := services[name].Project
		s := *from.Services[name]
		s.ImagePin = services[name].Image
		next.all[name], next.Services[name] = &s, &s
		fill(next.networks, from.networks)
		fill(next.volumes, from.volumes)
		fill(next.models, from.models)
		restore(next.configs, from.configs, s.Configs)
		restore(next.secrets, from.secrets, s.Secrets)
	}
	return next.enable(func(name string) bool { return next.Services[name] != nil })
}

// fill adds what is missing.
func fill[T any](all, more map[string]*T) {
	for key, v := range more {
		if all[key] == nil {
			all[key] = v
		}
	}
}

// restore brings back those configs or secrets of a service that have their
// content from elsewhere now.
func restore(all, from map[string]*FileObject, used []FileMount) {
	for _, m := range used {
		if old, now := from[m.Source], all[m.Source]; old != nil && (now == nil || !old.sameSource(now)) {
			all[m.Source] = old
		}
	}
}

func (o *FileObject) sameSource(other *FileObject) bool {
	return o.File == other.File && o.Environment == other.Environment && o.Content == other.Content && o.External == other.External && o.Name == other.Name
}
