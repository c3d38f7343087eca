package compose

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"gocompose/compose/diag"
	"gocompose/compose/graph"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// ServiceNames gives the names of the enabled services, sorted.
func (p *Project) ServiceNames() []string { return sortedKeys(p.Services) }

// NetworkKeys gives the keys of the networks, sorted.
func (p *Project) NetworkKeys() []string { return sortedKeys(p.Networks) }

// VolumeKeys gives the keys of the volumes, sorted.
func (p *Project) VolumeKeys() []string { return sortedKeys(p.Volumes) }

// Graph gives the enabled services, each with those that it depends on.
func (p *Project) Graph() *graph.Graph[string] {
	return p.graph(func(string) bool { return true })
}

func (p *Project) graph(with func(name string) bool) *graph.Graph[string] {
	g := &graph.Graph[string]{}
	for _, name := range p.ServiceNames() {
		if !with(name) {
			continue
		}
		g.Add(name)
		for _, need := range sortedKeys(p.Services[name].DependsOn) {
			if p.Services[need] != nil && with(need) {
				g.Add(name, need)
			}
		}
	}
	return g
}

// At gives the place of a value below the service, such as
// At("environment", "LOG_LEVEL"); where that has no place of its own, that of
// the nearest thing around it.
func (s *Service) At(path ...string) diag.Pos {
	if len(path) == 2 && path[0] == "environment" {
		if pos, ok := s.outside[path[1]]; ok {
			return pos
		}
	}
	if len(path) > 0 && s.node.Get(path[0]) != nil {
		return s.node.At(path...)
	}
	return s.keyPos
}

// Replicas gives how many containers the service wants: scale, else
// deploy.replicas, else 1; none for one that a provider provides.
func (s *Service) Replicas() int {
	switch {
	case s.Provider != nil:
		return 0
	case s.Scale != nil:
		return *s.Scale
	case s.Deploy != nil && s.Deploy.Replicas != nil:
		return *s.Deploy.Replicas
	}
	return 1
}

// ImageName gives image, and for a built service without one the
// "<project>-<service>" that docker compose gives it. For one that was restored
// it may be an id.
func (p *Project) ImageName(s *Service) string {
	return cmp.Or(s.ImagePin, s.Image, p.Join(p.Name, s.Name))
}

// ContainerName gives container_name, else "<project>-<service>-<number>".
func (p *Project) ContainerName(s *Service, number int) string {
	return cmp.Or(s.ContainerName, p.Join(p.Name, s.Name, strconv.Itoa(number)))
}

// Join makes a name of parts, with "-", or with the "_" of docker-compose 1.
func (p *Project) Join(parts ...string) string {
	if p.Compatibility {
		return strings.Join(parts, "_")
	}
	return strings.Join(parts, "-")
}

// ProfileNames gives the profiles that services name, active or not, sorted.
func (p *Project) ProfileNames() []string {
	names := map[string]bool{}
	for _, services := range []map[string]*Service{p.Services, p.Disabled} {
		for _, s := range services {
			for _, name := range s.Profiles {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Peers gives the services whose namespaces or volumes this one shares, sorted:
// service:NAME under network_mode, ipc and pid, and those under volumes_from.
func (s *Service) Peers() []string {
	names := map[string]bool{}
	for _, mode := range []string{s.NetworkMode, s.IPC, s.PID} {
		if name, ok := strings.CutPrefix(mode, "service:"); ok {
			names[name] = true
		}
	}
	for _, from := range s.VolumesFrom {
		if name, _, _ := strings.Cut(from, ":"); name != "container" {
			names[name] = true
		}
	}
	return sortedKeys(names)
}

// PullEvery gives how old the last pull of the service's image may be under
// the pull policies that go by time; false for the others. refresh without
// pull_refresh_after means a day.
func (s *Service) PullEvery() (time.Duration, bool) {
	switch {
	case s.PullPolicy == "daily", s.PullPolicy == "refresh" && s.PullRefreshAfter == nil:
		return 24 * time.Hour, true
	case s.PullPolicy == "weekly":
		return 7 * 24 * time.Hour, true
	case s.PullPolicy == "refresh":
		return time.Duration(*s.PullRefreshAfter), true
	}
	span, every := strings.CutPrefix(s.PullPolicy, "every_")
	d, ok := parseDuration(span)
	return time.Duration(d), every && ok
}
