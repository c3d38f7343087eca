package ui

import (
	"fmt"
	"io"
	"strings"

	"gocompose/compose/diag"
	"gocompose/engine/plan"
)

const (
	planIndent  = 2
	planGap     = 2
	leastReason = 30 // columns a reason needs beside its position
	besideRow   = 24 // columns a reason needs beside what it explains
)

// Plan writes what a plan would do: every step in order with its reason and
// place, what stays as it is, and how to carry it out. Apply is the command
// for that, such as "gocompose up -d"; where it is empty nothing is proposed.
func Plan(w io.Writer, p *plan.Plan, apply string, style Style) error {
	l := planLayout{style: style, rows: planRows(p)}
	l.measure()
	out := style.wrap(style.bold(clean(planTitle(p))), 0)
	if len(l.rows) > 0 {
		out = append(out, "")
	}
	for _, r := range l.rows {
		out = append(out, l.lines(r)...)
	}
	out = append(out, l.kept(p.Kept)...)
	if apply != "" && !p.Empty() {
		out = append(out, "", style.cut("run `"+apply+"` to apply"))
	}
	_, err := io.WriteString(w, lines(out))
	return err
}

// planTitle counts resources, since a container that is recreated is one
// change for its owner, in however many steps.
func planTitle(p *plan.Plan) string {
	changed := map[string]bool{}
	for _, s := range p.Steps {
		if !plan.Waits(s.Op) {
			label := s.Op.Label()
			changed[label.Kind+" "+label.Name] = true
		}
	}
	switch {
	case len(changed) == 0 && len(p.Kept) == 0:
		return p.Project + ": nothing to do"
	case len(changed) == 0:
		return p.Project + ": nothing to do, " + asTheyShouldBe(len(p.Kept))
	case len(p.Kept) == 0:
		return fmt.Sprintf("%s: %d to change", p.Project, len(changed))
	}
	return fmt.Sprintf("%s: %d to change, %s", p.Project, len(changed), asTheyShouldBe(len(p.Kept)))
}

func asTheyShouldBe(n int) string {
	if n == 1 {
		return "1 as it should be"
	}
	return fmt.Sprintf("%d as they should be", n)
}

// planRow is one line of a plan before it is laid out.
type planRow struct {
	kind, name, act string
	paint           func(Style, string) string
	reasons         []planReason
}

type planReason struct{ text, place string }

// planRows gives a row a step; where steps of one resource follow each other
// it is named once.
func planRows(p *plan.Plan) []planRow {
	var rows []planRow
	var last plan.Label
	said := outlooks(p)
	for _, s := range p.Steps {
		label := s.Op.Label()
		row := planRow{kind: strings.ToLower(label.Kind), name: clean(p.Hide(label.Name)), act: actOf(s.Op), paint: actPaint(s.Op)}
		if len(rows) > 0 && label.Kind == last.Kind && label.Name == last.Name {
			row.kind, row.name = "", ""
		}
		last = label
		row.reasons = reasonsOf(s.Reason)
		if text := said[s.Key]; text != "" {
			row.reasons = append(row.reasons, planReason{text: text})
		}
		rows = append(rows, row)
	}
	for _, c := range p.Orphans {
		rows = append(rows, planRow{kind: "container", name: clean(c.Name), act: "orphan", paint: Style.warn,
			reasons: []planReason{{text: fmt.Sprintf("no service %q any more; --remove-orphans removes it", clean(c.Service))}}})
	}
	return rows
}

// actOf gives what a step does: its verb, which signal it sends, and which
// batch of an update it ends.
func actOf(op plan.Op) string {
	switch op := op.(type) {
	case plan.SettleBatch:
		return op.String()
	case plan.SignalContainer:
		return verbOf(op) + " " + op.Signal
	}
	return verbOf(op)
}

// verbOf gives the verb of a step; a container that takes another's place is recreated.
func verbOf(op plan.Op) string {
	if replaces(op) {
		return "recreate"
	}
	return op.Label().Act.String()
}

func replaces(op plan.Op) bool {
	c, ok := op.(plan.CreateContainer)
	return ok && c.Replaces != nil
}

func actPaint(op plan.Op) func(Style, string) string {
	switch op.Label().Act {
	case plan.ActStop, plan.ActRemove, plan.ActKill, plan.ActPause:
		return Style.bad
	case plan.ActWaitRunning, plan.ActWaitHealthy, plan.ActWaitExit, plan.ActUpdate:
		return Style.faint
	}
	if replaces(op) {
		return Style.warn
	}
	return Style.good
}

// reasonsOf gives a reason and the further ones behind it, flat.
func reasonsOf(r plan.Reason) []planReason {
	var out []planReason
	if r.Text != "" || r.Pos != (diag.Pos{}) {
		out = append(out, planReason{clean(r.Text), place(r.Pos)})
	}
	for _, b := range r.Because {
		out = append(out, reasonsOf(b)...)
	}
	return out
}
