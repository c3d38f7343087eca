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
		if len(c.problems) < maxProblems {
			c.service(p.Services[name])
		}
	}
	c.containerNames()
	c.hostPorts()
	c.portNotes()
	c.addresses()
	c.subnets()
	c.builds()
	c.cycles()
	return c.problems.Ruled(diag.Reference)
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

func (c *checker) warn(pos diag.Pos, hint, summary string) {
	c.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: pos, Summary: summary, Hint: hint})
}

// clash is a problem that two places make together.
func (c *checker) clash(pos, first diag.Pos, note, hint, summary string) {
	c.problems.Add(diag.Diagnostic{
		Rule: diag.Conflict, Pos: pos, Summary: summary, Hint: hint, Related: []diag.Related{{Pos: first, Note: note}},
	})
}

func (c *checker) service(s *Service) {
	c.origin(s)
	c.networks(s)
	c.volumes(s)
	c.dependencies(s)
	c.mounts(s)
	c.replicas(s)
	c.namespaces(s)
	c.grants(s)
	c.resources(s)
	c.memory(s)
	c.platforms(s)
	c.probes(s)
}

// origin wants an image or a build. A key that was refused counts too.
func (c *checker) origin(s *Service) {
	if s.Build != nil && s.Build.Dockerfile != "" && s.Build.DockerfileInline != "" {
		c.fail(s.At("build", "dockerfile_inline"), "keep one of the two", "service %s has both dockerfile and dockerfile_inline", s.Name)
	}
	if s.Image != "" || s.Build != nil || s.node.Kind != tree.Map || valueOf(s.node, "image") != "" {
		return
	}
	if image := s.node.Get("image"); image != nil && image.Kind != tree.Scalar {
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
		c.drive(m)
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

// inOrder gives the enabled services in the order of their places.
func (c *checker) inOrder() []*Service {
	return slices.SortedFunc(maps.Values(c.project.Services), func(a, b *Service) int {
		return cmp.Or(a.keyPos.Compare(b.keyPos), strings.Compare(a.Name, b.Name))
	})
}
