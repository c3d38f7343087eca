package compose

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"gocompose/compose/tree"
)

// ImageReferences gives the images that the enabled services name, in image,
// in pre_start and in mounts of type image, each once, sorted.
func (p *Project) ImageReferences() []string {
	found := map[string]bool{}
	p.pinned(func(image string) string {
		found[image] = true
		return image
	})
	return sortedKeys(found)
}

// Pinned gives the project with other references in place of those that the map
// has, such as nginx:1.27 with its digest.
func (p *Project) Pinned(references map[string]string) *Project {
	return p.pinned(func(image string) string {
		if other, ok := references[image]; ok {
			return other
		}
		return image
	})
}

func (p *Project) pinned(of func(image string) string) *Project {
	next := *p
	next.Services = maps.Clone(p.Services)
	for name, s := range p.Services {
		next.Services[name] = s.pinned(func(image string) string {
			if image == "" {
				return ""
			}
			return of(image)
		}, p.all)
	}
	return &next
}

// pinned leaves mounts of another service's image alone.
func (s *Service) pinned(of func(image string) string, services map[string]*Service) *Service {
	next := *s
	next.Image = of(s.Image)
	next.PreStart = slices.Clone(s.PreStart)
	for i, hook := range next.PreStart {
		next.PreStart[i].Image = of(hook.Image)
	}
	next.Volumes = slices.Clone(s.Volumes)
	for i, m := range next.Volumes {
		if m.Type == MountImage && services[m.Source] == nil {
			next.Volumes[i].Source = of(m.Source)
		}
	}
	return &next
}

// Locked gives an override file that has nothing but the pinned images of the
// services: their image, and their mounts of type image. What a pre_start hook
// names cannot stand there, since files add hooks to one another.
func (p *Project) Locked() *tree.Node {
	var services []tree.Entry
	for _, name := range p.ServiceNames() {
		if locked := p.Services[name].locked(); len(locked) > 0 {
			services = append(services, tree.Pair(name, tree.MapOf(locked...)))
		}
	}
	return escaped(tree.MapOf(tree.Pair("services", tree.MapOf(services...))))
}

func (s *Service) locked() (entries []tree.Entry) {
	if isPinned(s.Image) {
		entries = append(entries, tree.Pair("image", tree.Str(s.Image)))
	}
	mounts := slices.DeleteFunc(slices.Clone(s.Volumes), func(m Mount) bool { return m.Type != MountImage || !isPinned(m.Source) })
	if len(mounts) > 0 {
		entries = append(entries, tree.Pair("volumes", modelNode(reflect.ValueOf(mounts))))
	}
	return entries
}

func isPinned(image string) bool { return strings.Contains(image, "@") }

// HooksWithImages gives the services with a pre_start hook that names an image
// of its own, sorted.
func (p *Project) HooksWithImages() []string {
	return slices.DeleteFunc(p.ServiceNames(), func(name string) bool {
		s := p.Services[name]
		return !slices.ContainsFunc(s.PreStart, func(h Hook) bool { return h.Image != "" && h.Image != s.Image })
	})
}
