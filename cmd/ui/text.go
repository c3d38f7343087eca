package ui

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// width gives how many columns text takes.
func width(text string) int {
	if !strings.ContainsFunc(text, wide) {
		return len(text)
	}
	return ansi.StringWidth(text)
}

// wide tells whether a letter may take more or fewer columns than one.
func wide(r rune) bool { return r < ' ' || r > '~' }

// pad fills text with blanks up to columns.
func pad(text string, columns int) string {
	return text + strings.Repeat(" ", max(columns-width(text), 0))
}

// clip shortens text to columns.
func clip(text string, columns int) string {
	if width(text) <= columns {
		return text
	}
	return ansi.Truncate(text, max(columns, 0), "…")
}

// clipMiddle shortens text to columns, so that the beginning and more of the end
// remain: names that have a number differ there.
func clipMiddle(text string, columns int) string {
	all := width(text)
	if all <= columns || columns < 3 {
		return clip(text, columns)
	}
	head := (columns - 1) / 3
	return ansi.Truncate(text, head, "") + ansi.TruncateLeft(text, all-(columns-1-head), "…")
}

// clean takes escape sequences and control characters out of foreign text, so
// that it can neither move the cursor nor colour what follows.
func clean(text string) string {
	if !strings.ContainsFunc(text, hidden) && utf8.ValidString(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return ' '
		case hidden(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(ansi.Strip(strings.ToValidUTF8(text, "�")), "�"))
}

// cleanCells is clean for a line of cells that tabs part.
func cleanCells(line string) string {
	cells := strings.Split(line, "\t")
	for i, cell := range cells {
		cells[i] = clean(cell)
	}
	return strings.Join(cells, "\t")
}

// hidden tells control characters and those that turn the direction of text,
// which can make a line look other than it is.
func hidden(r rune) bool {
	return unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// span gives a duration as a person would say it: "38 ms", "7.4 s", "2 m 05 s".
func span(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Truncate(100*time.Millisecond).Seconds())
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d m %02d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d h %02d m", int(d.Hours()), int(d.Minutes())%60)
}

// size gives a number of bytes in decimal units, as docker does: "38.1 MB".
func size(n int64) string {
	units := []string{"kB", "MB", "GB", "TB"}
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	value, unit := float64(n)/1000, 0
	for value >= 999.95 && unit < len(units)-1 {
		value, unit = value/1000, unit+1
	}
	return fmt.Sprintf("%.1f %s", value, units[unit])
}

// count gives "1 service" or "3 services".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
