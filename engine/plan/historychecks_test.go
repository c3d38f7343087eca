package plan_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// ready counts the containers of a service, made as it is now, of which a
// condition holds.
func (h *history) ready(s *compose.Service, condition string) (n int) {
	hash := spec.ServiceHash(s)
	for _, c := range h.state.Containers {
		ended := c.State == "exited" && c.ExitCode == 0
		switch {
		case c.Service != s.Name || c.OneOff || spec.ServiceHash(h.made[c.ID]) != hash:
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
	if h.draggedDown(o) {
		return
	}
	jobs := h.app.jobs()
	for _, s := range p.Steps {
		label := s.Op.Label()
		again := label.Act == plan.ActStart || label.Act == plan.ActHook
		if c := h.container(starts(s.Op)); c != nil && o.Recreate == plan.RecreateNever && h.lives[c.ID].pid != "" {
			continue // what it shared processes with an older file knew of
		}
		if _, wait := s.Op.(plan.AwaitContainer); !wait && !(again && jobs[label.Service]) {
			h.errorf("a second plan has the step %q", s.Key)
			return
		}
	}
	if o.Recreate == plan.RecreateDiverged {
		h.asWanted(o)
	}
}

// starts gives the container that an operation starts, or runs a hook of.
func starts(op plan.Op) string {
	switch op := op.(type) {
	case plan.StartContainer:
		return op.ID
	case plan.RunHook:
		return op.ID
	}
	return ""
}

// draggedDown tells whether a container ended that the command was not about:
// with those whose processes it shared. That may make more possible than before.
func (h *history) draggedDown(o plan.UpOptions) bool {
	project, _ := h.project.Select(o.Services)
	return slices.ContainsFunc(h.state.Containers, func(c plan.Container) bool {
		return project.Services[c.Service] == nil && h.lives[c.ID].pid != "" && c.State == "exited"
	})
}

// asWanted checks the containers of the services that were brought up.
func (h *history) asWanted(o plan.UpOptions) {
	project, _ := h.project.Select(o.Services)
	want, number := h.goal(project), map[string]int{}
	jobs := h.app.jobs()
	for _, c := range h.state.Containers {
		s := project.Services[c.Service]
		ours := h.project.Services[c.Service] != nil && (c.Hook != "" || c.Fills()) // see nothingForgotten
		orphan := !ours && (h.project.Services[c.Service] == nil && !c.OneOff || c.OneOff && !c.Running())
		if orphan && o.RemoveOrphans {
			h.errorf("orphan %s is still there", c.Name)
		}
		if s == nil || c.OneOff {
			continue
		}
		number[s.Name]++
		same := c.Attributes == nil && maps.Equal(c.Observed, want.Services[s.Name].Texts) // made by docker compose
		if c.ConfigHash != want.Services[s.Name].Hash && !same {
			h.errorf("%s is not what the file says", c.Name)
		}
		if name := nameOf(s, c.Number); c.Name != name {
			h.errorf("%s should be called %s", c.Name, name)
		}
		if !o.NoStart && c.State != "running" && !(jobs[s.Name] && c.State == "exited") {
			h.errorf("%s is %s", c.Name, c.State)
		}
		h.attached(&c, s)
		h.shares(&c, want.Services[s.Name], o)
	}
	h.nothingForgotten(project, o)
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

// shares checks that a container has its secrets and configs, and lives in
// namespaces that there still are.
func (h *history) shares(c *plan.Container, want plan.Want, o plan.UpOptions) {
	if c.Running() && !o.NoStart && h.cutOff(c) && !h.unseen[c.ID] {
		h.errorf("%s lives in namespaces that are gone", c.Name)
	}
	for _, m := range c.Mounts {
		if v := h.volume(m.Name); v != nil && v.Files != "" && (want.Files == nil || v.Name != want.Files.Volume) {
			h.errorf("%s has old secrets or configs: %s", c.Name, v.Name)
		}
	}
	if want.Files != nil && c.Attributes != nil && (!slices.ContainsFunc(c.Mounts, func(m plan.MountPoint) bool { return m.Name == want.Files.Volume }) || h.half[want.Files.Volume]) {
		h.errorf("%s has not its secrets and configs", c.Name)
	}
}

// nothingForgotten checks that no volume or container is left of filling and hooks.
func (h *history) nothingForgotten(project *compose.Project, o plan.UpOptions) {
	for _, c := range h.state.Containers {
		filler := strings.HasSuffix(c.Name, plan.Filler(""))
		if project.Services[c.Service] != nil && (filler || c.Hook != "" && !o.NoStart) {
			h.errorf("%s is left", c.Name)
		}
	}
	for _, v := range h.state.Volumes {
		if project.Services[v.Files] != nil && !h.inUse(v.Name) {
			h.errorf("volume %s is left", v.Name)
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
		if (o.Volumes || v.Files != "") && v.Project != "" {
			h.errorf("volume %s is left", v.Name)
		}
	}
	if p := plan.Down("shop", nil, h.snapshot(), plan.DownOptions{Volumes: o.Volumes, RemoveOrphans: true}); !p.Empty() {
		h.errorf("there is still to do:\n%s", p)
	}
}
