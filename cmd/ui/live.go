package ui

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"gocompose/engine"
)

// live shows progress as one block in a window.
type live struct {
	ended func() error // tells of the end of the command's context
	out   *Terminal
	block *block
	drawn bool
}

func (l *live) show(t *tracker, c change, e engine.Event) {
	if !l.drawn {
		l.draw(t, e.Time)
	}
}

func (l *live) tick(t *tracker, now time.Time) {
	if len(t.rows) > 0 {
		l.draw(t, now)
	}
}

func (l *live) draw(t *tracker, now time.Time) {
	columns, rows := l.window()
	f := frame{style: Style{Colour: l.out.Colour, Width: columns}, rows: rows, now: now}
	l.block.draw(append(f.lines(t.rows, t.planned()), f.status(t, now.Sub(t.first), l.ended() != nil)), columns, rows)
	l.drawn = true
}

func (l *live) window() (columns, rows int) {
	columns, rows = l.out.Size()
	if columns <= 0 || rows <= 0 {
		return 80, 24
	}
	return columns, rows
}

func (l *live) end(t *tracker) {
	columns, rows := l.window()
	if len(t.rows) == 0 {
		l.block.leave()
		return
	}
	l.block.last(layoutOf(t.rows, Style{Colour: l.out.Colour, Width: columns}).final(t.rows), columns, rows)
}

// frame is one picture of the live block.
type frame struct {
	style Style
	rows  int // of the window
	now   time.Time
}

// leastHint is columns that a detail needs beside its row while it is drawn.
const leastHint = 10

var spinner = []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"}

// lines gives the rows that fit the window above the status line. Where not
// all do, what is finished becomes a count first, then what is left out below.
func (f frame) lines(rows, planned []*Row) []string {
	room := f.rows - 2
	if room < 2 {
		return nil // the status line says it
	}
	layout := layoutOf(planned, f.style)
	var out []string
	if len(rows) > room {
		var done int
		rows, done = unfinished(rows)
		if done > 0 {
			out = append(out, f.style.good("✔")+fmt.Sprintf(" %d done", done))
		}
	}
	rest := 0
	if len(out)+len(rows) > room {
		fit := max(room-len(out)-1, 0)
		rest = len(rows) - fit
		rows = rows[:fit]
	}
	spare := room - len(out) - len(rows)
	for _, r := range rows {
		out = append(out, f.row(r, layout))
		tail := f.tail(r, spare)
		spare -= len(tail)
		out = append(out, tail...)
	}
	if rest > 0 {
		out = append(out, f.style.faint(fmt.Sprintf("  … and %d more", rest)))
	}
	for i, line := range out {
		out[i] = f.style.cut(line)
	}
	return out
}

// unfinished gives the rows to look at, those under way first, and how many others there are.
func unfinished(rows []*Row) (left []*Row, done int) {
	var waiting []*Row
	for _, r := range rows {
		switch r.State {
		case Working, Broken:
			left = append(left, r)
		case Waiting, Blocked:
			waiting = append(waiting, r)
		default:
			done++
		}
	}
	return append(left, waiting...), done
}

func (f frame) row(r *Row, layout rowLayout) string {
	mark, detail := sign(r, f.style), r.Detail
	if r.State == Working {
		mark = f.style.active(spinner[int(f.now.UnixMilli()/refresh.Milliseconds())%len(spinner)])
		detail = f.under(r)
	}
	if r.State == Broken {
		detail = r.trouble().Cause
	}
	head, columns := layout.head(mark, r.Name, r.Text, r.elapsed(f.now))
	if f.style.Width-columns < leastHint {
		detail = ""
	}
	return strings.TrimRight(head+"  "+detail, " ")
}

// under tells what a row is about just now.
func (f frame) under(r *Row) string {
	switch {
	case r.build != nil:
		return r.build.now()
	case r.pull != nil && r.pull.total() > 0:
		return size(r.pull.current()) + " of " + size(r.pull.total())
	}
	return r.remark
}

// tail gives the last lines of a build's output.
func (f frame) tail(r *Row, room int) []string {
	if r.build == nil || r.State != Working {
		return nil
	}
	var out []string
	tail := r.build.tail
	for _, line := range tail[max(len(tail)-max(room, 0), 0):] {
		out = append(out, f.style.faint("    "+clip(line, f.style.Width-4)))
	}
	return out
}

// status is the last line: how far all of it is.
func (f frame) status(t *tracker, took time.Duration, stopping bool) string {
	text := fmt.Sprintf("%s: %d of %d done, %s", clean(t.plan.Project), t.finished(), len(t.all), cmp.Or(tenths(took), "0.0 s"))
	if stopping {
		text += ", interrupted: what is under way is being finished"
	}
	return f.style.cut(f.style.bold(text))
}
