package ui

import (
	"fmt"
	"strings"
	"time"

	"gocompose/engine/build"
)

// buildTail is how many lines of output a building image shows in a window.
const buildTail = 4

// buildLog is what a build has told so far, numbered as BuildKit's plain log does.
type buildLog struct {
	steps   map[string]*buildStep
	last    *buildStep // the step that spoke or began last
	tail    []string   // its last lines
	counted int        // steps of the Dockerfile
	found   int        // of these, those that were known already
}

type buildStep struct {
	number   int
	name     string
	began    time.Time
	internal bool // the builder's own, such as loading the Dockerfile
	told     bool
	cached   bool
}

// add takes in one event and gives the line for a plain log; "" for none.
func (l *buildLog) add(e build.Event) string {
	if e.Kind == build.Warning {
		return "WARN: " + clean(e.Text)
	}
	if e.Step == "" {
		return ""
	}
	s := l.step(e)
	switch e.Kind {
	case build.Started:
		return l.started(s, e)
	case build.Done:
		if s.internal {
			return ""
		}
		return fmt.Sprintf("#%d DONE %.1fs", s.number, max(e.At.Sub(s.began), 0).Seconds())
	case build.Cached:
		return l.cachedStep(s)
	case build.Failed:
		return fmt.Sprintf("#%d ERROR: %s", s.number, clean(e.Text))
	case build.Output:
		return l.output(s, e)
	}
	return ""
}

func (l *buildLog) step(e build.Event) *buildStep {
	if l.steps == nil {
		l.steps = map[string]*buildStep{}
	}
	s := l.steps[e.Step]
	if s == nil {
		s = &buildStep{number: len(l.steps) + 1, began: e.At}
		l.steps[e.Step] = s
	}
	if s.name == "" && e.Name != "" {
		s.name = clean(e.Name)
		s.internal = strings.HasPrefix(s.name, "[internal]") || !strings.HasPrefix(s.name, "[")
		if !s.internal {
			l.counted++
		}
	}
	return s
}

func (l *buildLog) started(s *buildStep, e build.Event) string {
	if l.last != s {
		l.last, l.tail = s, nil
	}
	if s.told || s.internal {
		return ""
	}
	s.told, s.began = true, e.At
	return fmt.Sprintf("#%d %s", s.number, s.name)
}

func (l *buildLog) cachedStep(s *buildStep) string {
	if s.cached || s.internal {
		return ""
	}
	s.cached = true
	l.found++
	line := fmt.Sprintf("#%d CACHED", s.number)
	if !s.told {
		line += " " + s.name
	}
	return line
}

func (l *buildLog) output(s *buildStep, e build.Event) string {
	if l.last != s {
		l.last, l.tail = s, nil
	}
	text := strings.TrimRight(clean(e.Text), " ")
	if text == "" {
		return ""
	}
	if l.tail = append(l.tail, text); len(l.tail) > buildTail {
		l.tail = l.tail[1:]
	}
	return fmt.Sprintf("#%d %.3f %s", s.number, max(e.At.Sub(s.began), 0).Seconds(), text)
}

// cached gives "2 of 7 steps cached".
func (l *buildLog) cached() string {
	if l.found == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %s cached", l.found, count(l.counted, "step"))
}

// now gives the step under way.
func (l *buildLog) now() string {
	if l.last == nil {
		return ""
	}
	return l.last.name
}
