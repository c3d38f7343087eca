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
	place           int // columns of the widest place
	below           bool
}

func (l *planLayout) measure() {
	l.kind = len("container")
	reason := 0
	for _, r := range l.rows {
		l.name, l.act = max(l.name, width(r.name)), max(l.act, width(r.act))
		for _, why := range r.reasons {
			if why.place != "" { // else it may run on below the places
				reason, l.place = max(reason, width(why.text)), max(l.place, width(why.place))
			}
		}
	}
	l.reason = reason
	if !l.style.bounded() {
		return
	}
	room := l.style.Width - l.left()
	switch beside := room - planGap - l.place; {
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
		return l.trimmed(append([]string{head}, indented(reasons, 2*planIndent)...))
	}
	out := indented(reasons, l.left())
	out[0] = head + gap + reasons[0]
	return l.trimmed(out)
}

func (l *planLayout) trimmed(out []string) []string {
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
	if r.place == "" {
		return l.style.wrap(r.text, l.left())
	}
	text := Style{Width: l.reason}.wrap(r.text, 0)
	text[0] = pad(text[0], l.reason+planGap) + l.style.faint(r.place)
	return text
}

// stacked sets the place to the right, in the reason's last line where it fits
// there, else below.
func (l *planLayout) stacked(r planReason) []string {
	indent := l.left()
	if l.below {
		indent = 2 * planIndent
	}
	text := l.style.wrap(r.text, indent)
	if r.place == "" {
		return text
	}
	room := l.style.Width - indent
	column := max(room-l.place, 0)
	place := l.style.faint(clip(r.place, room))
	if last := len(text) - 1; width(text[last])+planGap <= column {
		text[last] = pad(text[last], column) + place
	} else {
		text = append(text, strings.Repeat(" ", column)+place)
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
	return l.trimmed(out)
}
