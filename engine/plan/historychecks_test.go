package plan_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// ready counts the containers of a service of which a condition holds.
func (h *history) ready(s *compose.Service, condition, hash string) (n int) {
	for _, c := range h.state.Containers {
		ended := c.State == "exited" && c.ExitCode == 0
		switch {
		case c.Service != s.Name || c.OneOff || c.ConfigHash != hash:
		case condition == compose.ConditionCompleted && ended,
			condition == compose.ConditionHealthy && c.State == "running" && c.Health == "healthy",
			condition == compose.ConditionStarted && c.State == "running":
			n++
		}
	}
	return n
}

// inOrder checks that each step comes after what it needs, and that keys are unique.
func (h *history) inOrder(p *plan.Plan) {
	seen := map[string]bool{}
	for _, s := range p.Steps {
		if seen[s.Key] {
			h.errorf("two steps %q", s.Key)
		}
		for _, k := range append(slices.Clone(s.Needs), s.Follows...) {
			if !seen[k] {
				h.errorf("%q comes before %q", s.Key, k)
			}
		}
		seen[s.Key] = true
	}
}

func (h *history) containers() string {
	var b strings.Builder
	for _, c := range h.state.Containers {
		fmt.Fprintf(&b, "  %s  %s  %s %s networks=%v ports=%v\n", c.Name, short(c.ID), c.State, c.Health, slices.Sorted(maps.Keys(c.Networks)), c.Ports)
	}
	return b.String()
}

// untouched checks that nobody else's container changed.
func (h *history) untouched() {
	if !reflect.DeepEqual(h.state.Others, h.foreign) {
		h.errorf("somebody else's containers changed")
	}
}

// settled checks that what was brought up is as the file has it, and that
// planning again finds nothing to do but to run the jobs again.
func (h *history) settled(o plan.UpOptions) {
	if o.Recreate == plan.RecreateAlways {
		o.Recreate = plan.RecreateDiverged
	}
	h.note("second")
	p := h.planUp(o)
	if p == nil {
		h.errorf("a second plan cannot be made")
		return
	}
	jobs := h.app.jobs()
	for _, s := range p.Steps {
		start, ok := s.Op.(plan.StartContainer)
		if _, wait := s.Op.(plan.AwaitContainer); !wait && !(ok && jobs[h.serviceOf(start.ID)]) {
			h.errorf("a second plan has the step %q", s.Key)
			return
		}
	}
	if o.Recreate == plan.RecreateDiverged {
		h.asWanted(o)
	}
}

func (h *history) serviceOf(id string) string {
	if c := h.container(id); c != nil {
		return c.Service
	}
	return ""
}

// asWanted checks the containers of the services that were brought up.
func (h *history) asWanted(o plan.UpOptions) {
	project, _ := h.project.Select(o.Services)
	want, number := goal(project), map[string]int{}
	jobs := h.app.jobs()
	for _, c := range h.state.Containers {
		s := project.Services[c.Service]
		orphan := h.project.Services[c.Service] == nil && !c.OneOff || c.OneOff && !c.Running()
		if orphan && o.RemoveOrphans {
			h.errorf("orphan %s is still there", c.Name)
		}
		if s == nil || c.OneOff {
			continue
		}
		number[s.Name]++
		if c.ConfigHash != want.Services[s.Name].Hash {
			h.errorf("%s is not what the file says", c.Name)
		}
		if name := nameOf(s, c.Number); c.Name != name {
			h.errorf("%s should be called %s", c.Name, name)
		}
		if !o.NoStart && c.State != "running" && !(jobs[s.Name] && c.State == "exited") {
			h.errorf("%s is %s", c.Name, c.State)
		}
		h.attached(&c, s)
	}
	for name, s := range project.Services {
		if number[name] != s.Replicas() {
			h.errorf("%s has %d containers, not %d", name, number[name], s.Replicas())
		}
	}
}

func nameOf(s *compose.Service, number int) string {
	if s.ContainerName != "" {
		return s.ContainerName
	}
	return fmt.Sprintf("shop-%s-%d", s.Name, number)
}

// attached checks that a container is on the networks that its service wants.
func (h *history) attached(c *plan.Container, s *compose.Service) {
	for key := range s.Networks {
		n := h.network(h.project.Networks[key].Name)
		if n == nil {
			h.errorf("network %s does not exist", key)
		} else if id, ok := c.Networks[n.Name]; !ok || id != n.ID && (c.State == "running" || id != "") {
			h.errorf("%s is not attached to %s", c.Name, n.Name)
		}
	}
}

func (h *history) nothingLeft(project *compose.Project, o plan.DownOptions) {
	for _, c := range h.state.Containers {
		if project == nil || project.Services[c.Service] != nil || o.RemoveOrphans {
			h.errorf("%s is left", c.Name)
		}
	}
	if len(h.state.Containers) > 0 {
		return
	}
	for _, n := range h.state.Networks {
		if n.Project != "" {
			h.errorf("network %s is left", n.Name)
		}
	}
	for _, v := range h.state.Volumes {
		if o.Volumes && v.Project != "" {
			h.errorf("volume %s is left", v.Name)
		}
	}
	if p := plan.Down("shop", nil, h.snapshot(), plan.DownOptions{Volumes: o.Volumes, RemoveOrphans: true}); !p.Empty() {
		h.errorf("there is still to do:\n%s", p)
	}
}
