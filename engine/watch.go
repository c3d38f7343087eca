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
	ctx   context.Context // its cause tells why there are no more events
	join  chan waiter
	leave chan waiter
}

type waiter struct {
	id   string
	news chan struct{} // holds one wake-up
}

func (e *Engine) newWatch(ctx context.Context, project string) *watch {
	ctx, end := context.WithCancelCause(ctx)
	w := &watch{ctx: ctx, join: make(chan waiter), leave: make(chan waiter)}
	only := filters.NewArgs(filters.Arg("type", "container"), filters.Arg("label", spec.LabelProject+"="+project))
	all := eventStream{asked: events.ListOptions{Filters: only, Since: shortlyBefore(time.Now())}}
	go func() { end(w.serve(e, all)) }()
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

func (w *watch) serve(e *Engine, all eventStream) error {
	waiters := map[waiter]bool{}
	for all.open(w.ctx, e); ; {
		select {
		case me := <-w.join:
			waiters[me] = true
		case me := <-w.leave:
			delete(waiters, me)
		case m := <-all.messages:
			all.heard(m)
			wake(waiters, m.Actor.ID)
		case err := <-all.failed:
			if err := all.reopen(w.ctx, e, err); err != nil {
				return err
			}
			wake(waiters, "")
		}
	}
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
