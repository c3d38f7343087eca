package enginetest

import (
	"strconv"
	"strings"
	"time"

	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
)

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
