package engine

import (
	"context"
	"time"

	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
)

// tellPauses tells when a container is paused, in which a program then stands
// still, and when it goes on. It begins after a moment, so that the engine is not
// asked for the sake of the many programs that have ended by then.
func (e *Engine) tellPauses(ctx context.Context, name string, tell func(paused bool)) {
	if !pause(ctx, heedPauses) {
		return
	}
	only := filters.NewArgs(filters.Arg("type", "container"), filters.Arg("container", name),
		filters.Arg("event", string(events.ActionPause)), filters.Arg("event", string(events.ActionUnPause)))
	messages, failed := e.client.Events(ctx, events.ListOptions{Filters: only})
	seen, err := e.client.ContainerInspect(ctx, name)
	paused := err == nil && seen.State.Paused
	if paused {
		tell(true)
	}
	for {
		select {
		case m := <-messages:
			if now := m.Action == events.ActionPause; now != paused {
				paused = now
				tell(now)
			}
		case <-failed: // the end of ctx, or of the engine, which the program's streams tell
			return
		}
	}
}

// heedPauses is from when on a program's container is watched.
const heedPauses = time.Second
