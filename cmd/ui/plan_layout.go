package ui

import (
	"strings"

	"gocompose/engine/plan"
)

// planLayout sets rows in columns: what, act, reason, place. Where the window
// is narrow the place goes below its reason, and in a very narrow one both go
// below the row.
type planLayout struct {
	style           Style
	rows            []planRow
	kind, name, act int // columns
	reason          int // columns of a reason beside its place; 0: the place goes below
	below           bool
}

func (l *planLayout) measure() {
	l.kind = len("container")
	reason, place := 0, 0
	for _, r := range l.rows {
		l.name, l.act = max(l.name, width(r.name)), max(l.act, width(r.act))
		for _, why := range r.reasons {
			reason, place = max(reason, width(why.text)), max(place, width(why.place))
		}
	}
	l.reason = reason
	if !l.style.bounded() {
		return
	}
	room := l.style.Width - l.left()
	switch beside := room - planGap - place; {
	case beside >= reason:
	case beside >= leastReason:
		l.reason = beside
	default:
		l.reason = 0
		l.below = room < besideRow
	}
}

// left gives the column in which reasons begin.
func (l *planLayout) left() int { return planIndent + l.kind + l.name + l.act + 3*planGap }

// lines gives the lines of one row.
func (l *planLayout) lines(r planRow) []string {
	gap := strings.Repeat(" ", planGap)
	head := strings.Repeat(" ", planIndent) + pad(r.kind, l.kind) + gap + pad(r.name, l.name) + gap +
		r.paint(l.style, pad(r.act, l.act))
	reasons := l.reasons(r.reasons)
	if l.below || len(reasons) == 0 {
		out := []string{l.style.cut(strings.TrimRight(head, " "))}
		return append(out, indented(reasons, 2*planIndent)...)
	}
	out := indented(reasons, l.left())
	out[0] = head + gap + reasons[0]
	for i, line := range out {
		out[i] = l.style.cut(strings.TrimRight(line, " "))
	}
	return out
}

func indented(text []string, columns int) []string {
	out := make([]string, len(text))
	for i, line := range text {
		out[i] = strings.Repeat(" ", columns) + line
	}
	return out
}

// reasons gives the lines of the reasons with their places.
func (l *planLayout) reasons(reasons []planReason) []string {
	var out []string
	for _, r := range reasons {
		if l.reason > 0 || !l.style.bounded() {
			out = append(out, l.beside(r)...)
		} else {
			out = append(out, l.stacked(r)...)
		}
	}
	return out
}

func (l *planLayout) beside(r planReason) []string {
	text := Style{Width: l.reason}.wrap(r.text, 0)
	if r.place != "" {
		text[0] = pad(text[0], l.reason+planGap) + l.style.faint(r.place)
	}
	return text
}

func (l *planLayout) stacked(r planReason) []string {
	indent := l.left()
	if l.below {
		indent = 2 * planIndent
	}
	room := l.style.Width - indent
	if width(r.text)+planGap+width(r.place) <= room {
		return []string{r.text + strings.Repeat(" ", planGap) + l.style.faint(r.place)}
	}
	text := l.style.wrap(r.text, indent)
	if r.place != "" {
		text = append(text, l.style.faint(clip(r.place, room)))
	}
	return text
}

// kept names what stays as it is, together: it needs no attention.
func (l *planLayout) kept(kept []plan.Kept) []string {
	if len(kept) == 0 {
		return nil
	}
	names := make([]string, len(kept))
	for i, k := range kept {
		names[i] = clean(k.Name)
	}
	head := strings.Repeat(" ", planIndent) + pad("keep", l.kind) + strings.Repeat(" ", planGap)
	text := l.style.wrap(strings.Join(names, ", "), width(head))
	out := indented(text, width(head))
	out[0] = head + text[0]
	for i := range out {
		out[i] = l.style.cut(out[i])
	}
	return out
}
