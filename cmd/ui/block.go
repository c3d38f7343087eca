package ui

import (
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// block is some lines at the end of the terminal that are drawn over.
//
// A frame is one write, marked as synchronized output for terminals that know
// it, and has only the lines that changed. The cursor is hidden and long lines
// are not wrapped only within a frame, so that whatever ends the program
// between two frames leaves the terminal as it was.
type block struct {
	w       io.Writer
	shown   []string
	columns int // of the window when shown was drawn
}

const (
	frameBegin = "\x1b[?2026h\x1b[?25l\x1b[?7l"
	frameEnd   = "\x1b[?7h\x1b[?25h\x1b[?2026l"
)

// draw replaces what is shown. Lines must fit the window's columns.
func (b *block) draw(lines []string, columns int) error {
	var f strings.Builder
	f.WriteString(frameBegin)
	if up := b.height(columns); up > 0 {
		f.WriteString("\r" + ansi.CursorUp(up))
	}
	if columns != b.columns {
		// The terminal has wrapped what was shown anew: nothing can be kept.
		f.WriteString(ansi.EraseScreenBelow)
		b.shown = nil
	}
	for i, line := range lines {
		if i >= len(b.shown) || b.shown[i] != line {
			f.WriteString(line)
			if width(line) < columns {
				// In the last column this would erase the last character.
				f.WriteString(ansi.EraseLineRight)
			}
		}
		f.WriteString("\r\n")
	}
	if len(b.shown) > len(lines) {
		f.WriteString(ansi.EraseScreenBelow)
	}
	f.WriteString(frameEnd)
	b.shown, b.columns = lines, columns
	_, err := io.WriteString(b.w, f.String())
	return err
}

// height gives how many rows of the window the shown lines take, which is more
// than there are lines when the window has become narrower.
func (b *block) height(columns int) int {
	if columns <= 0 || columns >= b.columns {
		return len(b.shown)
	}
	rows := 0
	for _, line := range b.shown {
		rows += max((width(line)+columns-1)/columns, 1)
	}
	return rows
}
