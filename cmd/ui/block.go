package ui

import (
	"errors"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"

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
	out           *Terminal
	renderer      *uv.TerminalRenderer
	screen        uv.ScreenBuffer
	shown         []string
	columns, rows int            // of the window when shown was drawn
	resumed       chan os.Signal // the program goes on after Ctrl-Z, below what the shell has written
}

// A frame begins at the start of a line and clears what is below it: keys that
// are typed meanwhile are shown where the cursor is.
const (
	frameBegin = "\x1b[?2026h\x1b[?25l\x1b[?7l\r"
	frameDrawn = "\x1b[J\x1b[?7h\x1b[?25h"
	frameEnd   = frameDrawn + "\x1b[?2026l"
)

func newBlock(out *Terminal) *block {
	b := &block{out: out, resumed: make(chan os.Signal, 1)}
	signal.Notify(b.resumed, syscall.SIGCONT)
	b.begin()
	return b
}

// begin forgets what is shown: the next frame is drawn where the cursor is.
func (b *block) begin() {
	b.renderer = uv.NewTerminalRenderer(b.out.Writer, []string{"TERM=" + b.out.Term})
	b.renderer.SetColorProfile(colorprofile.TrueColor) // Style has chosen the colours
	b.renderer.SetRelativeCursor(true)
	b.renderer.SetMapNewline(true) // as terminals do that are not raw
	b.screen, b.shown = uv.NewScreenBuffer(0, 0), nil
}

// draw replaces what is shown. Lines must fit the window's columns.
func (b *block) draw(lines []string, columns, rows int) error {
	defer b.out.take(b)()
	return b.redraw(lines, columns, rows)
}

func (b *block) redraw(lines []string, columns, rows int) error {
	b.resume()
	r := b.renderer
	_, _ = r.WriteString(frameBegin) // into a buffer
	if b.shown != nil && (columns != b.columns || rows != b.rows) {
		// The terminal has moved what was shown, or wrapped it anew: nothing can be kept.
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
	b.shown, b.columns, b.rows = lines, columns, rows
	return r.Flush()
}

// last draws all anew, whatever was typed over it, and leaves it there.
func (b *block) last(lines []string, columns, rows int) error {
	signal.Stop(b.resumed)
	defer b.out.take(nil)()
	b.rows = 0
	return b.redraw(lines, columns, rows)
}

// leave ends the block as it is.
func (b *block) leave() {
	signal.Stop(b.resumed)
	b.out.take(nil)()
}

// resume begins anew where the program was stopped meanwhile.
func (b *block) resume() {
	select {
	case <-b.resumed:
		b.begin()
	default:
	}
}

// lift takes the block away, so that text can be written where it begins.
func (b *block) lift() error {
	columns, _ := b.out.Size()
	_, _ = b.renderer.WriteString(frameBegin)
	b.renderer.SetPosition(0, b.height(columns))
	b.renderer.MoveTo(0, 0)
	_, _ = b.renderer.WriteString(frameDrawn)
	return b.renderer.Flush()
}

// foot is the end of a window, for all streams that lead there.
type foot struct {
	mu    sync.Mutex
	block *block // nil: nothing is drawn over
}

// take makes a block the one at the end of the window, nil for none, and gives
// what lets others write there again.
func (t *Terminal) take(b *block) (release func()) {
	if t.foot == nil {
		return func() {}
	}
	t.foot.mu.Lock()
	t.foot.block = b
	return t.foot.mu.Unlock
}

// above writes text above the block.
func (f *foot) above(text []byte, write func([]byte) (int, error)) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	b := f.block
	if b == nil {
		return write(text)
	}
	lines := b.shown
	b.resume()
	var err error
	if b.shown != nil {
		err = b.lift()
	}
	n, failed := write(text)
	if len(text) > 0 && text[len(text)-1] != '\n' {
		_, _ = write([]byte("\n"))
	}
	b.begin()
	return n, errors.Join(err, failed, b.redraw(lines, b.columns, b.rows))
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
