package ui

import (
	"fmt"

	"gocompose/engine"
	"gocompose/engine/plan"
)

// HookLine is a line that a hook wrote.
type HookLine struct{ Container, Text string }

// mostHookLines bounds what is kept of hooks that say very much.
const mostHookLines = 1000

// heard keeps what hooks say: where logs are shown, it is shown with them.
func (t *tracker) heard(e engine.Event) {
	if e.Label.Act != plan.ActHook {
		return
	}
	t.said = append(t.said, HookLine{e.Label.Name, t.plan.Hide(e.Text)})
	t.said = t.said[max(len(t.said)-mostHookLines, 0):]
}

// hookOf gives " pre_start[0]" for the step that runs it.
func (t *tracker) hookOf(step string) string {
	for _, s := range t.plan.Steps {
		if op, ok := s.Op.(plan.RunHook); ok && s.Key == step {
			return fmt.Sprintf(" %s[%d]", op.Moment, op.Index)
		}
	}
	return ""
}
