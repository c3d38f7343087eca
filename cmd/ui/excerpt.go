package ui

import (
	"fmt"
	"strconv"
	"strings"

	"gocompose/compose/diag"

	"github.com/charmbracelet/x/ansi"
)

const (
	tabStop      = 4
	longestLine  = 160      // columns of a source line that are shown where no window says otherwise
	leastNumbers = 3        // columns for the line numbers of an excerpt
	longestRead  = 16 << 10 // bytes of a source line, beyond which none of it is shown
	leastWindow  = 20       // columns without which no source line is shown
)

// Sources gives the content of a file by the name that positions carry; nil
// where there is none to show.
type Sources func(file string) []byte

// excerpts shows lines of the files, each of which it reads once.
type excerpts struct {
	sources Sources
	style   Style
	files   map[string][]string
}

func newExcerpts(sources Sources, style Style) *excerpts {
	return &excerpts{sources: sources, style: style, files: map[string][]string{}}
}

// line gives a source line without its end, and whether there is such a line.
func (e *excerpts) line(pos diag.Pos) (string, bool) {
	if pos.File == "" || pos.Line < 1 || e.sources == nil {
		return "", false
	}
	lines, known := e.files[pos.File]
	if !known {
		text := strings.TrimPrefix(string(e.sources(pos.File)), "\ufeff")
		lines = strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
		e.files[pos.File] = lines
	}
	if pos.Line > len(lines) {
		return "", false
	}
	return strings.ToValidUTF8(lines[pos.Line-1], "�"), true
}

// show gives the source line at pos, with carets under the token there.
func (e *excerpts) show(pos diag.Pos, paint func(string) string) []string {
	source, ok := e.line(pos)
	if !ok || len(source) > longestRead || e.style.bounded() && e.style.Width < leastWindow {
		return nil
	}
	number := fmt.Sprintf("%*d", leastNumbers, pos.Line)
	text, from, to := e.mark(source, pos.Column, len(number)+3)
	lines := []string{e.style.faint(number+" |") + " " + text}
	if pos.Column > 0 {
		carets := strings.Repeat(" ", from) + paint(strings.Repeat("^", to-from))
		lines = append(lines, e.style.faint(strings.Repeat(" ", len(number))+" |")+" "+carets)
	}
	return lines
}

// mark gives the line as shown, and the columns from and to of the token at
// column, which counts characters from 1, beside a gutter.
func (e *excerpts) mark(source string, column, gutter int) (text string, from, to int) {
	runes := []rune(source)
	start := min(max(column-1, 0), len(runes))
	end := tokenEnd(runes, start)
	text = visible(source)
	from = width(visible(string(runes[:start])))
	to = max(width(visible(string(runes[:min(end, len(runes))]))), from+1)
	return e.window(text, from, to, gutter)
}

// window cuts a long line so that the beginning of the token can be seen.
func (e *excerpts) window(text string, from, to, gutter int) (string, int, int) {
	room := longestLine
	if e.style.bounded() {
		room = max(e.style.Width-gutter, 1)
	}
	if width(text) <= room && to <= room {
		return text, from, to
	}
	skip := 0
	if to > room {
		skip = max(min(from-room/3, width(text)-room), 0)
	}
	if skip > 0 {
		text = "…" + ansi.Cut(text, skip+1, width(text))
	}
	from, to = min(from-skip, room-1), min(to-skip, room)
	return clip(text, room), max(from, 0), max(to, from+1)
}

// visible sets tabs to stops and shows control characters as pictures, one column each.
func visible(text string) string {
	if !strings.ContainsFunc(text, hidden) {
		return text
	}
	var b strings.Builder
	columns := 0
	for i, part := range strings.Split(text, "\t") {
		if i > 0 {
			blanks := tabStop - columns%tabStop
			b.WriteString(strings.Repeat(" ", blanks))
			columns += blanks
		}
		part = strings.Map(seen, part)
		b.WriteString(part)
		columns += width(part)
	}
	return b.String()
}

// seen gives what stands for a character that cannot be seen.
func seen(r rune) rune {
	switch {
	case r < 0x20:
		return 0x2400 + r
	case hidden(r):
		return '�'
	}
	return r
}

// place gives a position for the end of a line, "" for nowhere.
func place(pos diag.Pos) string { return clean(pos.String()) }

// placeOfLine gives "file:line", for places in the running text.
func placeOfLine(pos diag.Pos) string {
	if pos.Line == 0 {
		return clean(pos.File)
	}
	return clean(pos.File) + ":" + strconv.Itoa(pos.Line)
}
