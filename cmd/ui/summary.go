package ui

import (
	"cmp"
	"io"
	"slices"
	"time"

	"gocompose/engine/plan"
)

// Summary is what became of a plan.
type Summary struct {
	Plan        *plan.Plan
	Rows        []*Row
	Services    []string          // that the plan's containers belong to, sorted
	Failed      []string          // services of which something failed, or names of other resources
	Blocked     []string          // services that were not carried out because of that
	Asked       map[string]string // service → its image, of all that is to be brought about where the plan has less; else nil
	Interrupted bool
	Took        time.Duration // from the first event to the last
	Said        []HookLine    // what hooks wrote, in that order

	planned []*Row // all rows of the plan, begun or not
}

// Goal says what a plan was made for, which the last line tells.
type Goal uint8

const (
	GoalUp Goal = iota
	GoalCreate
	GoalStart
	GoalRestart
	GoalStop
	GoalKill   // by SIGKILL
	GoalSignal // by another signal
	GoalPause
	GoalResume
	GoalRemove // of stopped containers
	GoalDown
	GoalBuild
	GoalPull
	GoalPush
	GoalCopy
	GoalCommit
)

// Ending is what the last words need beside the Summary.
type Ending struct {
	Goal      Goal
	Took      time.Duration // of the whole command; 0: of the plan
	Published []Published
	Command   string // by which the caller runs gocompose for this project, flags and all; empty: gocompose
}

// Published is a port of a container that people can open.
type Published struct {
	Container string
	URL       string // "http://localhost:8080"
}

func summarise(t *tracker, interrupted bool) Summary {
	s := Summary{Plan: t.plan, Rows: t.rows, planned: byName(t.planned()), Interrupted: interrupted, Took: t.last.Sub(t.first), Said: t.said}
	of := servicesOf(t.plan)
	s.Services = concerned(t.plan)
	for _, r := range t.rows {
		name := cmp.Or(of[r.Name], r.Name)
		switch {
		case r.State == Broken && !(interrupted && r.cutShort()):
			s.Failed = append(s.Failed, name)
		case r.State == Blocked && of[r.Name] != "":
			s.Blocked = append(s.Blocked, name)
		}
	}
	s.Failed, s.Blocked = set(s.Failed), set(s.Blocked)
	s.Blocked = slices.DeleteFunc(s.Blocked, func(b string) bool { return slices.Contains(s.Failed, b) })
	return s
}

func byName(rows []*Row) []*Row {
	slices.SortFunc(rows, func(a, b *Row) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name)) })
	return rows
}

func set(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// concerned gives the services that a plan is about, sorted: those that it
// brings about, and where it brings about none, those that it ends.
func concerned(p *plan.Plan) []string {
	var made, ended []string
	for _, k := range p.Kept {
		made = append(made, k.Service)
	}
	for _, s := range p.Steps {
		switch label := s.Op.Label(); {
		case label.Service == "", label.Act == plan.ActHook: // its container has other steps
		case label.Act == plan.ActStop || label.Act == plan.ActRemove:
			ended = append(ended, label.Service)
		default:
			made = append(made, label.Service)
		}
	}
	if len(made) == 0 {
		return set(ended)
	}
	return set(made)
}

// servicesOf gives the service of each container and built image that a plan speaks of.
func servicesOf(p *plan.Plan) map[string]string {
	of := map[string]string{}
	for _, k := range p.Kept {
		of[k.Name] = k.Service
	}
	for _, s := range p.Steps {
		if label := s.Op.Label(); label.Service != "" {
			of[p.Hide(label.Name)] = label.Service
		}
	}
	return of
}

// Finish writes the last words after Progress: where the published ports are
// and what the project now is.
func (s Summary) Finish(out *Terminal, mode Mode, end Ending) error {
	switch mode.On(out) {
	case ModeJSON:
		return s.finishJSON(out, end)
	case ModeQuiet:
		if len(s.Failed) == 0 && !s.Interrupted {
			return nil
		}
	}
	style := out.Style()
	var text []string
	if len(s.Failed) == 0 && !s.Interrupted {
		text = s.published(end.Published, style)
	}
	if len(s.Rows) > 0 || len(text) > 0 {
		text = append(text, "")
	}
	if unfinished := s.results(); s.troubled(end.Goal) && len(unfinished) > 1 && mode.On(out) != ModeQuiet {
		text = append(append(text, outcomeTable(unfinished, style)...), "")
	}
	for _, line := range s.Words(end) {
		text = append(text, style.wrap(line, 0)...)
	}
	_, err := io.WriteString(out, lines(text))
	return err
}

// troubled tells whether what was to be brought up is not, so that it is worth
// telling what became of each service.
func (s Summary) troubled(goal Goal) bool {
	return goal.bringsUp() && (len(s.Failed) > 0 || s.Interrupted)
}

func (g Goal) bringsUp() bool { return g == GoalUp || g == GoalCreate || g == GoalStart }

func (s Summary) published(ports []Published, style Style) []string {
	layout := layoutOf(s.Rows, style)
	for _, p := range ports {
		layout.names = max(layout.names, min(width(clean(p.Container)), widestName))
	}
	var out []string
	for _, p := range ports {
		name := pad(clip(clean(p.Container), layout.names), layout.names)
		out = append(out, style.cut(style.good("✔")+" "+name+"  "+style.bold(clean(p.URL))))
	}
	return out
}
