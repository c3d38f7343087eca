package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// screen is a terminal with all that has scrolled out of it, and what is looked
// for in how it was written to.
type screen struct {
	*vt.Emulator
	hidden, unwrapped bool // as the last write left the cursor and the wrapping of lines
	writes            int
	last              string // write
}

func newScreen(t *testing.T, columns, rows int) *screen {
	s := &screen{Emulator: vt.NewEmulator(columns, rows)}
	t.Cleanup(func() { s.Close() })
	return s
}

func (s *screen) Write(p []byte) (int, error) {
	s.writes++
	s.last = string(p)
	s.hidden = strings.LastIndex(s.last, "\x1b[?25l") > strings.LastIndex(s.last, "\x1b[?25h")
	s.unwrapped = strings.LastIndex(s.last, "\x1b[?7l") > strings.LastIndex(s.last, "\x1b[?7h")
	_, err := s.WriteString(strings.ReplaceAll(s.last, "\n", "\r\n")) // as a terminal does that is not raw
	return len(p), err
}

// text gives the lines without trailing blanks, from the first that there ever was.
func (s *screen) text() string {
	var out []string
	for _, line := range s.Scrollback().Lines() {
		out = append(out, line.String())
	}
	out = append(out, strings.Split(s.String(), "\n")...)
	for i, line := range out {
		out[i] = strings.TrimRight(line, " ")
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n") + "\n"
}

// narrow makes the window narrower, and wraps lines as terminals do then; the
// emulator cuts them.
func (s *screen) narrow(columns int) {
	rows := s.Height()
	var lines []string
	for _, line := range strings.Split(strings.TrimRight(s.text(), "\n"), "\n") {
		lines = append(lines, ansi.Hardwrap(line, columns, true))
	}
	s.Emulator.Close()
	s.Emulator = vt.NewEmulator(columns, rows)
	s.WriteString(strings.ReplaceAll(strings.Join(lines, "\n"), "\n", "\r\n") + "\r\n")
}
