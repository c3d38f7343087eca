package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gocompose/engine/plan"
)

// goals has for each goal: what the project then is, and what is counted.
var goals = [...]struct{ state, same, noun, done string }{
	GoalUp:      {"up", "up to date", "service", "started"},
	GoalCreate:  {"created", "created already", "service", "created"},
	GoalStart:   {"started", "started already", "service", "started"},
	GoalRestart: {"restarted", "restarted already", "service", "restarted"},
	GoalStop:    {"stopped", "stopped already", "service", "stopped"},
	GoalKill:    {"killed", "not running", "service", "killed"},
	GoalSignal:  {"signalled", "not running", "service", "signalled"},
	GoalPause:   {"paused", "paused as far as it runs", "service", "paused"},
	GoalResume:  {"running", "not paused", "service", "running"},
	GoalRemove:  {"cleared of stopped containers", "clear of stopped containers", "service", "removed"},
	GoalDown:    {"down", "down already", "service", "removed"},
	GoalBuild:   {"built", "without builds", "image", "built"},
	GoalPull:    {"pulled", "pulled already", "image", "pulled"},
	GoalPush:    {"pushed", "without images to push", "image", "pushed"},
	GoalCopy:    {"copied", "copied already", "service", "copied"},
	GoalCommit:  {"committed", "committed already", "service", "committed"},
}

// Words gives the last line, and after a failure what to do.
func (s Summary) Words(end Ending) []string {
	name, goal := clean(s.Plan.Project), goals[end.Goal]
	if end.Took == 0 {
		end.Took = s.Took
	}
	switch {
	case len(s.Failed) > 0 && s.Interrupted:
		return append(s.failure(name, end), fmt.Sprintf("interrupted after %s, too; run the same command again to go on", span(end.Took)))
	case len(s.Failed) > 0:
		return s.failure(name, end)
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

// ofImages tells whether images are what the goal is about.
func (g Goal) ofImages() bool { return goals[g].noun == "image" }

// reached counts what the goal is about.
func (s Summary) reached(goal Goal) (string, string) {
	words := goals[goal]
	switch goal {
	case GoalDown, GoalRemove:
		return s.removed(), " removed"
	case GoalBuild, GoalPull, GoalPush:
		all, failed := 0, 0
		for _, r := range s.Rows {
			if r.Kind != "Image" {
				continue
			}
			all++
			if r.warning != "" {
				failed++
			}
		}
		if failed > 0 {
			return fmt.Sprintf("%d of %s", all-failed, count(all, words.noun)), ""
		}
		return count(all, words.noun), ""
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

// ready tells whether each container that was started was waited for, so that
// started means ready.
func (s Summary) ready() bool {
	awaited := map[string]bool{}
	for _, step := range s.Plan.Steps {
		if wait, ok := step.Op.(plan.AwaitContainer); ok {
			awaited[wait.Name] = true
		}
	}
	for _, step := range s.Plan.Steps {
		if label := step.Op.Label(); label.Act == plan.ActStart && !awaited[label.Name] {
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
	if len(s.Services) == 0 || end.Goal.ofImages() {
		return fmt.Sprintf("%s is %s: nothing to do (%s)", name, words.same, span(end.Took))
	}
	return fmt.Sprintf("%s is %s: %s, nothing changed (%s)", name, words.same, count(len(s.Services), words.noun), span(end.Took))
}

// failure gives the root cause, what is blocked by it, and where to look.
func (s Summary) failure(name string, end Ending) []string {
	text := fmt.Sprintf("%s is not %s: %s failed", name, goals[end.Goal].state, and(cleanAll(s.Failed)))
	switch len(s.Blocked) {
	case 0:
	case 1:
		text += ", " + clean(s.Blocked[0]) + " is blocked by it"
	default:
		text += ", " + and(cleanAll(s.Blocked)) + " are blocked by it"
	}
	if (end.Goal == GoalUp || end.Goal == GoalStart || end.Goal == GoalRestart) && s.oldRuns() {
		text += "; what ran before still runs"
	}
	out := []string{text}
	if hints := s.hints(end.Command); len(hints) > 0 {
		out = append(out, hints...)
	}
	return out
}

// oldRuns tells whether containers that ran before run still: some stay as
// they are, or were to be replaced and are not, and none is lost.
func (s Summary) oldRuns() bool {
	some := len(s.Plan.Kept) > 0
	ran := map[string]bool{}
	for _, step := range s.Plan.Steps {
		if c, ok := step.Op.(plan.CreateContainer); ok && c.Replaces != nil && c.Replaces.Running() {
			ran[s.Plan.Hide(c.Final)] = true
		}
	}
	for _, r := range s.Rows {
		if failed := r.State == Broken || r.State == Blocked; failed && ran[r.Name] {
			if r.halted && r.undone == "" {
				return false
			}
			some = true
		}
	}
	return some
}

// hints gives the way out of each failure, each once.
func (s Summary) hints(command string) []string {
	var out []string
	of := servicesOf(s.Plan)
	for _, r := range s.Rows {
		if r.State != Broken || r.Err == nil {
			continue
		}
		hint := r.trouble().Hint
		if hint == "" && r.Kind == "Container" && r.stages[plan.ActStart] != nil && r.stages[plan.ActStart].begun {
			hint = "see `" + cmp.Or(command, "gocompose") + " logs " + clean(of[r.Name]) + "`"
		}
		if hint != "" && !slices.Contains(out, hint) {
			out = append(out, hint)
		}
	}
	return out
}
