package enginetest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
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

// eventFilter is the query of GET /events; zero times are open ends.
type eventFilter struct {
	since, until time.Time
	args         filters.Args
}

func readEventFilter(r *request) (f eventFilter, err error) {
	if f.since, err = parseUnix(r.FormValue("since")); err != nil {
		return f, err
	}
	if f.until, err = parseUnix(r.FormValue("until")); err != nil {
		return f, err
	}
	if !f.until.IsZero() && f.until.Before(f.since) {
		return f, badRequestf("`since` time (%s) cannot be after `until` time (%s)", r.FormValue("since"), r.FormValue("until"))
	}
	f.args, err = filters.FromJSON(r.FormValue("filters"))
	if err != nil {
		return f, badRequestf("%v", err)
	}
	return f, nil
}

// end gives a channel that fires at until; nil, which never fires, where there is none.
func (f eventFilter) end() <-chan time.Time {
	if f.until.IsZero() {
		return nil
	}
	return time.After(time.Until(f.until))
}

// includes is the engine's own choice: every filter given must match, and object
// filters match by id or name.
func (f eventFilter) includes(m events.Message) bool {
	at := time.Unix(0, m.TimeNano)
	if !f.since.IsZero() && at.Before(f.since) || !f.until.IsZero() && at.After(f.until) {
		return false
	}
	return f.action(string(m.Action)) &&
		f.args.ExactMatch("type", string(m.Type)) && f.args.ExactMatch("scope", m.Scope) &&
		f.object(m, events.ContainerEventType) && f.object(m, events.NetworkEventType) &&
		f.object(m, events.VolumeEventType) && f.image(m) &&
		(!f.args.Contains("label") || f.args.MatchKVList("label", m.Actor.Attributes))
}

// action matches exactly, or by prefix where a filter names an action without what follows its colon.
func (f eventFilter) action(action string) bool {
	for _, given := range f.args.Get("event") {
		if given == "health_status" || given == "exec_create" || given == "exec_start" {
			return f.args.FuzzyMatch("event", action)
		}
	}
	return f.args.ExactMatch("event", action)
}

func (f eventFilter) object(m events.Message, kind events.Type) bool {
	return f.args.FuzzyMatch(string(kind), m.Actor.ID) && m.Type == kind ||
		f.args.FuzzyMatch(string(kind), m.Actor.Attributes["name"]) && m.Type == kind || !f.args.Contains(string(kind))
}

func (f eventFilter) image(m events.Message) bool {
	if !f.args.Contains("image") {
		return true
	}
	name := m.Actor.Attributes["image"]
	if m.Type == events.ImageEventType {
		name = m.Actor.Attributes["name"]
	}
	return f.args.ExactMatch("image", m.Actor.ID) || f.args.ExactMatch("image", name) || f.args.ExactMatch("image", trimTag(name))
}

// parseUnix reads "seconds" or "seconds.nanoseconds"; empty is the zero time.
func parseUnix(text string) (time.Time, error) {
	if text == "" || text == "0" {
		return time.Time{}, nil
	}
	whole, fraction, _ := strings.Cut(text, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}, badRequestf("%v", err)
	}
	nanos, err := strconv.ParseInt((fraction + "000000000")[:9], 10, 64)
	if err != nil {
		return time.Time{}, badRequestf("%v", err)
	}
	return time.Unix(seconds, nanos), nil
}
