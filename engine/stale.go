package engine

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/containerd/errdefs"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// suspects gives the bind-mounted files of a running container that may have
// changed since it read them: their content is another than when it was made,
// or was last seen to read them, and they have changed since it was made.
func suspects(s *compose.Service, c *plan.Container, contents map[string]string) (files []compose.Mount) {
	if !c.Running() || len(contents) == 0 {
		return nil // it reads them when it starts
	}
	read := remembered(c.ID)
	if read == nil {
		read = c.Attributes
	}
	for _, m := range s.Volumes {
		digest, ok := contents[plan.MountedFile(m)]
		if ok && digest != read[plan.MountedFile(m)] && changedAfter(m.Source, c.Created) {
			files = append(files, m)
		}
	}
	return files
}

// changedAfter tells whether a file, or a link to it, has changed since.
func changedAfter(path string, since time.Time) bool {
	for _, stat := range []func(string) (os.FileInfo, error){os.Stat, os.Lstat} {
		if info, err := stat(path); err == nil && changed(info).After(since) {
			return true
		}
	}
	return false
}

// stale finds out which of the suspects have changed since the container's
// last start, whoever started it.
func (e *Engine) stale(ctx context.Context, c *plan.Container, files []compose.Mount) error {
	seen, err := e.client.ContainerInspect(ctx, c.ID)
	if errdefs.IsNotFound(err) {
		return nil // as in inspect
	}
	if err != nil {
		return fmt.Errorf("inspect container %s: %w", c.Name, explain(err))
	}
	started, err := time.Parse(time.RFC3339Nano, seen.State.StartedAt)
	if err != nil {
		return fmt.Errorf("inspect container %s: when it started: %w", c.Name, err)
	}
	for _, m := range files {
		if changedAfter(m.Source, started) {
			c.Stale = append(c.Stale, plan.MountedFile(m))
		}
	}
	return nil
}
