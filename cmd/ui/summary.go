package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"gocompose/compose"
	"gocompose/engine/plan"
)

// Summary is what became of a plan.
type Summary struct {
	Plan        *plan.Plan
	Rows        []*Row
	Services    []string // that the plan's containers belong to, sorted
	Failed      []string // services of which something failed, or names of other resources
	Blocked     []string // services that were not carried out because of that
	Interrupted bool
	Took        time.Duration // from the first event to the last
}

// Goal says what a plan was made for, which the last line tells.
type Goal uint8

const (
	GoalUp Goal = iota
	GoalCreate
	GoalStart
	GoalStop
	GoalDown
	GoalBuild
	GoalPull
)

// goals has for each goal: what the project then is, and what is counted.
var goals = [...]struct{ state, same, noun, done string }{
	GoalUp:     {"up", "up to date", "service", "started"},
	GoalCreate: {"created", "created already", "service", "created"},
	GoalStart:  {"started", "started already", "service", "started"},
	GoalStop:   {"stopped", "stopped already", "service", "stopped"},
	GoalDown:   {"down", "down already", "service", "removed"},
	GoalBuild:  {"built", "built already", "image", "built"},
	GoalPull:   {"pulled", "pulled already", "image", "pulled"},
}

// Ending is what the last words need beside the Summary.
type Ending struct {
	Goal      Goal
	Took      time.Duration // of the whole command; 0: of the plan
	Published []Published
}

// Published is a port of a container that people can open.
type Published struct {
	Container string
	URL       string // "http://localhost:8080"
}

func summarise(t *tracker, interrupted bool) Summary {
	s := Summary{Plan: t.plan, Rows: t.rows, Interrupted: interrupted, Took: t.last.Sub(t.first)}
	of := servicesOf(t.plan)
	for _, name := range of {
		s.Services = append(s.Services, name)
	}
	for _, r := range t.rows {
		name := cmp.Or(of[r.Name], r.Name)
		switch {
		case r.State == Broken && !(interrupted && errors.Is(r.Err, context.Canceled)):
			s.Failed = append(s.Failed, name)
		case r.State == Blocked && of[r.Name] != "":
			s.Blocked = append(s.Blocked, name)
		}
	}
	s.Services, s.Failed, s.Blocked = set(s.Services), set(s.Failed), set(s.Blocked)
	s.Blocked = slices.DeleteFunc(s.Blocked, func(b string) bool { return slices.Contains(s.Failed, b) })
	return s
}

