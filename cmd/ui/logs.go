package ui

import (
	"io"
	"slices"
	"sync"

	"github.com/charmbracelet/x/ansi"
)

// continuation marks a piece of a line that began in the line before.
const continuation = "… "

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
// stay whole.
type Logs struct {
	style Style
	plain bool

	mu    sync.Mutex
	names map[string]string // name → its colour
	width int               // columns of the longest name
}

// LogLook says how log lines begin.
type LogLook struct {
	Style    Style
	NoPrefix bool
}

// NewLogs prepares for the containers known so far, such as "web-1"; colours
// go by the order of names. Others may follow later.
func NewLogs(names []string, look LogLook) *Logs {
	l := &Logs{style: look.Style, plain: look.NoPrefix, names: map[string]string{}}
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

// Stream gives a writer for one of a container's output streams to w. It is
// for one goroutine; Close writes a last line that has no newline.
func (l *Logs) Stream(name string, w io.Writer) *LogStream {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.know(name)
	s := &LogStream{logs: l, name: name, w: w}
	s.lines.emit = s.line
	return s
}

// Say writes a line about a container, such as "exited with code 3", in its colour.
func (l *Logs) Say(w io.Writer, name, text string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.know(name)
	_, err := io.WriteString(w, l.style.paint(l.names[name], clean(name+" "+text))+"\n")
	return err
}

// prefix gives `web-1  | ` with the colour of the name.
func (l *Logs) prefix(name string) string {
	if l.plain {
		return ""
	}
	return l.style.paint(l.names[name], pad(name, l.width+1)+" | ")
}

// LogStream is one output stream of one container.
type LogStream struct {
	logs  *Logs
	name  string
	w     io.Writer
	lines splitter
	out   []byte // lines ready to be written together
	err   error
}

// Write takes a piece of the stream. Its error is that of the writer below.
func (s *LogStream) Write(data []byte) (int, error) {
	s.lines.write(data)
	s.flush()
	if s.err != nil {
		return 0, s.err
	}
	return len(data), nil
}

// Close writes what is left of the last line.
func (s *LogStream) Close() error {
	s.lines.flush()
	s.flush()
	return s.err
}

func (s *LogStream) line(piece []byte, continues bool) {
	s.logs.mu.Lock()
	prefix := s.logs.prefix(s.name)
	s.logs.mu.Unlock()
	s.out = append(s.out, prefix...)
	if continues {
		s.out = append(s.out, continuation...)
	}
	s.out = append(append(s.out, piece...), '\n')
	if len(s.out) >= longestLogLine {
		s.flush()
	}
}

// flush writes whole lines with one call, so that streams do not mix within a line.
func (s *LogStream) flush() {
	if len(s.out) == 0 || s.err != nil {
		s.out = s.out[:0]
		return
	}
	s.logs.mu.Lock()
	defer s.logs.mu.Unlock()
	_, s.err = s.w.Write(s.out)
	s.out = s.out[:0]
}
