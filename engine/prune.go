package engine

import (
	"context"

	"github.com/docker/docker/api/types/filters"

	"gocompose/engine/spec"
)

// PruneImages removes the images of a project that newer builds took the names
// of and that no container uses.
func (e *Engine) PruneImages(ctx context.Context, project string) error {
	_, err := e.client.ImagesPrune(ctx, filters.NewArgs(filters.Arg("dangling", "true"), filters.Arg("label", spec.LabelProject+"="+project)))
	if err != nil {
		return explain(err)
	}
	return nil
}
