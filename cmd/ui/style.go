package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Style says how text may look. The zero Style is plain and of any width.
type Style struct {
	Colour bool
	Width  int // columns of the window; 0 or less: no window, nothing is wrapped or cut
}

// Few colours, all of the terminal's own palette, so that they follow the
// user's dark or light scheme. Nothing is told by colour alone.
var (
	goodPaint   = ansi.Style{}.ForegroundColor(ansi.Green).String()
	badPaint    = ansi.Style{}.Bold().ForegroundColor(ansi.Red).String()
	warnPaint   = ansi.Style{}.Bold().ForegroundColor(ansi.Yellow).String()
	activePaint = ansi.Style{}.ForegroundColor(ansi.Cyan).String()
	boldPaint   = ansi.Style{}.Bold().String()
	faintPaint  = ansi.Style{}.Faint().String()
)

func (s Style) good(text string) string   { return s.paint(goodPaint, text) }
func (s Style) bad(text string) string    { return s.paint(badPaint, text) }
func (s Style) warn(text string) string   { return s.paint(warnPaint, text) }
func (s Style) active(text string) string { return s.paint(activePaint, text) }
func (s Style) bold(text string) string   { return s.paint(boldPaint, text) }
func (s Style) faint(text string) string  { return s.paint(faintPaint, text) }

func (s Style) paint(sequence, text string) string {
	if !s.Colour || text == "" {
		return text
	}
	return sequence + text + ansi.ResetStyle
}

// bounded tells whether lines have a right edge.
func (s Style) bounded() bool { return s.Width > 0 }

// cut shortens a line to the window.
func (s Style) cut(line string) string {
	if !s.bounded() {
		return line
	}
	return clip(line, s.Width)
}

// wrap breaks text at blanks into lines that leave room for indent columns; a
// word that is longer than a line is cut. Names are never broken at a hyphen,
// so that they can be copied.
func (s Style) wrap(text string, indent int) []string {
	if !s.bounded() {
		return []string{text}
	}
	room := max(s.Width-indent, 1)
	var out []string
	line := ""
	for _, word := range strings.Split(text, " ") {
		switch {
		case line == "":
			line = word
		case width(line)+1+width(word) <= room:
			line += " " + word
		default:
			out, line = append(out, line), word
		}
		if width(line) > room {
			pieces := strings.Split(ansi.Hardwrap(line, room, true), "\n")
			out, line = append(out, pieces[:len(pieces)-1]...), pieces[len(pieces)-1]
		}
	}
	out = append(out, line)
	for i := range out {
		out[i] = ansi.Truncate(out[i], room, "")
	}
	return out
}

// hang is wrap with every line moved in by indent columns.
func (s Style) hang(text string, indent int) []string {
	out := indented(s.wrap(text, indent), indent)
	for i, line := range out {
		out[i] = s.cut(line)
	}
	return out
}
