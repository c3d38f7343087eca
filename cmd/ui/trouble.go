package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gocompose/compose/diag"
	"gocompose/engine"
	"gocompose/engine/build"
	"gocompose/engine/plan"
)

// trouble is what is known of a step that failed, beyond its error's text.
type trouble struct {
	Place    string   `json:"place,omitempty"`   // file:line of what failed
	What     string   `json:"what,omitempty"`    // the instruction, the probe
	Outcome  string   `json:"outcome,omitempty"` // "exit 2, 3 of 3 failed"
	Output   []string `json:"output,omitempty"`  // what it said last
	Log      []string `json:"log,omitempty"`     // last lines of the container
	Restarts int      `json:"restarts,omitempty"`
	Cause    string   `json:"cause"`
	Hint     string   `json:"hint,omitempty"`
}

func troubleOf(err error) trouble {
	t := trouble{Cause: clean(err.Error())}
	var failed *build.Failure
	var step *engine.StepError
	if errors.As(err, &step) {
		t.Cause, t.Hint = clean(step.Err.Error()), clean(step.Hint)
		t.evidence(step)
		switch op := step.Step.Op.(type) {
		case plan.PullImage:
			t.Place, t.What = place(step.Step.Reason.Pos), "image: "+clean(op.Ref)
		case plan.PushImage:
			t.Place, t.What = place(step.Step.Reason.Pos), "image: "+clean(op.Ref)
		}
	}
	if errors.As(err, &failed) {
		t.build(failed)
	}
	if errors.Is(err, context.Canceled) { // the rest is how the call was worded
		t.Cause, t.Hint = "interrupted", ""
	}
	return t
}

// hidden gives the same with its secrets replaced.
func (t trouble) hidden(hide func(string) string) trouble {
	t.What, t.Cause, t.Hint = hide(t.What), hide(t.Cause), hide(t.Hint)
	t.Output, t.Log = each(t.Output, hide), each(t.Log, hide)
	return t
}

func each(list []string, change func(string) string) []string {
	out := make([]string, len(list))
	for i, text := range list {
		out[i] = change(text)
	}
	return out
}

func (t *trouble) build(f *build.Failure) {
	t.Place = placeOfLine(diag.Pos{File: nearby(f.Dockerfile), Line: f.Line})
	t.What, t.Output = clean(f.Instruction), cleanAll(f.Output)
	if f.Cause != nil {
		t.Cause = clean(f.Cause.Error())
	}
}

// nearby gives a path as seen from the working directory where it is below it.
func nearby(path string) string {
	dir, err := os.Getwd()
	if err != nil || !filepath.IsAbs(path) {
		return path
	}
	if rel, err := filepath.Rel(dir, path); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return path
}

// evidence tells of the probe and the log of a container that was waited for.
func (t *trouble) evidence(step *engine.StepError) {
	e := step.Evidence
	if e == nil {
		return
	}
	t.Log = cleanAll(e.Logs)
	if e.RestartCount > 0 {
		t.Restarts = e.RestartCount
	}
	if e.Probe == "" {
		return
	}
	if wait, ok := step.Step.Op.(plan.AwaitContainer); ok && wait.Service != nil {
		t.Place = place(wait.Service.At("healthcheck"))
	}
	t.What = "healthcheck: " + clean(e.Probe)
	if e.Failing == 0 && e.ProbeExit == 0 {
		t.Outcome = "has not failed so far"
		return
	}
	t.Outcome = fmt.Sprintf("exit %d, %d failed in a row", e.ProbeExit, e.Failing)
	t.Output = cleanAll(strings.Split(strings.TrimRight(e.ProbeOutput, "\r\n"), "\n"))
}

func cleanAll(text []string) []string { return each(text, clean) }

// lastLines is how many lines of output or log a failure shows.
const lastLines = 10

// lines gives what is shown below the row of what failed. The cause is left
// out where the row says it already.
func (t trouble) lines(style Style, name string) []string {
	var out []string
	add := func(text string) {
		out = append(out, style.hang(text, belowIndent)...)
	}
	if t.What != "" {
		add(t.head(style))
	}
	out = append(out, quoted(t.Output, style)...)
	if t.Cause != "" && t.Cause != name+" is unhealthy" {
		add(t.Cause)
	}
	if t.Restarts > 0 {
		add("restarted " + count(t.Restarts, "time"))
	}
	if len(t.Log) > 0 {
		add("last lines of its log:")
	}
	return append(out, quoted(t.Log, style)...)
}

// head gives the place, what failed there, and how.
func (t trouble) head(style Style) string {
	head := t.What
	if t.Place != "" {
		head = style.bold(t.Place) + " " + head
	}
	if t.Outcome != "" {
		head += "   " + t.Outcome
	}
	return head
}

// quoted gives the last lines of foreign output, none of which may fill the window.
func quoted(text []string, style Style) []string {
	const indent = belowIndent + 2
	var out []string
	for _, line := range text[max(len(text)-lastLines, 0):] {
		if strings.TrimSpace(line) == "" {
			continue
		}
		wrapped := style.hang(line, indent)
		if len(wrapped) > mostWrapping {
			wrapped = wrapped[:mostWrapping]
			wrapped[mostWrapping-1] = style.cut(wrapped[mostWrapping-1] + " …")
		}
		out = append(out, wrapped...)
	}
	return out
}
