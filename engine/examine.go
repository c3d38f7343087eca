package engine

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// Examine fills in what a list does not tell of images: when those were last
// pulled whose pull_policy goes by time, and what platform those are of that a
// service wants of a certain one.
func (e *Engine) Examine(ctx context.Context, p *compose.Project, state *plan.State) error {
	names := map[string]bool{}
	for _, s := range p.Services {
		ref := p.ImageName(s)
		if _, timed := s.PullEvery(); !timed && p.Platform(s) == "" || names[ref] {
			continue
		}
		if _, present := state.Image(ref); present {
			names[ref] = true
		}
	}
	var mu sync.Mutex
	var calls []func() error
	for ref := range names {
		calls = append(calls, func() error {
			seen, err := e.client.ImageInspect(ctx, ref)
			if err != nil {
				return fmt.Errorf("inspect image %s: %w", ref, explain(err))
			}
			mu.Lock()
			defer mu.Unlock()
			image, _ := state.Image(ref)
			image.Tagged = seen.Metadata.LastTagTime
			image.Platform = strings.TrimSuffix(seen.Os+"/"+seen.Architecture+"/"+seen.Variant, "/")
			state.Images[plan.Familiar(ref)] = image
			return nil
		})
	}
	return together(calls...)
}
