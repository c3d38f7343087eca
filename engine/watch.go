package engine

import (
	"context"
	"time"

	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"

	"gocompose/engine/spec"
)

// watch follows the events of a project's containers over one connection and
// wakes those who wait for one of them. Its goroutine alone owns the waiters.
type watch struct {
	ctx   context.Context
	join  chan waiter
	leave chan waiter
}

type waiter struct {
	id   string
	news chan struct{} // holds one wake-up
}

func (e *Engine) newWatch(ctx context.Context, project string) *watch {
	w := &watch{ctx: ctx, join: make(chan waiter), leave: make(chan waiter)}
	only := filters.NewArgs(filters.Arg("type", "container"), filters.Arg("label", spec.LabelProject+"="+project))
	go w.serve(e, only)
	return w
}

// subscribe gives a channel that has something whenever there is news of the
// container, or for "" of any of the project's.
func (w *watch) subscribe(id string) (news <-chan struct{}, stop func()) {
	me := waiter{id: id, news: make(chan struct{}, 1)}
	w.tell(w.join, me)
	return me.news, func() { w.tell(w.leave, me) }
}

func (w *watch) tell(to chan waiter, me waiter) {
	select {
	case to <- me:
	case <-w.ctx.Done():
	}
}

func (w *watch) serve(e *Engine, only filters.Args) {
	waiters := map[waiter]bool{}
	last := time.Now()
	messages, failed := w.follow(e, only, last)
	for {
		select {
		case me := <-w.join:
			waiters[me] = true
		case me := <-w.leave:
			delete(waiters, me)
		case m := <-messages:
			last = time.Unix(0, m.TimeNano)
			wake(waiters, m.Actor.ID)
		case <-failed:
			if !pause(w.ctx, reconnectAfter) {
				return
			}
			messages, failed = w.follow(e, only, last)
			wake(waiters, "")
		case <-w.ctx.Done():
			return
		}
	}
}

// follow asks for the events since a little before a moment.
func (w *watch) follow(e *Engine, only filters.Args, since time.Time) (<-chan events.Message, <-chan error) {
	return e.client.Events(w.ctx, events.ListOptions{Filters: only, Since: shortlyBefore(since)})
}

// shortlyBefore gives from when on to ask for events so that none is missed: the
// engine subscribes only after it has answered, and its clock may be another.
// What is seen twice does no harm.
func shortlyBefore(moment time.Time) string {
	return moment.Add(-5 * time.Second).Format(time.RFC3339Nano)
}

// reconnectAfter is how long to wait before the events are asked for again
// when their connection broke.
const reconnectAfter = 200 * time.Millisecond

// wake tells the waiters for a container, or all of them for "".
func wake(waiters map[waiter]bool, id string) {
	for w := range waiters {
		if id == "" || w.id == "" || w.id == id {
			select {
			case w.news <- struct{}{}:
			default: // it has a wake-up that it has not seen yet
			}
		}
	}
}

// pause waits, and tells whether ctx still goes on.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
