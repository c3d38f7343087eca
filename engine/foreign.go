package engine

import (
	"context"
	"fmt"
	"sync"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/image"

	"gocompose/compose"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// inspectForeign fills in what a container runs with that carries no digests,
// and what of it comes from its image and the engine.
func (e *Engine) inspectForeign(ctx context.Context, p *compose.Project, c *plan.Container, read imageRead) error {
	made, err := read()
	if err != nil {
		return err
	}
	seen, err := e.client.ContainerInspect(ctx, c.ID)
	if errdefs.IsNotFound(err) {
		return nil // as in inspect
	}
	if err != nil {
		return fmt.Errorf("inspect container %s: %w", c.Name, explain(err))
	}
	s := p.Services[c.Service]
	c.Observed, c.Filled = spec.DescribeForeign(p, s, seen, made), spec.Filled(seen, made)
	return nil
}

// imageRead inspects an image, or gives nothing where that is gone.
type imageRead func() (image.InspectResponse, error)

// imageReader gives what reads each image once, however many ask for it.
func (e *Engine) imageReader(ctx context.Context) func(id string) imageRead {
	reads := map[string]imageRead{}
	return func(id string) imageRead {
		if reads[id] == nil {
			reads[id] = sync.OnceValues(func() (image.InspectResponse, error) {
				seen, err := e.client.ImageInspect(ctx, id)
				if errdefs.IsNotFound(err) {
					return image.InspectResponse{}, nil
				}
				if err != nil {
					return seen, fmt.Errorf("inspect image %s: %w", id, explain(err))
				}
				return seen, nil
			})
		}
		return reads[id]
	}
}
