package engine

import (
	"context"
	"fmt"
	"io"

	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
)

// commit makes an image of a container.
func (r *run) commit(ctx context.Context, op plan.CommitContainer) error {
	made, err := r.client.ContainerCommit(ctx, op.ID, container.CommitOptions{
		Reference: op.Ref, Author: op.Author, Comment: op.Message, Changes: op.Changes, Pause: op.Meanwhile == plan.MeanwhilePaused,
	})
	if err == nil && r.Image != nil {
		*r.Image = made.ID
	}
	return err
}

// Export writes all files of a container as a tar, volumes left out.
func (e *Engine) Export(ctx context.Context, c plan.Container, to io.Writer) error {
	content, err := e.client.ContainerExport(ctx, c.ID)
	if err != nil {
		return fmt.Errorf("export %s: %w", c.Name, explain(err))
	}
	defer content.Close()
	if _, err := io.Copy(to, content); err != nil {
		return fmt.Errorf("export %s: %w", c.Name, err)
	}
	return nil
}
