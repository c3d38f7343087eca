package engine

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/moby/sys/user"

	"gocompose/engine/plan"
)

// owner is whom files in a container belong to.
type owner struct{ uid, gid int }

// ownerIn gives whom a container runs as. Names are looked up in its own files,
// for which nothing in it need run.
func (e *Engine) ownerIn(ctx context.Context, c plan.Container) (owner, error) {
	seen, err := e.client.ContainerInspect(ctx, c.ID)
	if err != nil {
		return owner{}, fmt.Errorf("inspect %s: %w", c.Name, explain(err))
	}
	if seen.Config.User == "" {
		return owner{}, nil
	}
	found, err := user.GetExecUser(seen.Config.User, nil, e.fileIn(ctx, c, "/etc/passwd"), e.fileIn(ctx, c, "/etc/group"))
	if err != nil {
		return owner{}, fmt.Errorf("sync files into %s: whom they belong to: %w", c.Name, err)
	}
	return owner{found.Uid, found.Gid}, nil
}

// fileIn gives the content of a container's file; nothing where it has none.
func (e *Engine) fileIn(ctx context.Context, c plan.Container, path string) io.Reader {
	stream, _, err := e.client.CopyFromContainer(ctx, c.ID, path)
	if err != nil {
		return new(bytes.Buffer)
	}
	defer stream.Close()
	archive := tar.NewReader(stream)
	var text bytes.Buffer
	if _, err := archive.Next(); err == nil {
		_, _ = io.Copy(&text, archive) // what cannot be read is not there
	}
	return &text
}
