package engine

import (
	"context"
	"fmt"
	"maps"

	"github.com/containerd/errdefs"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// Goal computes what the project's resources should be, and looks closer at
// the containers that differ, so that a plan can tell from what to what.
func (e *Engine) Goal(ctx context.Context, p *compose.Project, in spec.Inputs, state *plan.State) (plan.Goal, error) {
	g := plan.Goal{
		Project:  p,
		Services: make(map[string]plan.Want, len(p.Services)),
		Networks: make(map[string]string, len(p.Networks)),
		Volumes:  make(map[string]string, len(p.Volumes)),
	}
	var problems diag.List
	mounted := e.mountsFiles()
	for _, name := range p.ServiceNames() {
		s := p.Services[name]
		ids := peers(s, state)
		files, more := fileVolume(p, s, state)
		problems.AddOnce(more...)
		contents, more := boundContents(p, s)
		problems.AddOnce(more...)
		g.Services[name] = plan.Want{Hash: spec.ServiceHash(spec.Resolved(s, ids)), Peers: ids, Files: files, Contents: contents, Mounted: mounted.of(s)}
	}
	if problems.Err() != nil {
		return g, problems
	}
	for key, n := range p.Networks {
		g.Networks[key] = spec.NetworkHash(n)
	}
	for key, v := range p.Volumes {
		g.Volumes[key] = spec.VolumeHash(v)
	}
	if err := e.surroundings(ctx, p, state); err != nil {
		return g, err
	}
	var calls []func() error
	images := e.imageReader(ctx)
	for i := range state.Containers {
		c := &state.Containers[i]
		want, ok := g.Services[c.Service]
		if !ok || c.OneOff {
			continue
		}
		if files := suspects(p.Services[c.Service], c, want.Mounted); len(files) > 0 {
			calls = append(calls, func() error { return e.stale(ctx, c, files) })
		}
		if c.ConfigHash == want.Hash {
			continue
		}
		if want.Texts == nil {
			g.Services[c.Service] = detailed(p, p.Services[c.Service], in, want)
		}
		if c.Attributes == nil {
			made := images(c.ImageID)
			calls = append(calls, func() error { return e.inspectForeign(ctx, p, c, made) })
			continue
		}
		calls = append(calls, func() error { return e.inspect(ctx, c) })
	}
	return g, together(calls...)
}

// peers gives the containers that a service's own share namespaces or volumes
// with: by service, the id of its first, and of two of one number, which an
// interrupted replacement leaves, of the one that runs.
func peers(s *compose.Service, state *plan.State) map[string]string {
	out := map[string]string{}
	for _, name := range s.Peers() {
		var first *plan.Container
		for i := range state.Containers {
			if c := &state.Containers[i]; c.Service == name && !c.OneOff && (first == nil || before(c, first)) {
				first = c
			}
		}
		if first != nil {
			out[name] = first.ID
		}
	}
	return out
}

func before(a, b *plan.Container) bool {
	return a.Number < b.Number || a.Number == b.Number && a.Running() && !b.Running()
}

// detailed adds to want what explaining a difference takes.
func detailed(p *compose.Project, s *compose.Service, in spec.Inputs, want plan.Want) plan.Want {
	request := spec.Container(p, s, spec.Instance{Number: 1, Peers: want.Peers, Inputs: in})
	want.Digests = spec.Digests(s)
	want.Texts = spec.Describe(request.Config, request.HostConfig)
	maps.Copy(want.Texts, spec.DescribeAround(p, s))
	return want
}

// inspect fills in what a container runs with.
func (e *Engine) inspect(ctx context.Context, c *plan.Container) error {
	seen, err := e.client.ContainerInspect(ctx, c.ID)
	if errdefs.IsNotFound(err) {
		return nil // it went away since it was listed; what is planned for it finds that done
	}
	if err != nil {
		return fmt.Errorf("inspect container %s: %w", c.Name, explain(err))
	}
	c.Observed = spec.Describe(seen.Config, seen.HostConfig)
	return nil
}
