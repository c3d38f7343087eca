package ui

import (
	"fmt"
	"strings"
	"time"
)

const (
	widestName   = 40                     // columns of a name in a row
	leastName    = 10                     // columns of a name in a narrow window
	usualName    = 16                     // columns that names get anyway, so that blocks after each other are in line
	textColumns  = len("not recreated")   // columns of what became of it
	timeColumns  = len("99.9 s")          // columns of how long it took
	worthTime    = 100 * time.Millisecond // a shorter time is not shown
	manyRows     = 40                     // more than these, and the plain successes are counted
	fewestAlike  = 5                      // so many alike rows become one
	leastDetail  = 24                     // columns a detail needs beside its row
	belowIndent  = 4                      // of what stands below its row
	mostWrapping = 3                      // lines that one line of foreign output may take
)

// rowLayout sets rows in columns: sign, name, text, time, detail.
type rowLayout struct {
	style Style
	names int // columns of the names
}

// layoutOf makes room for the names of all rows to come, so that columns do
// not move while they are shown.
func layoutOf(rows []*Row, style Style) rowLayout {
	l := rowLayout{style: style}
	if !style.bounded() || style.Width >= 4*usualName {
		l.names = usualName
	}
	for _, r := range rows {
		l.names = max(l.names, width(clean(r.Name)))
	}
	l.names = min(l.names, widestName)
	if style.bounded() {
		l.names = min(l.names, max(style.Width-4-textColumns, leastName)) // what became of it is to be seen, too
	}
	return l
}

// head gives a row without its detail, and the columns it takes.
func (l rowLayout) head(mark, name, text string, took time.Duration) (string, int) {
	line := mark + " " + pad(clipMiddle(clean(name), l.names), l.names) + "  " + pad(text, textColumns) + "  " + pad(tenths(took), timeColumns)
	return line, width(line)
}

// tenths gives seconds, "" for a time that is not worth telling.
func tenths(d time.Duration) string {
	switch {
	case d < worthTime:
		return ""
	case d < time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return span(d)
}

// final gives the lines that stay: a row a resource, with what is known of
// failures below it. Where there are very many, those that merely succeeded
// are counted.
func (l rowLayout) final(rows []*Row) []string {
	alike := map[string]int{}
	for _, r := range rows {
		if key := alikeness(r); key != "" && len(rows) > manyRows {
			alike[key]++
		}
	}
	for _, n := range alike {
		l.names = max(l.names, width(count(n, "container")))
	}
	var out []string
	for _, r := range rows {
		key := alikeness(r)
		switch n := alike[key]; {
		case n < 0: // counted already
		case n >= fewestAlike:
			line, _ := l.head(sign(r, l.style), count(n, strings.ToLower(r.Kind)), r.Text, 0)
			out = append(out, l.style.cut(strings.TrimRight(line, " ")))
			alike[key] = -1
		default:
			out = append(out, l.finalRow(r)...)
		}
	}
	return out
}

// alikeness groups rows that say nothing but that they succeeded; "" is in no group.
func alikeness(r *Row) string {
	if r.State != Finished || r.Detail != "" || r.undone != "" {
		return ""
	}
	return r.Kind + " " + r.Text
}

func (l rowLayout) finalRow(r *Row) []string {
	detail := r.Detail
	if r.State == Broken {
		detail = ""
	}
	head, columns := l.head(sign(r, l.style), r.Name, r.Text, r.Busy)
	out := l.withDetail(head, columns, detail)
	if r.State == Broken {
		out = append(out, r.trouble().lines(l.style, clean(r.Name))...)
	}
	if r.undone != "" {
		out = append(out, l.style.hang(r.undone, belowIndent)...)
	}
	return out
}

// withDetail puts the detail beside the row, or below it where there is no room.
func (l rowLayout) withDetail(head string, columns int, detail string) []string {
	columns += 2
	if detail == "" {
		return []string{l.style.cut(strings.TrimRight(head, " "))}
	}
	if l.style.bounded() && l.style.Width-columns < leastDetail {
		out := []string{l.style.cut(strings.TrimRight(head, " "))}
		return append(out, l.style.hang(detail, belowIndent)...)
	}
	out := l.style.hang(detail, columns)
	out[0] = l.style.cut(head + "  " + strings.TrimLeft(out[0], " "))
	return out
}

func sign(r *Row, style Style) string {
	switch r.State {
	case Broken:
		return style.bad("✘")
	case Blocked:
		return style.warn("–")
	case Working:
		return style.active("○")
	case Waiting:
		return style.faint("○")
	}
	return style.good("✔")
}
