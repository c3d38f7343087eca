package ui

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gocompose/compose"
)

// picture is what there is to draw of a project. All lists are in a fixed order.
type picture struct {
	name     string
	services []*node          // by name
	volumes  []*node          // named ones that services mount, by key
	byKey    map[string]*node // services
	links    []link
	networks []string // shown ones; none where there is only the default network
}

// node is a service or a volume.
type node struct {
	id        int
	name      string
	volume    bool
	source    string   // image, or "build ./web"
	published []string // ":8080 → 80"
	listening []string // "9000", not published
	replicas  int
	networks  []int // indices into picture.networks
	needs     []link
	needed    bool // something depends on it
}

func pictureOf(p *compose.Project) *picture {
	pic := &picture{name: clean(p.Name), byKey: map[string]*node{}}
	pic.chooseNetworks(p)
	for _, name := range p.ServiceNames() {
		n := pic.service(p, p.Services[name])
		n.id = len(pic.services)
		pic.services = append(pic.services, n)
		pic.byKey[name] = n
	}
	for _, name := range p.ServiceNames() {
		pic.dependencies(p.Services[name])
	}
	pic.mounts(p)
	return pic
}

// chooseNetworks keeps the networks that services use, unless all use the default one.
func (pic *picture) chooseNetworks(p *compose.Project) {
	used := map[string]bool{}
	for _, s := range p.Services {
		for key := range s.Networks {
			used[key] = true
		}
	}
	if len(used) > 1 || len(used) == 1 && !used["default"] {
		pic.networks = slices.Sorted(maps.Keys(used))
	}
}

func (pic *picture) service(p *compose.Project, s *compose.Service) *node {
	n := &node{name: clean(s.Name), source: sourceOf(p, s), replicas: s.Replicas()}
	targets := map[string]bool{}
	for _, port := range s.Ports {
		n.published = append(n.published, portText(port))
		targets[portNumber(port)] = true
	}
	for _, e := range s.Expose {
		if e = strings.TrimSuffix(clean(e), "/tcp"); !targets[e] {
			n.listening = append(n.listening, e)
		}
	}
	n.published, n.listening = few(n.published), few(n.listening)
	for key := range s.Networks {
		if i := slices.Index(pic.networks, key); i >= 0 {
			n.networks = append(n.networks, i)
		}
	}
	slices.Sort(n.networks)
	return n
}

// few keeps a range of ports from filling the picture.
func few(ports []string) []string {
	const most = 6
	if len(ports) <= most {
		return ports
	}
	return append(ports[:most-1:most-1], fmt.Sprintf("… %d more", len(ports)-most+1))
}

// sourceOf gives the image, or the folder that it is built from as seen from the project's.
func sourceOf(p *compose.Project, s *compose.Service) string {
	if s.Build == nil {
		return clean(s.Image)
	}
	context := s.Build.Context
	if rel, err := filepath.Rel(p.WorkingDir, context); err == nil && filepath.IsAbs(context) {
		context = rel
	}
	if !strings.HasPrefix(context, ".") && !strings.Contains(context, ":") && !filepath.IsAbs(context) {
		context = "./" + context
	}
	return "build " + clean(context)
}

// portText gives ":8080 → 80", ":9000" for the same number on both sides.
func portText(p compose.Port) string {
	target := portNumber(p)
	published := clean(cmp.Or(p.Published, "any"))
	text := clean(p.HostIP) + ":" + published
	if published == strconv.Itoa(int(p.Target)) {
		return text + strings.TrimPrefix(target, published)
	}
	return text + " → " + target
}

func portNumber(p compose.Port) string {
	text := strconv.Itoa(int(p.Target))
	if p.Protocol != "" && p.Protocol != "tcp" {
		text += "/" + clean(p.Protocol)
	}
	return text
}

// title gives the name, with the number of replicas where it is not one.
func (n *node) title() string {
	if n.volume || n.replicas == 1 {
		return n.name
	}
	return fmt.Sprintf("%s ×%d", n.name, n.replicas)
}
