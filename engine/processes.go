package engine

import (
	"context"
	"fmt"
	"strconv"

	"github.com/containerd/errdefs"

	"gocompose/engine/plan"
)

// Processes is what runs in one container.
type Processes struct {
	Service string
	Number  string     // of the container; empty for a one-off one
	Titles  []string   // of the columns, as the engine's host has them
	Rows    [][]string // a process each
}

// Top lists the processes of containers that run, all side by side. Those that have ended
// meanwhile have none.
func (e *Engine) Top(ctx context.Context, containers []plan.Container) ([]Processes, error) {
	out := make([]Processes, len(containers))
	var calls []func() error
	for i, c := range containers {
		out[i].Service = c.Service
		if c.Number > 0 {
			out[i].Number = strconv.Itoa(c.Number)
		}
		calls = append(calls, func() error {
			seen, err := e.client.ContainerTop(ctx, c.ID, nil)
			switch {
			case errdefs.IsNotFound(err), errdefs.IsConflict(err):
				return nil
			case err != nil:
				return fmt.Errorf("processes of %s: %w", c.Name, explain(err))
			}
			out[i].Titles, out[i].Rows = seen.Titles, seen.Processes
			return nil
		})
	}
	return out, together(calls...)
}
