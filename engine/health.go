package engine

import (
	"context"
	"strings"
	"time"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
)

// justStarted is how the engine tells of a container of which the health may
// still be that from before its start.
const justStarted = "Up Less than a second"

// freshHealth looks closer at the containers that count as healthy and have
// only just started, and takes back what is from before.
func (e *Engine) freshHealth(ctx context.Context, containers []plan.Container) error {
	var calls []func() error
	for i := range containers {
		c := &containers[i]
		if c.Health != "healthy" || !strings.HasPrefix(c.Status, justStarted) {
			continue
		}
		calls = append(calls, func() error {
			seen, err := e.client.ContainerInspect(ctx, c.ID)
			switch {
			case errdefs.IsNotFound(err): // what is planned for it finds that
			case err != nil:
				return err
			case seen.State.Health != nil && stale(seen.State):
				c.Health = "starting"
			}
			return nil
		})
	}
	return together(calls...)
}

// stale tells whether the health is from before the container's last start:
// the engine resets it only a moment after the start.
func stale(s *container.State) bool {
	started, err := time.Parse(time.RFC3339Nano, s.StartedAt)
	if err != nil || len(s.Health.Log) == 0 {
		return false
	}
	return s.Health.Log[len(s.Health.Log)-1].Start.Before(started)
}
