package engine

import (
	"context"
	"io"
	"sync/atomic"
	"time"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
)

// overhear reads what a container writes from now on until it ends, for which
// the engine need not keep a log of it.
func (e *Engine) overhear(ctx context.Context, c plan.Container) (*logReader, error) {
	stream, err := e.client.ContainerAttach(ctx, c.ID, container.AttachOptions{Stream: true, Stdout: true, Stderr: true})
	if err != nil {
		return nil, err
	}
	heard := &overheard{stream: stream}
	heard.leave = context.AfterFunc(ctx, heard.end)
	r := newLogReader(heard)
	r.stamp = arriving
	seen, err := e.client.ContainerInspect(ctx, c.ID)
	switch {
	case err != nil:
		_ = heard.Close()
		return nil, err
	case !seen.State.Running: // the rest of its run is at hand; then the engine would wait for the next run
		time.AfterFunc(reconnectAfter, heard.end)
	}
	r.read = (*logReader).frame
	if seen.Config.Tty {
		r.read = (*logReader).line
	}
	return r, nil
}

// overheard is a connection to a container's program, until ctx ends.
type overheard struct {
	stream types.HijackedResponse
	leave  func() bool
	ended  atomic.Bool
}

func (o *overheard) end() {
	o.ended.Store(true)
	o.stream.Close()
}

func (o *overheard) Read(p []byte) (int, error) {
	n, err := o.stream.Reader.Read(p)
	if err != nil && o.ended.Load() {
		err = io.EOF
	}
	return n, err
}

func (o *overheard) Close() error {
	o.leave()
	o.end()
	return nil
}
