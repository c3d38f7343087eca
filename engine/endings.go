package engine

import (
	"time"

	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"

	"gocompose/engine/doctor"
	"gocompose/engine/spec"
)

// containerEvents are those that tell how containers end.
var containerEvents = filters.NewArgs(filters.Arg("type", string(events.ContainerEventType)),
	filters.Arg("event", string(events.ActionKill)), filters.Arg("event", string(events.ActionOOM)), filters.Arg("event", string(events.ActionDie)))

// heedable is how long a container must have had to count as one that did not
// heed its stop signal, and was not just killed.
const heedable = time.Second / 2

// endings finds, in events of the past, containers that were killed since they did
// not heed a signal, and those that ran out of memory.
func endings(past []events.Message) (out []doctor.Ending) {
	asked := map[string]events.Message{} // by container: what it has not heeded yet
	for _, m := range past {
		at := m.Actor.Attributes
		e := doctor.Ending{Container: at["name"], Project: at[spec.LabelProject], Service: at[spec.LabelService], Time: time.Unix(0, m.TimeNano)}
		first, waits := asked[m.Actor.ID]
		switch {
		case m.Action == events.ActionOOM:
			e.Memory = true
			out = append(out, e)
		case m.Action == events.ActionDie:
			delete(asked, m.Actor.ID)
		case at["signal"] != "9" && !waits:
			asked[m.Actor.ID] = m
		case at["signal"] == "9" && waits:
			e.Signal, e.After = first.Actor.Attributes["signal"], time.Duration(m.TimeNano-first.TimeNano)
			if e.After >= heedable {
				out = append(out, e)
			}
		}
	}
	return out
}
