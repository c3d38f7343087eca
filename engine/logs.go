package engine

import (
	"context"
	"fmt"
	"sync"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
)

// LogOptions say which part of a container's log is wanted.
type LogOptions struct {
	Tail  string // number of entries from the end; empty or "all": every one
	Since string // RFC 3339, UNIX seconds, or a duration before now such as 10m
	Until string // likewise
}

// Logs reads the logs of containers to their ends, in the order of their times.
func (e *Engine) Logs(ctx context.Context, containers []plan.Container, o LogOptions, sink LogSink) error {
	logs := make([]*mergedLog, len(containers))
	errs := make([]error, len(containers))
	var all sync.WaitGroup
	for i, c := range containers {
		logs[i] = &mergedLog{rank: i}
		all.Go(func() { logs[i].reader, errs[i] = e.openLog(ctx, c, o, onceOnly) })
	}
	all.Wait()
	var m merge
	for i, c := range containers {
		if errdefs.IsNotImplemented(errs[i]) {
			sink.Unreadable(c, errs[i])
			errs[i] = nil
		}
		if logs[i].reader != nil {
			defer logs[i].reader.body.Close()
			logs[i].writer = sink.Open(c)
			m = append(m, logs[i])
		}
	}
	for i, err := range append(errs, m.run()) {
		if err != nil && ctx.Err() == nil {
			if i < len(containers) {
				return fmt.Errorf("logs of %s: %w", containers[i].Name, explain(err))
			}
			return fmt.Errorf("read the logs: %w", explain(err))
		}
	}
	return ctx.Err()
}

// logMode says whether a log is read on as it is written.
type logMode uint8

const (
	onceOnly logMode = iota
	following
)

// openLog asks for a container's log, with times.
func (e *Engine) openLog(ctx context.Context, c plan.Container, o LogOptions, mode logMode) (*logReader, error) {
	body, err := e.client.ContainerLogs(ctx, c.ID, container.LogsOptions{ShowStdout: true, ShowStderr: true, Timestamps: true,
		Tail: o.Tail, Since: o.Since, Until: o.Until, Follow: mode == following})
	if err != nil {
		return nil, err
	}
	return newLogReader(body), nil
}
