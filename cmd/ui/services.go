package ui

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"gocompose/engine/plan"
)

// outcome is what became of a service, the worse the later.
type outcome uint8

const (
	unchanged outcome = iota // ran already and was left as it is
	completed                // a job that ended with 0
	ready                    // waited for: it runs on, or is healthy
	started                  // and nobody waited for it
	created                  // and not to be started
	left                     // not begun, or not carried on
	blocked                  // not tried because of another's failure
	failed
)

var outcomes = [...]string{unchanged: "unchanged", completed: "done", ready: "ready", started: "started", created: "created", left: "left", blocked: "blocked", failed: "failed"}

func (o outcome) String() string { return outcomes[o] }

// result is what became of one service.
type result struct {
	service string
	outcome outcome
	by      string // service or resource that it is blocked by
	why     string // what failed, what it needs, how far it came
}

// results tells of each service that the plan is about, the best first, so that
// what failed stands next to the last words.
func (s Summary) results() []result {
	worst := map[string]result{}
	for name := range s.Asked {
		worst[name] = result{service: name, outcome: left, why: notBegun}
	}
	for _, k := range s.Plan.Kept {
		worst[k.Service] = result{service: k.Service}
	}
	for name, rows := range s.rowsOf() {
		told := false
		for _, r := range rows {
			one, counts := r.became()
			if known := worst[name]; counts && (!told || one.outcome > known.outcome) {
				one.service, told = name, true
				worst[name] = one
			}
		}
	}
	return slices.SortedFunc(maps.Values(worst), func(a, b result) int {
		return cmp.Or(cmp.Compare(a.outcome, b.outcome), cmp.Compare(a.service, b.service))
	})
}

// rowsOf gives the rows of each service: its containers, its volumes with
// secrets, and its image.
func (s Summary) rowsOf() map[string][]*Row {
	of, rows := servicesOf(s.Plan), map[string][]*Row{}
	for _, r := range s.planned {
		own := of[r.Name]
		if own != "" {
			rows[own] = append(rows[own], r)
		}
		for name, image := range s.Asked {
			if r.Kind == "Image" && r.Name == image && name != own {
				rows[name] = append(rows[name], r)
			}
		}
	}
	return rows
}

// became tells what became of a row; false for one that says nothing of its
// service, such as an image that is there or a container that is one too many.
func (r *Row) became() (result, bool) {
	switch {
	case r.cutShort():
		return result{outcome: left, why: "interrupted"}, true
	case r.State == Broken:
		return result{outcome: failed, why: r.trouble().Cause}, true
	case r.State == Blocked && r.blocker != nil && r.blocker.cutShort():
		return result{outcome: left, why: r.Detail}, true
	case r.State == Blocked:
		return result{outcome: blocked, by: r.by, why: r.Detail}, true
	case r.left > 0 && r.Text != "":
		return result{outcome: left, why: r.Text + ", and no further"}, true
	case r.left > 0:
		return result{outcome: left, why: notBegun}, true
	case r.completed:
		return result{outcome: completed}, true
	case r.finished(plan.ActWaitRunning), r.finished(plan.ActWaitHealthy):
		return result{outcome: ready}, true
	case r.finished(plan.ActStart), r.finished(plan.ActUnpause):
		return result{outcome: started, why: r.warning}, true
	}
	return result{outcome: created}, r.Kind == "Container" && r.finished(plan.ActCreate)
}

// cutShort tells whether the row ended with the command, not by a failure.
func (r *Row) cutShort() bool { return r.State == Broken && errors.Is(r.Err, context.Canceled) }

// finished tells whether the steps of an act were all carried out, with success.
func (r *Row) finished(act plan.Act) bool {
	s := r.stages[act]
	return s != nil && s.left <= 0 && (r.warning == "" || !waits(act))
}

// notBegun is why a service is left of which nothing was tried.
const notBegun = "not begun"

// outcomeTable gives a line a service: "✘ db   failed   shop-db-1 is unhealthy".
// Where there are very many, those that are as they should be are counted.
func outcomeTable(results []result, style Style) []string {
	names, texts, alike := 0, 0, map[outcome]int{}
	for _, r := range results {
		names, texts = max(names, min(width(clean(r.service)), widestName)), max(texts, width(r.text()))
		alike[r.outcome]++
	}
	if len(results) > manyRows {
		names = max(names, width(count(len(results), "service")))
	}
	var out []string
	for _, r := range results {
		switch n := alike[r.outcome]; {
		case n < 0: // counted already
			continue
		case len(results) > manyRows && n >= fewestAlike && r.outcome < left:
			r.service, alike[r.outcome] = count(n, "service"), -1
		}
		l := rowLayout{style: style, names: names}
		head := r.mark(style) + " " + pad(clip(clean(r.service), l.names), l.names) + "  " + pad(r.text(), texts)
		out = append(out, l.withDetail(head, width(head), r.why)...)
	}
	return out
}

func (r result) text() string {
	if r.outcome == blocked {
		return r.outcome.String() + " by " + clean(r.by)
	}
	return r.outcome.String()
}

func (r result) mark(style Style) string {
	switch r.outcome {
	case failed:
		return style.bad("✘")
	case left, blocked:
		return style.warn("–")
	}
	return style.good("✔")
}
