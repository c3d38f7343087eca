package enginetest

import (
	"encoding/json"
	"net/http"

	"github.com/docker/docker/api/types/events"
)

// eventsKept is how many past events the engine remembers for since.
const eventsKept = 256

// eventLog keeps the last events and wakes those who wait for the next one.
type eventLog struct {
	past []events.Message
	next int           // number of the event that comes next; past ends right before it
	wake chan struct{} // closed with the next event
}

// emit adds an event. The lock is held, so events have one order.
func (s *Server) emit(kind events.Type, action events.Action, actor string, attributes map[string]string) {
	now := s.now()
	message := events.Message{
		Type: kind, Action: action, Actor: events.Actor{ID: actor, Attributes: attributes},
		Scope: "local", Time: now.Unix(), TimeNano: now.UnixNano(),
	}
	switch kind {
	case events.ContainerEventType:
		message.Status, message.ID, message.From = string(action), actor, attributes["image"]
	case events.ImageEventType:
		message.Status, message.ID = string(action), actor
	}
	l := &s.events
	l.past = append(l.past, message)
	l.past = l.past[max(0, len(l.past)-eventsKept):]
	l.next++
	if l.wake != nil {
		close(l.wake)
		l.wake = nil
	}
}

// from gives the kept events numbered n and up, the number after them, and a
// channel that closes when there are more.
func (l *eventLog) from(n int) ([]events.Message, int, <-chan struct{}) {
	if l.wake == nil {
		l.wake = make(chan struct{})
	}
	first := l.next - len(l.past)
	return append([]events.Message(nil), l.past[max(0, n-first):]...), l.next, l.wake
}

// Events gives the kept events, oldest first.
func (s *Server) Events() []events.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	past, _, _ := s.events.from(0)
	return past
}

func streamEvents(s *Server, w http.ResponseWriter, r *request) error {
	wanted, err := readEventFilter(r)
	if err != nil {
		return err
	}
	n := 0
	if wanted.since.IsZero() {
		n = s.upcoming() // before the header, so that who has read it misses nothing
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	http.NewResponseController(w).Flush()
	encoder := json.NewEncoder(w)
	for {
		s.mu.Lock()
		batch, next, wake := s.events.from(n)
		s.mu.Unlock()
		n = next
		for _, m := range batch {
			if wanted.includes(m) {
				encoder.Encode(m)
			}
		}
		http.NewResponseController(w).Flush()
		select {
		case <-wake:
		case <-wanted.end():
			return nil
		case <-r.Context().Done():
			return nil
		}
	}
}

func (s *Server) upcoming() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.events.next
}
