package ui

import (
	"cmp"
	"strings"

	"gocompose/engine"
	"gocompose/engine/plan"
)

// result gives the summary's word for what has been reached.
func (r *Row) result() string {
	switch {
	case r.recreates && (r.reached == plan.ActCreate || r.reached == plan.ActStart):
		return "recreated"
	case r.reached == plan.ActStart && r.restarts():
		return "restarted"
	}
	return strings.ToLower(r.done(r.reached))
}

func (r *Row) finalDetail() string {
	switch {
	case r.recreates && r.Text == "recreated":
		return r.why()
	case r.recreates:
		return "recreated: " + r.why()
	case r.build != nil:
		return r.build.cached()
	case r.pull != nil && r.pull.total() > 0:
		return size(r.pull.total())
	}
	return ""
}

// why gives the reason with its place, for what would else be a surprise.
func (r *Row) why() string {
	text := clean(r.reason.Text)
	if n := len(r.reason.Because); n > 0 {
		text += " and " + count(n, "more reason")
	}
	if place := placeOfLine(r.reason.Pos); place != "" {
		text += " (" + place + ")"
	}
	return text
}

// skipped keeps what the row waits for in vain: the reason of the step that
// failed where that is a wait, else its name.
func (t *tracker) skipped(r *Row, e engine.Event) {
	if r.State == Broken || r.State == Blocked {
		return
	}
	r.State, r.Word, r.Text = Blocked, "Skipped", notDone(e.Label.Act)
	if e.Label.Act == plan.ActHook {
		r.Text = "hook not run"
	}
	if r.recreates {
		r.Text = "not recreated"
	}
	r.Detail = "needs " + clean(t.plan.Hide(e.Text))
	for _, s := range t.plan.Steps {
		if s.Key != e.Text {
			continue
		}
		r.blocker, r.by = t.row(s.Op.Label()), cmp.Or(s.Op.Label().Service, t.plan.Hide(s.Op.Label().Name))
		if label := s.Op.Label(); waits(label.Act) && label.Service != e.Label.Service {
			r.Detail = clean(s.Reason.Text)
		} else if label.Act == plan.ActHook {
			r.Detail = "needs hook" + t.hookOf(s.Key) + " of " + clean(label.Name)
		} else {
			r.Detail = "needs " + clean(t.plan.Hide(label.Name)) + " to be " + strings.ToLower(label.Act.Done())
		}
		if place := place(s.Reason.Pos); place != "" {
			r.Detail += " (" + place + ")"
		}
	}
}

func waits(act plan.Act) bool {
	return act == plan.ActWaitRunning || act == plan.ActWaitHealthy || act == plan.ActWaitExit
}

// notDone gives the summary's word for an act that failed or was not tried.
func notDone(act plan.Act) string {
	switch act {
	case plan.ActWaitHealthy:
		return "unhealthy"
	case plan.ActWaitExit:
		return "failed"
	case plan.ActHook:
		return "hook failed"
	}
	return "not " + strings.ToLower(act.Done())
}

// putBack tells what a failed step's Else has done.
func (t *tracker) putBack(step string) (text string) {
	for _, s := range t.plan.Steps {
		if s.Key != step {
			continue
		}
		for _, op := range s.Else {
			switch op.(type) {
			case plan.StartContainer:
				return "the container that ran before runs again"
			case plan.RemoveContainer:
				text = "what this step had begun is removed again"
			case plan.StopContainer:
				text = cmp.Or(text, "the container is stopped again")
			case plan.RestoreNetwork:
				text = "the network is as it was before"
			}
		}
	}
	return text
}
