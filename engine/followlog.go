package engine

import (
	"context"
	"errors"
	"io"
	"net"
	"time"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/client"

	"gocompose/engine/plan"
)

// followed is a container whose log is followed. The follower alone touches it,
// except for what its reader goes by, which is the reader's while the log is open.
type followed struct {
	open    bool   // its log is being read
	alive   bool   // it runs or is to run again
	again   bool   // it was started while its log was open
	stopped bool   // by somebody, rather than that it ended by itself
	code    *int   // of its last end, which the sink has not been told of
	told    string // when the end was that the sink knows of

	// What its reader goes by.
	plan.Container
	unkept bool // the engine keeps no log of it
	cursor logCursor
	since  time.Time // from when on its log is new where nothing of it was read
}

// resume gives what is to be asked for: at first what the user wants, later what
// has not been read yet.
func (x *followed) resume(o LogOptions) LogOptions {
	from := x.cursor.since()
	if from.IsZero() {
		from = x.since
	}
	if x.since.IsZero() && o.Tail != "" && o.Tail != "all" {
		x.since = time.Now() // what comes later is no part of the tail
	}
	if from.IsZero() {
		return o
	}
	return LogOptions{Since: from.Format(time.RFC3339Nano), Until: o.Until}
}

// ending is why a container's log came to its end.
type ending struct {
	of    *followed
	state *container.State // nil: it was removed, or err
	err   error
}

// unwritten is the failure of a sink, which ends everything.
type unwritten struct{ error }

func (u unwritten) Unwrap() error { return u.error }

// read reads a log until the container ends, over as many connections as it takes.
func (f *follower) read(x *followed, to LogWriter) ending {
	for vain := 0; ; vain++ {
		before := x.cursor
		err := f.readOn(x, to)
		if x.cursor != before {
			vain = 0
		}
		whole := err == io.EOF || vain > mostVain
		if errors.As(err, new(unwritten)) { // Close would fail, too
			return ending{of: x, err: err}
		}
		if f.ctx.Err() != nil || !disconnected(err) && !errdefs.IsNotFound(err) && !errdefs.IsConflict(err) { // it may be being removed
			return ending{of: x, err: errors.Join(err, to.Close())}
		}
		var seen container.InspectResponse
		err = patiently(f.ctx, func() (err error) {
			seen, err = f.client.ContainerInspect(f.ctx, x.ID)
			return err
		})
		switch {
		case errdefs.IsNotFound(err):
			return ending{of: x, err: to.Close()}
		case err != nil:
			return ending{of: x, err: errors.Join(err, to.Close())}
		case whole && (!seen.State.Running || seen.State.Restarting):
			return ending{x, seen.State, to.Close()}
		}
		pause(f.ctx, reconnectAfter)
	}
}

// mostVain is how many connections may break one after another that have
// brought nothing of the log of a container that ended.
const mostVain = 5

// readOn reads a log over one connection, from where the one before broke.
func (f *follower) readOn(x *followed, to LogWriter) error {
	log, err := f.source(x)
	if err != nil {
		return err
	}
	defer log.body.Close()
	before := replay{read: x.cursor}
	for {
		e, err := log.next()
		if err != nil {
			return err
		}
		if before.repeats(e) {
			continue
		}
		err = to.Write(e)
		if err == nil && log.idle() {
			err = to.Flush()
		}
		if err != nil {
			return unwritten{err}
		}
		x.cursor.pass(e)
	}
}

// source gives what is to be read of a container.
func (f *follower) source(x *followed) (*logReader, error) {
	if x.unkept {
		return f.overhear(f.ctx, x.Container)
	}
	return f.openLog(f.ctx, x.Container, x.resume(f.o.LogOptions), following)
}

// away is how long an engine may be gone, as while it is restarted.
const away = 30 * time.Second

// patiently calls until an engine answers or has been away for too long.
func patiently(ctx context.Context, call func() error) error {
	for begun := time.Now(); ; {
		err := call()
		if !disconnected(err) || time.Since(begun) > away || !pause(ctx, reconnectAfter) {
			return err
		}
	}
}

// disconnected tells the failure of a connection from an answer of the engine.
// A proxy before one that is away answers by itself that it is unavailable.
func disconnected(err error) bool {
	return errdefs.IsUnavailable(err) || client.IsErrConnectionFailed(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, new(*net.OpError))
}
