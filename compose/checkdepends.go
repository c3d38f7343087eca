package compose

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"gocompose/compose/diag"
)

func isIPv4(ip string) bool {
	addr, err := netip.ParseAddr(ip)
	return err == nil && addr.Is4()
}

func (c *checker) dependencies(s *Service) {
	for _, name := range sortedKeys(s.DependsOn) {
		if len(c.problems) >= maxProblems {
			return
		}
		need := s.DependsOn[name]
		switch on, off := c.project.Services[name], c.project.Disabled[name]; {
		case on != nil:
			c.health(s, on, need)
		case off != nil && need.Required:
			c.fail(need.Pos, "add --profile "+off.Profiles[0]+", or required: false",
				"service %s needs %s, which only %s", s.Name, name, enabledBy(off.Profiles))
		case off == nil:
			c.fail(need.Pos, knownNames(name, "services", without(c.services, s.Name)),
				"service %s needs %q, which is not defined", s.Name, name)
		}
	}
}

func without(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == name })
}

func enabledBy(profiles []string) string {
	if len(profiles) == 1 {
		return "profile " + profiles[0] + " enables"
	}
	return "the profiles " + strings.Join(profiles, " and ") + " enable"
}

// health refuses to wait for a health that is never probed.
func (c *checker) health(s, on *Service, need *Dependency) {
	h := on.Healthcheck
	if need.Condition != ConditionHealthy || h == nil {
		return
	}
	if h.Disable || len(h.Test) > 0 && h.Test[0] == "NONE" {
		c.clash(need.Pos, on.At("healthcheck"), "the healthcheck", "write condition: "+ConditionStarted+", or give "+on.Name+" a healthcheck",
			fmt.Sprintf("service %s waits for %s to be healthy, whose healthcheck is disabled", s.Name, on.Name))
	}
}

const maxCycles = 10

// cycles shows the circles of depends_on, each service in one of them at most:
// breaking that one comes first.
func (c *checker) cycles() {
	seen := map[string]bool{}
	for range maxCycles {
		cycle := c.project.graph(func(name string) bool { return !seen[name] }).Cycle()
		if cycle == nil {
			return
		}
		c.cycle(cycle)
		for _, name := range cycle {
			seen[name] = true
		}
	}
}

// maxEdges bounds the edges that are shown of a circle.
const maxEdges = 20

// cycle reports the path a, b, …, a with the place of each edge.
func (c *checker) cycle(path []string) {
	d := diag.Diagnostic{
		Summary: "depends_on goes in a circle: " + joined(path),
		Hint:    "remove one of these dependencies",
	}
	for i, name := range path[:min(len(path)-1, maxEdges)] {
		pos := c.project.Services[name].DependsOn[path[i+1]].Pos
		d.Related = append(d.Related, diag.Related{Pos: pos, Note: name + " needs " + path[i+1]})
	}
	d.Pos = d.Related[0].Pos
	c.problems.Add(d)
}

// joined gives a circle as text, without the middle of a long one.
func joined(path []string) string {
	if left := len(path) - 1 - maxEdges; left > 0 {
		path = append(slices.Clone(path[:maxEdges]), fmt.Sprintf("(%d more)", left), path[len(path)-1])
	}
	return strings.Join(path, " → ")
}
