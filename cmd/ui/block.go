package ui

import (
	"strings"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
)

// block is some lines at the end of the terminal that are drawn over.
//
// A frame is one write, marked as synchronized output for terminals that know
// it, and has only what changed. The cursor is hidden and long lines are not
// wrapped only within a frame, so that whatever ends the program between two
// frames leaves the terminal as it was.
type block struct {
	renderer *uv.TerminalRenderer
	screen   uv.ScreenBuffer
	shown    []string
	columns  int // of the window when shown was drawn
}

const (
	frameBegin = "\x1b[?2026h\x1b[?25l\x1b[?7l"
	frameEnd   = "\x1b[?7h\x1b[?25h\x1b[?2026l"
)

func newBlock(out *Terminal) *block {
	r := uv.NewTerminalRenderer(out, []string{"TERM=" + out.Term})
	r.SetColorProfile(colorprofile.TrueColor) // Style has chosen the colours
	r.SetRelativeCursor(true)
	r.SetMapNewline(true) // as terminals do that are not raw
	return &block{renderer: r, screen: uv.NewScreenBuffer(0, 0)}
}

// draw replaces what is shown. Lines must fit the window's columns.
func (b *block) draw(lines []string, columns int) error {
	r := b.renderer
	_, _ = r.WriteString(frameBegin) // into a buffer
	if b.shown != nil && columns != b.columns {
		// The terminal has wrapped what was shown anew: nothing can be kept.
		r.SetPosition(0, b.height(columns))
		r.Erase()
	}
	b.screen.Resize(columns, len(lines))
	b.screen.Clear()
	uv.NewStyledString(strings.Join(lines, "\n")).Draw(b.screen, b.screen.Bounds())
	r.Render(b.screen.RenderBuffer)
	r.MoveTo(0, len(lines)-1)
	_, _ = r.WriteString("\r\n" + frameEnd)
	r.SetPosition(0, len(lines))
	b.shown, b.columns = lines, columns
	return r.Flush()
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
