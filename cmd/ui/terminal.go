package ui

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// Ansi is the choice of --ansi.
type Ansi uint8

const (
	AnsiAuto   Ansi = iota // escapes where there is a terminal that knows them
	AnsiNever              // none
	AnsiAlways             // always, also into files and pipes
)

// ParseAnsi reads the value of --ansi.
func ParseAnsi(text string) (Ansi, error) {
	switch text {
	case "auto", "":
		return AnsiAuto, nil
	case "never":
		return AnsiNever, nil
	case "always":
		return AnsiAlways, nil
	}
	return AnsiAuto, fmt.Errorf("%q is not a value of --ansi; write never, always or auto", text)
}

// Terminal is one of the program's two output streams and what it can show.
type Terminal struct {
	io.Writer
	Window bool // a person sees it in a window; false for files and pipes
	Live   bool // the cursor may be moved
	Colour bool
	Term   string // $TERM: which escapes it knows
	// Size asks for columns and rows, which change when a person resizes the
	// window; 0 where they are not known.
	Size func() (columns, rows int)
	foot *foot // nil: nothing is drawn over
}

// Write writes text, above what is drawn over at the end of the window.
func (t *Terminal) Write(text []byte) (int, error) {
	if t.foot == nil {
		return t.Writer.Write(text)
	}
	return t.foot.above(text, t.Writer.Write)
}

// OneWindow lets the streams know that they lead to the same window, where they
// lead to one.
func OneWindow(a, b *Terminal) {
	if a.Window && b.Window {
		a.foot = b.foot
	}
}

// OpenTerminal looks at a stream. Colour is decided by --ansi first, then by
// NO_COLOR (no-color.org), CLICOLOR=0 and TERM=dumb, then by whether there is a terminal.
func OpenTerminal(f *os.File, choice Ansi, getenv func(string) string) *Terminal {
	window := IsTerminal(f)
	t := &Terminal{Writer: f, Window: window, Term: getenv("TERM"), Size: unknownSize}
	if window {
		t.Size = func() (int, int) { return windowSize(f) }
		t.foot = &foot{}
	}
	t.Live, t.Colour = escapes(window, choice, getenv)
	return t
}

// escapes decides whether the cursor may be moved and colours be used.
func escapes(window bool, choice Ansi, getenv func(string) string) (live, colour bool) {
	switch {
	case choice == AnsiNever:
		return false, false
	case choice == AnsiAlways:
		return true, true
	case !window || getenv("TERM") == "dumb":
		return false, false
	}
	return true, getenv("NO_COLOR") == "" && getenv("CLICOLOR") != "0"
}

func unknownSize() (int, int) { return 0, 0 }

// windowSize falls back to the classic 80 by 24 for terminals that do not tell.
func windowSize(f *os.File) (int, int) {
	columns, rows, err := term.GetSize(int(f.Fd()))
	if err != nil || columns <= 0 || rows <= 0 {
		return 80, 24
	}
	return columns, rows
}

// Style gives the look of text on this stream at its present width.
func (t *Terminal) Style() Style {
	columns, _ := t.Size()
	return Style{Colour: t.Colour, Width: columns}
}
