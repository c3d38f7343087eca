package compose

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// check looks at how the enabled services go together: whatever one value alone
// cannot tell. It says nothing about what decoding has already refused.
func (p *Project) check() diag.List {
	c := &checker{
		project:  p,
		services: sortedKeys(p.all),
		nets:     sortedKeys(p.networks),
		vols:     sortedKeys(p.volumes),
	}
	for _, name := range p.ServiceNames() {
		c.service(p.Services[name])
	}
	c.containerNames()
	c.hostPorts()
	c.cycles()
	return c.problems
}

type checker struct {
	project  *Project
	services []string // all names, sorted, as the other two
	nets     []string
	vols     []string
	problems diag.List
}

func (c *checker) fail(pos diag.Pos, hint, format string, args ...any) {
	c.problems.Add(diag.Diagnostic{Pos: pos, Summary: fmt.Sprintf(format, args...), Hint: hint})
}

// clash is a problem that two places make together.
func (c *checker) clash(pos, first diag.Pos, note, hint, summary string) {
	c.problems.Add(diag.Diagnostic{
		Pos: pos, Summary: summary, Hint: hint, Related: []diag.Related{{Pos: first, Note: note}},
	})
}

func (c *checker) service(s *Service) {
	c.origin(s)
	c.networks(s)
	c.volumes(s)
	c.dependencies(s)
	c.mounts(s)
	c.replicas(s)
}

// origin wants an image or a build. A key that was refused counts too.
func (c *checker) origin(s *Service) {
	if s.Build != nil && s.Build.Dockerfile != "" && s.Build.DockerfileInline != "" {
		c.fail(s.At("build", "dockerfile_inline"), "keep one of the two", "service %s has both dockerfile and dockerfile_inline", s.Name)
	}
	if s.Image != "" || s.Build != nil || s.node.Kind != tree.Map || valueOf(s.node, "image") != "" {
		return
	}
	for _, e := range s.node.Entries {
		_, known := serviceFields[e.Key]
		meant := nearest(e.Key, []string{"build", "image"})
		if slices.Contains([]string{"build", "extends", "provider"}, e.Key) || !known && meant != "" {
			return
		}
	}
	c.fail(s.keyPos, "add image: with a name to pull, or build: with a folder", "service %s has neither an image nor a build", s.Name)
}

func (c *checker) networks(s *Service) {
	if c.project.networks == nil {
		return
	}
	for _, key := range sortedKeys(s.Networks) {
		if c.project.networks[key] == nil {
			c.undefined(s, "network", key, s.At("networks", key), c.nets)
		}
	}
}

func (c *checker) volumes(s *Service) {
	if c.project.volumes == nil {
		return
	}
	for _, m := range s.Volumes {
		if m.Type != MountVolume || m.Source == "" || c.project.volumes[m.Source] != nil {
			continue
		}
		if strings.Contains(m.Source, "/") {
			c.fail(m.Pos, "write ./"+m.Source+" for a folder beside the compose file",
				"service %s needs volume %q, which is not defined", s.Name, m.Source)
			continue
		}
		c.undefined(s, "volume", m.Source, m.Pos, c.vols)
	}
}

func (c *checker) undefined(s *Service, what, key string, pos diag.Pos, known []string) {
	hint := knownNames(key, what+"s", known)
	if nearest(key, known) == "" {
		hint = fmt.Sprintf("add %s: under the top-level %ss; %s", key, what, hint)
	}
	c.fail(pos, hint, "service %s needs %s %q, which is not defined", s.Name, what, key)
}

// mounts refuses two mounts on one target, of which one would hide the other.
func (c *checker) mounts(s *Service) {
	type place struct {
		target string
		pos    diag.Pos
	}
	var all []place
	for i, text := range s.Tmpfs {
		target, _, _ := strings.Cut(text, ":")
		all = append(all, place{target, s.node.Get("tmpfs").At(fmt.Sprint(i))})
	}
	for _, m := range s.Volumes {
		all = append(all, place{m.Target, m.Pos})
	}
	first := map[string]diag.Pos{}
	for _, m := range all {
		if pos, ok := first[m.target]; ok {
			c.clash(m.pos, pos, "the first mount on "+m.target, "keep one of them, or choose another target",
				fmt.Sprintf("service %s has two mounts on %s", s.Name, m.target))
			continue
		}
		first[m.target] = m.pos
	}
}

// replicas looks at scale, deploy.replicas and what forbids more than one.
func (c *checker) replicas(s *Service) {
	if s.Scale != nil && s.Deploy != nil && s.Deploy.Replicas != nil && *s.Scale != *s.Deploy.Replicas {
		c.clash(s.At("scale"), s.At("deploy", "replicas"), "deploy.replicas", "keep one of the two",
			fmt.Sprintf("service %s has scale %d but deploy.replicas %d", s.Name, *s.Scale, *s.Deploy.Replicas))
		return
	}
	n := s.Replicas()
	if n < 2 {
		return
	}
	if s.ContainerName != "" {
		c.clash(s.scalePos(), s.At("container_name"), "the name", "remove container_name, or run one",
			fmt.Sprintf("service %s cannot run %d containers with the one name %s", s.Name, n, s.ContainerName))
	}
	for _, port := range s.Ports {
		if fixed(port.Published) {
			c.clash(s.scalePos(), port.Pos, "the port", "publish a range of ports, or leave the host port out",
				fmt.Sprintf("service %s cannot run %d containers on the one host port %s", s.Name, n, port.Published))
			return
		}
	}
}

func (s *Service) scalePos() diag.Pos {
	if s.node.Get("scale") != nil {
		return s.At("scale")
	}
	return s.At("deploy", "replicas")
}

// fixed tells a host port that only one container can have.
func fixed(published string) bool {
	return published != "" && published != "0" && !strings.Contains(published, "-")
}

func (c *checker) containerNames() {
	first := map[string]*Service{}
	for _, s := range c.inOrder() {
		if s.ContainerName == "" {
			continue
		}
		if other := first[s.ContainerName]; other != nil {
			c.clash(s.At("container_name"), other.At("container_name"), "service "+other.Name, "give each a name of its own, or none",
				fmt.Sprintf("services %s and %s have the same container_name %s", other.Name, s.Name, s.ContainerName))
			continue
		}
		first[s.ContainerName] = s
	}
}

// inOrder gives the enabled services in the order of their places.
func (c *checker) inOrder() []*Service {
	return slices.SortedFunc(maps.Values(c.project.Services), func(a, b *Service) int {
		return cmp.Or(a.keyPos.Compare(b.keyPos), strings.Compare(a.Name, b.Name))
	})
}
