package engine

import (
	"context"
	"fmt"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
)

// LogOptions say which part of a container's log is wanted.
type LogOptions struct {
	Tail  string // number of entries from the end; empty or "all": every one
	Since string // RFC 3339, UNIX seconds, or a duration before now such as 10m
	Until string // likewise
	Timed bool   // the times of entries are wanted, of a single container, too
}

// Logs reads the logs of containers to their ends, in the order of their times.
// A single container's have no times unless these are wanted: then there is nothing
// to merge, and an engine is faster without them.
func (e *Engine) Logs(ctx context.Context, containers []plan.Container, o LogOptions, sink LogSink) error {
	mode := onceOnly
	if len(containers) == 1 && !o.Timed {
		if seen, err := e.client.ContainerInspect(ctx, containers[0].ID); err == nil && !seen.Config.Tty { // else the two forms cannot be told apart
			mode = onceUntimed
		}
	}
	logs := make([]*mergedLog, len(containers))
	errs := SideBySide(len(containers), func(i int) (err error) {
		logs[i] = &mergedLog{rank: i}
		logs[i].reader, err = e.openLog(ctx, containers[i], o, mode)
		return err
	})
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
	onceUntimed
	following
)

// openLog asks for a container's log.
func (e *Engine) openLog(ctx context.Context, c plan.Container, o LogOptions, mode logMode) (*logReader, error) {
	body, err := e.client.ContainerLogs(ctx, c.ID, container.LogsOptions{ShowStdout: true, ShowStderr: true, Timestamps: mode != onceUntimed,
		Tail: o.Tail, Since: o.Since, Until: o.Until, Follow: mode == following})
	if err != nil {
		return nil, err
	}
	r := newLogReader(body)
	if mode == onceUntimed {
		r.read, r.stamp = (*logReader).frame, untimed
	}
	return r, nil
}
