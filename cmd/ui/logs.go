package ui

import (
	"io"
	"regexp"
	"slices"
	"sync"

	"github.com/charmbracelet/x/ansi"

	"gocompose/engine"
	"gocompose/engine/plan"
)

// logPaints is docker compose's cycle of colours for the names of containers.
var logPaints = func() (paints []string) {
	colours := []ansi.Color{ansi.Cyan, ansi.Yellow, ansi.Green, ansi.Magenta, ansi.Blue}
	for _, c := range colours {
		paints = append(paints, ansi.Style{}.ForegroundColor(c).String())
	}
	for _, c := range colours {
		paints = append(paints, ansi.Style{}.ForegroundColor(c).Bold().String())
	}
	return paints
}()

// Logs writes the log lines of several containers, each behind its
// container's name: `web-1  | text`. It is safe for concurrent use, and lines
// stay whole, unless they are longer than what is held back.
type Logs struct {
	look LogLook

	mu    sync.Mutex
	pages [engine.Stderr + 1]*logPage // by source; both may be one
	names map[string]string           // name → its colour
	width int                         // columns of the longest name
}

// LogLook says how log lines look, and which are shown.
type LogLook struct {
	Style      Style
	NoPrefix   bool
	Timestamps bool
	JSON       bool           // an object a line, see docs/logs-schema.md
	Grep       *regexp.Regexp // nil: all lines
}

// NewLogs prepares for the containers known so far, such as "web-1"; colours
// go by the order of names. Others may follow later. What containers write to
// stderr goes to errs, which may be the same as out.
func NewLogs(names []string, look LogLook, out, errs io.Writer) *Logs {
	l := &Logs{look: look, names: map[string]string{}}
	l.pages[engine.Stdout] = &logPage{w: out}
	l.pages[engine.Stderr] = l.pages[engine.Stdout]
	if errs != out {
		l.pages[engine.Stderr] = &logPage{w: errs}
	}
	for _, name := range slices.Sorted(slices.Values(names)) {
		l.know(name)
	}
	return l
}

func (l *Logs) know(name string) {
	if _, known := l.names[name]; !known {
		l.names[name] = logPaints[len(l.names)%len(logPaints)]
		l.width = max(l.width, width(name))
	}
}

// Stream gives the writer for a container's log, under a name such as "web-1".
// It is for one goroutine; Close writes a last line that has no newline.
func (l *Logs) Stream(name string, c plan.Container) *LogStream {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.know(name)
	s := &LogStream{logs: l, name: name, container: c}
	for _, source := range []engine.LogSource{engine.Stdout, engine.Stderr} {
		s.lines[source] = logLines{stream: s, source: source}
		s.lines[source].split.Emit = s.lines[source].emit
	}
	return s
}

// Say writes a line about a container, such as "exited with code 3", in its
// colour to w.
func (l *Logs) Say(w io.Writer, name, text string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.know(name)
	for _, p := range l.pages[engine.Stdout:] {
		p.endLine()
		p.flush()
	}
	_, err := io.WriteString(w, l.look.Style.paint(l.names[name], clean(name+" "+text))+"\n")
	return err
}

// prefix gives `web-1  | ` with the colour of the name.
func (l *Logs) prefix(name string) string {
	if l.look.NoPrefix {
		return ""
	}
	return l.look.Style.paint(l.names[name], pad(name, l.width+1)+" | ")
}
