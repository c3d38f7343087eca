package ui

import (
	"fmt"
	"strings"
	"testing"
)

// screen is a terminal that knows what block writes: text, CR, LF, cursor up,
// erase to the right and below, and the modes of the cursor and of wrapping.
type screen struct {
	t      *testing.T
	lines  []string // without trailing blanks
	row    int
	hidden bool
	wraps  bool
	writes int
	sized  func() (int, int)
}

func newScreen(t *testing.T, size func() (int, int)) *screen {
	return &screen{t: t, lines: []string{""}, wraps: true, sized: size}
}

func (s *screen) Write(p []byte) (int, error) {
	s.writes++
	text := string(p)
	for text != "" {
		switch {
		case text[0] == '\r':
			text = text[1:]
		case text[0] == '\n':
			text = text[1:]
			if s.row++; s.row == len(s.lines) {
				s.lines = append(s.lines, "")
			}
		case text[0] == 0x1b:
			text = s.escape(text)
		default:
			end := strings.IndexAny(text, "\r\n\x1b")
			if end < 0 {
				end = len(text)
			}
			s.print(text[:end])
			text = text[end:]
		}
	}
	return len(p), nil
}

// print overwrites the line, for block writes lines from their beginning only.
func (s *screen) print(text string) {
	columns, _ := s.sized()
	if width(text) > columns {
		s.t.Errorf("a line of %d columns in a window of %d: %q", width(text), columns, text)
	}
	s.lines[s.row] = text
}

func (s *screen) escape(text string) string {
	end := strings.IndexAny(text, "ABCDHJKhlm") + 1
	switch sequence := text[2:end]; sequence {
	case "K": // what follows the text is gone already; in the last column the cursor is on the last character
		if columns, _ := s.sized(); width(s.lines[s.row]) == columns {
			s.t.Errorf("the end of a full line is erased: %q", s.lines[s.row])
		}
	case "J":
		s.lines = append(s.lines[:s.row], "")
	case "?25l":
		s.hidden = true
	case "?25h":
		s.hidden = false
	case "?7l":
		s.wraps = false
	case "?7h":
		s.wraps = true
	case "?2026h", "?2026l":
	case "A":
		s.up(1)
	default:
		var n int
		if _, err := fmt.Sscanf(sequence, "%dA", &n); err != nil {
			s.t.Fatalf("unknown sequence %q", sequence)
		}
		s.up(n)
	}
	return text[end:]
}

func (s *screen) up(n int) {
	if s.row -= n; s.row < 0 {
		s.t.Fatalf("the cursor leaves the screen by %d rows", -s.row)
	}
}

func (s *screen) text() string { return strings.TrimRight(strings.Join(s.lines, "\n"), "\n") + "\n" }

// reflow wraps lines as terminals do when their window becomes narrower.
func (s *screen) reflow() {
	columns, _ := s.sized()
	var out []string
	for i, line := range s.lines {
		if i == s.row {
			s.row = len(out)
		}
		for width(line) > columns {
			out = append(out, clipTo(line, columns))
			line = line[len(out[len(out)-1]):]
		}
		out = append(out, line)
	}
	s.lines = out
}

func clipTo(line string, columns int) string {
	for end := range line {
		if width(line[:end]) == columns {
			return line[:end]
		}
	}
	return line
}
