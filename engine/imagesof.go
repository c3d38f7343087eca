package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/containerd/errdefs"
	"github.com/containerd/platforms"
	"github.com/distribution/reference"

	"gocompose/engine/plan"
)

// ContainerImage is the image of a container.
type ContainerImage struct {
	Container       plan.Container
	ID              string // sha256:…
	Repository, Tag string // as the container was made from it; empty where that was an id
	Platform        string // linux/amd64
	Size            int64  // bytes
	Created, Tagged time.Time
}

// ImagesOf gives the image of each container, and asks for each image once, all
// of them side by side. One that was removed by force tells nothing but its id.
func (e *Engine) ImagesOf(ctx context.Context, containers []plan.Container) ([]ContainerImage, error) {
	known := map[string]*ContainerImage{}
	var calls []func() error
	for _, c := range containers {
		if known[c.ImageID] != nil {
			continue
		}
		seen := &ContainerImage{ID: c.ImageID}
		known[c.ImageID] = seen
		calls = append(calls, func() error { return e.describeImage(ctx, seen) })
	}
	if err := together(calls...); err != nil {
		return nil, err
	}
	var out []ContainerImage
	for _, c := range containers {
		one := *known[c.ImageID]
		one.Container = c
		one.Repository, one.Tag = nameOf(c.Image)
		out = append(out, one)
	}
	return out, nil
}

func (e *Engine) describeImage(ctx context.Context, i *ContainerImage) error {
	seen, err := e.client.ImageInspect(ctx, i.ID)
	if errdefs.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("inspect image %s: %w", i.ID, explain(err))
	}
	i.Size, i.Tagged = seen.Size, seen.Metadata.LastTagTime
	i.Platform = platforms.Format(platforms.Platform{OS: seen.Os, Architecture: seen.Architecture, Variant: seen.Variant})
	i.Created, _ = time.Parse(time.RFC3339Nano, seen.Created) // absent in images that can be built again to the byte
	return nil
}

// nameOf parts the name that a container was made from.
func nameOf(image string) (repository, tag string) {
	named, err := reference.ParseDockerRef(image)
	if err != nil {
		return "", ""
	}
	if tagged, ok := named.(reference.Tagged); ok {
		tag = tagged.Tag()
	}
	return reference.FamiliarName(named), tag
}
