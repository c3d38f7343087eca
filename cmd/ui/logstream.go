package ui

import (
	"bytes"
	"cmp"
	"time"

	"github.com/charmbracelet/x/ansi"

	"gocompose/engine"
	"gocompose/engine/plan"
	"gocompose/engine/split"
)

const (
	// continuation marks a piece of a line that began before another's.
	continuation = "… "
	// logTime is how the engine writes times into logs.
	logTime = "2006-01-02T15:04:05.000000000Z07:00"
)

// LogStream is the log of one container.
type LogStream struct {
	logs      *Logs
	name      string
	container plan.Container
	lines     [engine.Stderr + 1]logLines
}

// Write takes an entry. Its error is that of the writer below.
func (s *LogStream) Write(e engine.LogEntry) error {
	s.logs.mu.Lock()
	defer s.logs.mu.Unlock()
	l := &s.lines[e.Source]
	if !l.split.Begun() {
		l.time = e.Time
	}
	l.split.Add(e.Text)
	return l.page().err
}

// Flush writes what is gathered.
func (s *LogStream) Flush() error {
	s.logs.mu.Lock()
	defer s.logs.mu.Unlock()
	pages := s.logs.pages
	pages[engine.Stdout].flush()
	pages[engine.Stderr].flush()
	return cmp.Or(pages[engine.Stdout].err, pages[engine.Stderr].err)
}

// Close writes what is left of the last lines.
func (s *LogStream) Close() error {
	s.logs.mu.Lock()
	s.lines[engine.Stdout].split.Flush()
	s.lines[engine.Stderr].split.Flush()
	s.logs.mu.Unlock()
	return s.Flush()
}

// logLines is the lines of one source of a log.
type logLines struct {
	stream *LogStream
	source engine.LogSource
	split  split.Lines
	time   time.Time // of the line
	hides  bool      // the line is none of those that are shown
}

func (l *logLines) page() *logPage { return l.stream.logs.pages[l.source] }

// emit puts a piece of a line on the page.
func (l *logLines) emit(p split.Piece) {
	look := &l.stream.logs.look
	if look.Grep != nil && !p.Continues {
		l.hides = !look.Grep.Match(p.Text) // of a long line: its first piece
	}
	if l.hides {
		return
	}
	if look.JSON {
		l.emitJSON(p)
	} else {
		l.emitText(p, look)
	}
	if page := l.page(); len(page.text) >= split.Longest {
		page.flush()
	}
}

func (l *logLines) emitText(p split.Piece, look *LogLook) {
	page := l.page()
	if p.Continues && page.open != l && len(p.Text) == 0 {
		return // another has ended the line already
	}
	if page.begin(l) {
		page.text = append(page.text, l.stream.logs.prefix(l.stream.name)...)
		if look.Timestamps {
			page.text = append(l.time.UTC().AppendFormat(page.text, logTime), ' ')
		}
		if p.Continues {
			page.text = append(page.text, continuation...)
		}
	}
	page.text = append(page.text, p.Text...)
	if p.Unfinished {
		page.open = l
		return
	}
	page.open = nil
	if look.Style.Colour && !look.NoPrefix && bytes.IndexByte(p.Text, ansi.ESC) >= 0 {
		page.text = append(page.text, ansi.ResetStyle...) // its colour is not to run into the next prefix
	}
	page.text = append(page.text, '\n')
}
