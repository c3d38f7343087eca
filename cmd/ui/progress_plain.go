package ui

import (
	"fmt"
	"io"
	"time"

	"gocompose/engine"
	"gocompose/engine/plan"
)

// plain writes docker compose's lines: " Container shop-db-1 Starting ".
type plain struct {
	out  *Terminal
	told map[string]bool
}

func (p *plain) show(t *tracker, c change, e engine.Event) {
	r := c.row
	if c.build != "" {
		fmt.Fprintf(p.out, "%s %s\n", clean(r.Name), c.build)
	}
	if !c.word {
		return
	}
	line := fmt.Sprintf(" %s %s %s ", r.Kind, clean(r.Name), r.Word)
	switch {
	case e.Phase == engine.Undone:
		line = fmt.Sprintf(" %s %s Undone %s ", r.Kind, clean(r.Name), r.undone)
	case r.State == Broken:
		line += r.trouble().Cause + " "
	case r.State == Blocked, e.Err != nil:
		line += r.Detail + " "
	case r.recreates && e.Phase == engine.Started && r.stageOf(e.Label.Act) == plan.ActCreate:
		line += r.why() + " "
	}
	if !p.told[line] {
		p.told[line] = true
		io.WriteString(p.out, line+"\n")
	}
}

func (p *plain) tick(*tracker, time.Time) {}

func (p *plain) end(t *tracker) { writeFailures(p.out, t) }

// quiet shows nothing but failures.
type quiet struct{ out *Terminal }

func (q *quiet) show(*tracker, change, engine.Event) {}
func (q *quiet) tick(*tracker, time.Time)            {}
func (q *quiet) end(t *tracker)                      { writeFailures(q.out, t) }

// writeFailures writes the rows of what failed and what could not be tried for it.
func writeFailures(out *Terminal, t *tracker) {
	var failed []*Row
	for _, state := range []State{Broken, Blocked} {
		for _, r := range t.rows {
			if r.State == state {
				failed = append(failed, r)
			}
		}
	}
	if len(failed) > 0 {
		io.WriteString(out, lines(layoutOf(failed, out.Style()).final(failed)))
	}
}
