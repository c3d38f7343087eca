package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

const busyNote = "The machine was busy before the run began, so these figures say little; measure again on a quiet one."

// report is a finished run.
type report struct {
	machine
	results    results
	rounds     int
	contenders []string // in the order of their columns
}

// measured gives the tasks that gocompose did, in order.
func (r report) measured() []taskName {
	return slices.DeleteFunc(slices.Clone(taskOrder), func(name taskName) bool {
		_, ok := r.results.of(name, productName)
		return !ok
	})
}

// text lays the figures out for a terminal: a block a task, a line a contender.
func (r report) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-29s  %-27s  %8s  %6s  %s\n", "", "median (least – most)", "× floor", "peak", "target")
	for _, name := range r.measured() {
		t := tasks[name]
		title := t.title
		if t.floor != "" {
			title += " (floor: " + t.floor + ")"
		}
		fmt.Fprintf(&b, "\n%s\n", title)
		for _, who := range r.contenders {
			if f, ok := r.results.of(name, who); ok {
				fmt.Fprintln(&b, r.line(t, who, f))
			}
		}
	}
	fmt.Fprintf(&b, "\n%s\n", r.circumstances())
	if r.busy() {
		fmt.Fprintln(&b, busyNote)
	}
	return b.String()
}

func (r report) line(t task, who string, f figure) string {
	target := ""
	if who == productName {
		target = strings.Join(r.verdicts(t.goal, f), ", ")
	}
	return strings.TrimRight(fmt.Sprintf("  %-27s  %-27s  %8s  %6s  %s", who, spread(f), ratio(f), megabytes(f.peak), target), " ")
}

// markdown is the same as a table for the README: a row a task, a column a contender.
func (r report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "| | %s | target |\n|---|%s---|\n", strings.Join(r.contenders, " | "), strings.Repeat("---|", len(r.contenders)))
	for _, name := range r.measured() {
		row := []string{tasks[name].title}
		for _, who := range r.contenders {
			row = append(row, r.entry(name, who))
		}
		product, _ := r.results.of(name, productName)
		row = append(row, strings.Join(r.verdicts(tasks[name].goal, product), "<br>"))
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
	}
	fmt.Fprintf(&b, "\n%s\n", r.circumstances())
	if r.busy() {
		fmt.Fprintln(&b, busyNote)
	}
	return b.String()
}

// entry is one contender's part of a row.
func (r report) entry(name taskName, who string) string {
	f, ok := r.results.of(name, who)
	if !ok {
		return "–"
	}
	middle := "**" + duration(f.median) + "**"
	if who != floorName && f.ratio > 0 {
		middle += ", " + ratio(f) + " × floor"
	}
	parts := []string{middle, duration(f.least) + " – " + duration(f.most)}
	if f.peak > 0 {
		parts = append(parts, megabytes(f.peak))
	}
	return strings.Join(parts, "<br>")
}

// circumstances says what the figures stand for and where they come from.
func (r report) circumstances() string {
	return fmt.Sprintf("Median (least – most) of %d rounds in turn, on %d cores, Linux %s, Docker Engine %s, %d calls in flight at the floor; "+
		"load average %.1f before the run and %.1f after it. × floor: median of the ratios within a round. "+
		"Peak: the most memory the command held (ru_maxrss), seen from %s up.",
		r.rounds, r.Cores, r.Kernel, r.Engine, inFlight, r.LoadBefore, r.LoadAfter, megabytes(r.LeastPeak))
}

// verdicts says which targets gocompose has for a task and whether they are met.
func (r report) verdicts(g goal, f figure) (parts []string) {
	say := func(met bool, format string, limit any) {
		word := "missed"
		if met {
			word = "met"
		}
		parts = append(parts, fmt.Sprintf(format, limit)+" "+word)
	}
	if g.ratio > 0 && f.ratio > 0 {
		say(f.ratio <= g.ratio, "≤ %.4g × floor", g.ratio)
	}
	if g.beyond > 0 && f.ratio > 0 {
		say(f.beyond <= g.beyond, "≤ floor + %s", duration(g.beyond))
	}
	if g.wall > 0 {
		say(f.median < g.wall, "< %s", duration(g.wall))
	}
	if other, ok := r.results.of(g.as, productName); ok {
		say(float64(f.median) <= g.asMuch*float64(other.median), "≤ %.0f × "+tasks[g.as].title, g.asMuch)
	}
	if g.peak > 0 {
		say(f.peak < g.peak, "< %s", megabytes(g.peak))
	}
	return parts
}

func spread(f figure) string {
	return fmt.Sprintf("%s (%s – %s)", duration(f.median), duration(f.least), duration(f.most))
}

func ratio(f figure) string {
	switch {
	case f.ratio == 0:
		return ""
	case f.ratio >= 10:
		return fmt.Sprintf("%.0f", f.ratio)
	}
	return fmt.Sprintf("%.2f", f.ratio)
}

// duration leaves out the digits that no two runs have in common: 4.91 s, 812 ms, 7.4 ms.
func duration(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	switch {
	case ms >= 1000:
		return fmt.Sprintf("%.2f s", ms/1000)
	case ms >= 9.95:
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.1f ms", ms)
}

// megabytes are of 10⁶ bytes; nothing where nothing was measured.
func megabytes(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f MB", float64(bytes)/1e6)
}
