package engine

import (
	"context"
	"fmt"
	"io"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"

	"gocompose/engine/plan"
)

// LogOptions say which part of a container's log is wanted.
type LogOptions struct {
	Tail       string // number of lines from the end; empty or "all": every line
	Since      string // RFC 3339, UNIX seconds, or a duration before now such as 10m
	Until      string // likewise
	Timestamps bool   // put the engine's time before each line
	Follow     bool   // go on until the container ends
}

// LogSink takes what the containers of a project write. Its functions are
// called by one goroutine at a time.
type LogSink struct {
	// Open gives where a container's lines go; both are closed at their end.
	Open func(c plan.Container) (stdout, stderr io.WriteCloser)
	// Ended tells that a container's process ended, and whether the engine
	// starts it again.
	Ended func(c plan.Container, exitCode int, restarting bool)
}

// Logs streams one container's log to its sink.
func (e *Engine) Logs(ctx context.Context, c plan.Container, o LogOptions, stdout, stderr io.WriteCloser) error {
	defer stdout.Close()
	defer stderr.Close()
	seen, err := e.client.ContainerInspect(ctx, c.ID)
	if err != nil {
		return fmt.Errorf("logs of %s: %w", c.Name, explain(err))
	}
	stream, err := e.client.ContainerLogs(ctx, c.ID, container.LogsOptions{ShowStdout: true, ShowStderr: true,
		Tail: o.Tail, Since: o.Since, Until: o.Until, Timestamps: o.Timestamps, Follow: o.Follow})
	if err != nil {
		return fmt.Errorf("logs of %s: %w", c.Name, explain(err))
	}
	defer stream.Close()
	if seen.Config.Tty {
		_, err = io.Copy(stdout, stream)
	} else {
		_, err = stdcopy.StdCopy(stdout, stderr, stream)
	}
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("logs of %s: %w", c.Name, explain(err))
	}
	return nil
}
