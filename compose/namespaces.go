package compose

import (
	"slices"
	"strings"
)

// namespace judges which namespace a container joins: one of the words,
// service:NAME or container:NAME.
func namespace(words ...string) func(*decoder, spot, string) (string, bool) {
	return func(d *decoder, s spot, v string) (string, bool) {
		if v == "" || slices.Contains(words, v) || d.reference(s, v) {
			return v, true
		}
		if strings.HasSuffix(v, ":") {
			return "", false // reference has said so
		}
		d.oneOf(s, v, append(slices.Clone(words), "service:NAME", "container:NAME")...)
		return "", false
	}
}

// reference tells service:NAME and container:NAME, and complains where the name is missing.
func (d *decoder) reference(s spot, v string) bool {
	kind, name, _ := strings.Cut(v, ":")
	if kind+":" != servicePrefix && kind+":" != containerPrefix || kind == v {
		return false
	}
	if name == "" {
		d.fail(s.at(), "write "+kind+":NAME", "%s: %q names no %s", s.name, v, kind)
	}
	return name != ""
}

// Beginnings of a reference to the namespace or volumes of another container.
const (
	servicePrefix   = "service:"
	containerPrefix = "container:"
)

// networkMode is a mode, the engine's name of a network, or a reference.
func (d *decoder) networkMode(s spot, v string) (string, bool) {
	if v == "" || d.reference(s, v) || isName(v) {
		return v, true
	}
	if !strings.HasSuffix(v, ":") {
		d.fail(s.at(), "write host, none, bridge, service:NAME, container:NAME or the name of a network", "%q is no network mode", v)
	}
	return "", false
}

// uts is the engine's only mode; a service's or a container's it cannot join.
func (d *decoder) uts(s spot, v string) (string, bool) {
	return v, v == "" || d.oneOf(s, v, "host")
}

func (d *decoder) userns(s spot, v string) (string, bool) {
	return v, v == "" || d.oneOf(s, v, "host")
}

func (d *decoder) isolation(s spot, v string) (string, bool) {
	return v, v == "" || d.oneOf(s, v, "default", "process", "hyperv")
}

// volumesFrom decodes service[:ro|rw] and container:NAME[:ro|rw].
func volumesFrom(d *decoder, s spot, into *Service) {
	texts(func(s *Service) *[]string { return &s.VolumesFrom })(d, s, into)
	for i := range s.Items {
		item := s.item(i)
		name, mode, moded := strings.Cut(strings.TrimPrefix(item.Value, containerPrefix), ":")
		if item.Value != "" && (name == "" || moded && mode != "ro" && mode != "rw") {
			d.fail(item.at(), "write SERVICE, container:NAME, or one of them with :ro behind it", "%q names no volumes of another container", item.Value)
		}
	}
}