func set(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// servicesOf gives the service of each container and built image that a plan speaks of. Where
// no step tells, it is read from the name, which is project-service-number.
func servicesOf(p *plan.Plan) map[string]string {
	of := map[string]string{}
	for _, k := range p.Kept {
		of[k.Name] = k.Service
	}
	for _, s := range p.Steps {
		label := s.Op.Label()
		if service := serviceOf(s.Op); service != nil {
			of[label.Name] = service.Name
		} else if label.Kind == "Container" && of[label.Name] == "" {
			of[label.Name] = serviceInName(p.Project, label.Name)
		}
	}
	return of
}

func serviceOf(op plan.Op) *compose.Service {
	switch op := op.(type) {
	case plan.CreateContainer:
		return op.Service
	case plan.AwaitContainer:
		return op.Service
	case plan.ConnectNetwork:
		return op.Service
	case plan.BuildImage:
		return op.Service
	}
	return nil
}

func serviceInName(project, container string) string {
	name, ok := strings.CutPrefix(container, project+"-")
	end := strings.LastIndexByte(name, '-')
	if !ok || end <= 0 {
		return container
	}
	return name[:end]
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
	for _, line := range s.Words(end) {
		text = append(text, style.wrap(line, 0)...)
	}
	_, err := io.WriteString(out, lines(text))
	return err
}

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

// Words gives the last line, and after a failure what to do.
func (s Summary) Words(end Ending) []string {
	name, goal := clean(s.Plan.Project), goals[end.Goal]
	if end.Took == 0 {
		end.Took = s.Took
	}
	switch {
	case len(s.Failed) > 0:
		return s.failure(name, end.Goal)
	case s.Interrupted:
		return []string{
			fmt.Sprintf("%s is not %s: interrupted after %s; what was done stays", name, goal.state, span(end.Took)),
			"run the same command again to go on",
		}
	case s.Plan.Empty():
		return []string{s.unchanged(name, end)}
	}
	n, noun := s.reached(end.Goal)
	return []string{fmt.Sprintf("%s is %s: %s in %s", name, goal.state, n+noun, span(end.Took))}
}

// reached counts what the goal is about.
func (s Summary) reached(goal Goal) (string, string) {
	words := goals[goal]
	switch goal {
	case GoalDown:
		return s.removed(), " removed"
	case GoalBuild, GoalPull:
		n := 0
		for _, r := range s.Rows {
			if r.Kind == "Image" {
				n++
			}
		}
		return count(n, words.noun), ""
	}
	done := words.done
	if goal == GoalUp && s.ready() {
		done = "ready"
	}
	if goals[goal].state == done {
		return count(len(s.Services), words.noun), ""
	}
	return fmt.Sprintf("%d of %s", len(s.Services), count(len(s.Services), words.noun)), " " + done
}

// ready tells whether each container that has a healthcheck was waited for, so
// that started means ready.
func (s Summary) ready() bool {
	awaited := map[string]bool{}
	for _, step := range s.Plan.Steps {
		if label := step.Op.Label(); label.Act == plan.ActWaitHealthy {
			awaited[label.Name] = true
		}
	}
	for _, step := range s.Plan.Steps {
		c, ok := step.Op.(plan.CreateContainer)
		if ok && c.Service.Healthcheck != nil && !c.Service.Healthcheck.Disable && !awaited[c.Final] {
			return false
		}
	}
	return true
}

// removed gives "3 containers and 1 network".
func (s Summary) removed() string {
	var parts []string
	for _, kind := range []string{"Container", "Network", "Volume", "Image"} {
		n := 0
		for _, r := range s.Rows {
			if r.Kind == kind {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, count(n, strings.ToLower(kind)))
		}
	}
	return and(parts)
}

// and joins "a, b and c".
func and(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}

func (s Summary) unchanged(name string, end Ending) string {
	words := goals[end.Goal]
	if end.Goal != GoalUp && end.Goal != GoalCreate && end.Goal != GoalStart && end.Goal != GoalStop {
		return fmt.Sprintf("%s is %s: nothing to do (%s)", name, words.same, span(end.Took))
	}
	return fmt.Sprintf("%s is %s: %s, nothing changed (%s)", name, words.same, count(len(s.Services), words.noun), span(end.Took))
}

// failure gives the root cause, what is blocked by it, and where to look.
func (s Summary) failure(name string, goal Goal) []string {
	text := fmt.Sprintf("%s is not %s: %s failed", name, goals[goal].state, and(cleanAll(s.Failed)))
	switch len(s.Blocked) {
	case 0:
	case 1:
		text += ", " + clean(s.Blocked[0]) + " is blocked by it"
	default:
		text += ", " + and(cleanAll(s.Blocked)) + " are blocked by it"
	}
	if goal == GoalUp || goal == GoalStart {
		text += "; what ran before still runs"
	}
	out := []string{text}
	if hints := s.hints(); len(hints) > 0 {
		out = append(out, hints...)
	}
	return out
}

// hints gives the way out of each failure, each once.
func (s Summary) hints() []string {
	var out []string
	of := servicesOf(s.Plan)
	for _, r := range s.Rows {
		if r.State != Broken || r.Err == nil {
			continue
		}
		hint := troubleOf(r.Err).Hint
		if hint == "" && r.Kind == "Container" && r.stages[plan.ActStart] != nil && r.stages[plan.ActStart].begun {
			hint = "see `gocompose logs " + clean(of[r.Name]) + "`"
		}
		if hint != "" && !slices.Contains(out, hint) {
			out = append(out, hint)
		}
	}
	return out
}
