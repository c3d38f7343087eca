package ui

import (
	"fmt"

	"gocompose/engine/plan"
)

// outlook says what a plan means for those who use a service; empty where
// nothing of it stops.
func outlook(i plan.Interruption) string {
	within := ""
	if i.Grace > 0 || i.Timeout {
		within = fmt.Sprintf(" (%s %s at most)", limit(i), i.Grace)
	}
	switch {
	case len(i.Stops) == 0:
		return ""
	case i.Kind == plan.NotInterrupted:
		return i.Service + " goes on: its replacement starts first" + within
	case i.Kind == plan.Partly:
		return fmt.Sprintf("%s goes on with the others of its %d containers", i.Service, i.Running) + within
	case i.Kind == plan.Restarted:
		return i.Service + " is down until it is started again" + within
	}
	return i.Service + " is down from then on" + within
}

// limit names what bounds a stop.
func limit(i plan.Interruption) string {
	if i.Timeout {
		return "--timeout"
	}
	return "stop_grace_period"
}

// outlooks gives what is to be said of interruptions, by the key of the step
// that begins each.
func outlooks(p *plan.Plan) map[string]string {
	said := map[string]string{}
	for _, i := range p.Interruptions() {
		if text := outlook(i); text != "" {
			said[i.Step] = clean(p.Hide(text))
		}
	}
	return said
}

type jsonService struct {
	Name         string           `json:"name"`
	Interruption jsonInterruption `json:"interruption"`
}

type jsonInterruption struct {
	Kind    string   `json:"kind"`              // none, part, restart or stop
	Running int      `json:"running"`           // containers before
	Stops   []string `json:"stops"`             // names of those that stop
	Seconds float64  `json:"seconds,omitempty"` // the most that one of them has to stop
	Limit   string   `json:"limit,omitempty"`   // what says so: stop_grace_period or --timeout
}

func serviceOf(p *plan.Plan, i plan.Interruption) jsonService {
	j := jsonInterruption{Kind: string(i.Kind), Running: i.Running, Stops: []string{}}
	for _, name := range i.Stops {
		j.Stops = append(j.Stops, p.Hide(name))
	}
	if len(i.Stops) > 0 {
		j.Seconds, j.Limit = i.Grace.Seconds(), limit(i)
	}
	return jsonService{i.Service, j}
}
