package engine

import (
	"context"
	"fmt"
	"strconv"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"

	"gocompose/engine/plan"
)

// Life is a run of a container's program that others may join.
type Life struct {
	plan.Container
	HasTTY  bool   // it has a terminal
	Reads   bool   // it reads standard input
	Once    bool   // which ends with the first who types
	started string // by the engine's clock
}

// LifeOf looks how a container's program runs. One that is paused cannot be joined.
func (e *Engine) LifeOf(ctx context.Context, c plan.Container) (Life, error) {
	seen, err := e.client.ContainerInspect(ctx, c.ID)
	if err != nil {
		return Life{}, fmt.Errorf("inspect %s: %w", c.Name, explain(err))
	}
	if seen.State.Paused { // the client keeps the engine's words of it to itself
		return Life{}, fmt.Errorf("attach to %s: it is paused; `gocompose unpause` lets it go on", c.Name)
	}
	return Life{Container: c, HasTTY: seen.Config.Tty, Reads: seen.Config.OpenStdin, Once: seen.Config.StdinOnce, started: seen.State.StartedAt}, nil
}

// Attach joins the streams to those of a program, and gives its exit code, and
// whether the engine starts it again. The error is ErrDetached where Stdin gave it.
func (e *Engine) Attach(ctx context.Context, l Life, s Streams) (code int, again bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := e.client.ContainerAttach(ctx, l.ID, s.attachment())
	if err != nil {
		return 0, false, fmt.Errorf("attach to %s: %w", l.Name, explain(err))
	}
	defer stream.Close()
	t := e.inContainer(l.ID, s)
	t.ended = e.endOf(ctx, l)
	if s.TTY && s.Size != (Size{}) { // a program draws anew where its window has another size
		t.resize(ctx, container.ResizeOptions{Width: s.Size.Columns, Height: s.Size.Rows + 1})
	}
	if code, err = t.serve(ctx, stream); err != nil {
		return 0, false, err
	}
	seen, err := e.client.ContainerInspect(ctx, l.ID)
	return code, err == nil && (seen.State.Running || seen.State.Restarting), nil // else it was removed
}

// endOf begins to listen for the end of a life, and gives what gives its exit
// code. To wait for the container would be to wait for the end of all its lives.
func (e *Engine) endOf(ctx context.Context, l Life) func() (int, error) {
	only := filters.NewArgs(filters.Arg("type", "container"), filters.Arg("container", l.ID), filters.Arg("event", string(events.ActionDie)))
	deaths, failed := e.client.Events(ctx, events.ListOptions{Filters: only, Since: l.started})
	return func() (int, error) {
		select {
		case m := <-deaths:
			return strconv.Atoi(m.Actor.Attributes["exitCode"])
		case err := <-failed:
			return 0, fmt.Errorf("wait for the end of %s: %w", l.Name, explain(err))
		}
	}
}
