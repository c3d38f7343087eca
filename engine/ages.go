package engine

import (
	"context"
	"fmt"
	"sync"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// Ages fills in when the images were last pulled whose pull_policy goes by
// time: a list does not tell.
func (e *Engine) Ages(ctx context.Context, p *compose.Project, state *plan.State) error {
	names := map[string]bool{}
	for _, s := range p.Services {
		ref := p.ImageName(s)
		if _, timed := s.PullEvery(); !timed || names[ref] {
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
			state.Images[plan.Familiar(ref)] = image
			return nil
		})
	}
	return together(calls...)
}
