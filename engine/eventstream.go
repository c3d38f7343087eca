package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/docker/docker/api/types/events"
)

// eventStream brings events of the engine over as many connections as it takes.
type eventStream struct {
	asked    events.ListOptions // Since follows what was heard
	messages <-chan events.Message
	failed   <-chan error
	opened   time.Time // when the last connection was made
	lost     time.Time // when the last one ended that had held
}

func (s *eventStream) open(ctx context.Context, e *Engine) {
	s.messages, s.failed = e.client.Events(ctx, s.asked)
	s.opened = time.Now()
}

// heard has the next connection go on after an event.
func (s *eventStream) heard(m events.Message) {
	s.asked.Since = time.Unix(0, m.TimeNano+1).Format(time.RFC3339Nano)
}

// broken takes notice of the end of a connection. The error tells why there is
// no use in another one: the engine refuses, or has been away for too long.
func (s *eventStream) broken(err error) error {
	s.messages, s.failed = nil, nil
	now := time.Now()
	if s.lost.IsZero() || now.Sub(s.opened) > reconnectAfter { // one that broke at once was none
		s.lost = now
	}
	if !disconnected(err) || now.Sub(s.lost) > away {
		return fmt.Errorf("follow the engine's events: %w", explain(err))
	}
	return nil
}

// reopen makes another connection a little after one has ended for a reason.
func (s *eventStream) reopen(ctx context.Context, e *Engine, reason error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := s.broken(reason); err != nil {
		return err
	}
	pause(ctx, reconnectAfter)
	s.open(ctx, e)
	return nil
}
