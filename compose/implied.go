package compose

import (
	"fmt"
	"strings"

	"gocompose/compose/diag"
)

// depend adds the dependencies that other attributes imply: those of links,
// and of the namespaces and volumes of other services. What depends_on says of
// the same service stands.
func (s *Service) depend() {
	for i, link := range s.Links {
		name := link
		if service, alias, ok := strings.Cut(link, ":"); ok && !strings.Contains(alias, ":") {
			name = service
		}
		s.implied(name, true, s.itemAt("links", i))
	}
	for _, shared := range []struct{ key, value string }{
		{"network_mode", s.NetworkMode}, {"ipc", s.IPC}, {"pid", s.PID},
	} {
		if name, ok := strings.CutPrefix(shared.value, servicePrefix); ok {
			s.implied(name, true, s.valueAt(shared.key))
		}
	}
	for i, from := range s.VolumesFrom {
		if !strings.HasPrefix(from, containerPrefix) {
			name, _, _ := strings.Cut(from, ":")
			s.implied(name, false, s.itemAt("volumes_from", i))
		}
	}
}

// implied adds a dependency that a restart of the other may pass on.
func (s *Service) implied(name string, restart bool, pos diag.Pos) {
	if s.DependsOn[name] != nil || !isName(name) { // what is no name, decoding has refused
		return
	}
	if s.DependsOn == nil {
		s.DependsOn = map[string]*Dependency{}
	}
	s.DependsOn[name] = &Dependency{Condition: ConditionStarted, Restart: restart, Required: true, Pos: pos}
}

func (s *Service) itemAt(key string, i int) diag.Pos { return s.node.Get(key).At(fmt.Sprint(i)) }

// valueAt gives the place of a scalar itself rather than that of its key.
func (s *Service) valueAt(key string) diag.Pos {
	if n := s.node.Get(key); n != nil && !n.Pos.IsZero() {
		return n.Pos
	}
	return s.At(key)
}

// inheritImage gives the pre_start hooks without an image the service's.
func (s *Service) inheritImage() {
	if hooks := s.node.Get("pre_start"); hooks != nil {
		for i := range s.PreStart {
			if hooks.Items[i].Get("image") == nil {
				s.PreStart[i].Image = s.Image
			}
		}
	}
}
