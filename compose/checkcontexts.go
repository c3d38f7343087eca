package compose

import (
	"fmt"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/graph"
)

// builds looks at how the builds go together, and with what is around them.
func (c *checker) builds() {
	for _, name := range c.project.ServiceNames() {
		if s := c.project.Services[name]; s.Build != nil {
			c.secretModes(s)
			c.contexts(s)
		}
	}
	c.sharedImages()
	c.buildCycles()
}

// secretModes warns of what says nothing to a build: how a secret is mounted
// stands in the Dockerfile, at RUN --mount=type=secret.
func (c *checker) secretModes(s *Service) {
	for _, m := range s.Build.Secrets {
		if m.UID != "" || m.GID != "" || m.Mode != nil {
			c.warn(m.Pos, "write them in the Dockerfile: RUN --mount=type=secret,id="+m.BuildID()+",mode=0440",
				fmt.Sprintf("uid, gid and mode of build secret %s have no effect", m.Source))
		}
	}
}

// BuildID gives what a Dockerfile calls the secret: target, else its name.
func (m FileMount) BuildID() string {
	if m.Target != "" {
		return m.Target
	}
	return m.Source
}

// contexts wants the services that a build starts from to be there and to be built.
func (c *checker) contexts(s *Service) {
	on := s.Build.BuiltOn()
	for _, context := range sortedKeys(on) {
		pos := s.At("build", "additional_contexts", context)
		base := c.project.Find(on[context])
		switch {
		case base == nil:
			c.fail(pos, knownNames(on[context], "services", without(c.services, s.Name)),
				"service %s is built on %q, which is not defined", s.Name, on[context])
		case !base.in(c.project.Profiles):
			c.fail(pos, "add --profile "+base.Profiles[0], "service %s is built on %s, which only %s", s.Name, base.Name, enabledBy(base.Profiles))
		case base.Build == nil:
			c.fail(pos, "give "+base.Name+" a build, or write docker-image://"+base.Image, "service %s is built on %s, which is not built", s.Name, base.Name)
		}
	}
}

// buildCycles shows the circles of builds, by image: services that share one
// share its build, too. A service is in one of them at most.
func (c *checker) buildCycles() {
	seen := map[string]bool{}
	for range maxCycles {
		g, edges := c.buildGraph(seen)
		cycle := g.Cycle()
		if cycle == nil {
			return
		}
		d := diag.Diagnostic{Hint: "remove one of these contexts"}
		var names []string
		for i, image := range cycle[:len(cycle)-1] {
			e := edges[[2]string{image, cycle[i+1]}]
			d.Related = append(d.Related, diag.Related{Pos: e.pos, Note: e.from + " is built on " + e.to})
			names = append(names, e.from)
			seen[image] = true
		}
		d.Summary = "builds go in a circle: " + strings.Join(append(names, names[0]), " → ")
		d.Pos = d.Related[0].Pos
		c.problems.Add(d)
	}
}

// buildEdge is a service that is built on another.
type buildEdge struct {
	from, to string
	pos      diag.Pos
}

// buildGraph gives the images that are built, each with those that it is built
// on, without the seen ones, and where the files say so.
func (c *checker) buildGraph(seen map[string]bool) (*graph.Graph[string], map[[2]string]buildEdge) {
	g, edges := &graph.Graph[string]{}, map[[2]string]buildEdge{}
	for _, name := range c.services {
		s := c.project.Find(name)
		if s == nil || s.Build == nil {
			continue
		}
		on := s.Build.BuiltOn()
		for _, context := range sortedKeys(on) {
			base := c.project.Find(on[context])
			if base == nil || base.Build == nil {
				continue
			}
			from, to := c.project.ImageName(s), c.project.ImageName(base)
			if _, known := edges[[2]string{from, to}]; known || seen[from] || seen[to] {
				continue
			}
			g.Add(from, to)
			edges[[2]string{from, to}] = buildEdge{name, base.Name, s.At("build", "additional_contexts", context)}
		}
	}
	return g, edges
}
