package ui

import "fmt"

// View is where something is shown again and again: drawn over in a window, one
// after the other elsewhere.
type View struct {
	out   *Terminal
	block *block // nil: nothing is drawn over
}

// NewView gives a view on a stream.
func NewView(out *Terminal) *View {
	v := &View{out: out}
	if out.Window && out.Live {
		v.block = newBlock(out)
	}
	return v
}

// Show shows a table in the place of the one before.
func (v *View) Show(t Table) error {
	if v.block == nil {
		return t.Write(v.out, v.out.Style())
	}
	return v.draw(t.lines(v.out.Style()))
}

// Show shows rows in the place of those before, or behind them as JSON.
func (l Listing[T]) Show(v *View, f Format, rows []T) error {
	if v.block == nil || f.form == formLines || f.form == formArray {
		return l.Write(v.out, f, rows)
	}
	lines, err := l.lines(f, rows, v.out.Style())
	if err != nil {
		return err
	}
	return v.draw(lines)
}

// draw draws the lines that the window has room for above the cursor's, and
// says how many it has not.
func (v *View) draw(lines []string) error {
	columns, height := v.out.Size()
	style := v.out.Style()
	room := max(height-1, 1)
	if len(lines) > room {
		rest := len(lines) - room + 1
		lines = append(lines[:room-1:room-1], style.faint(fmt.Sprintf("… and %d more", rest)))
	}
	for i, line := range lines {
		lines[i] = style.cut(line)
	}
	return v.block.draw(lines, columns, height)
}
