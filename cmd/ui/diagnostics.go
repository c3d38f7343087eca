package ui

import (
	"fmt"
	"io"
	"strings"

	"gocompose/compose/diag"
)

// Diagnostics writes problems with their source lines, warnings first and each
// kind in order of place, and in the end how many errors there are. What it
// says of them, that nothing was changed, holds because files are checked
// before anything is done.
func Diagnostics(w io.Writer, list diag.List, sources Sources, style Style) error {
	var b strings.Builder
	e := newExcerpts(sources, style)
	for _, d := range list.Warnings() {
		b.WriteString(lines(e.diagnostic(d)))
	}
	errs := list.Errors()
	for _, d := range errs {
		b.WriteString(lines(e.diagnostic(d)))
	}
	if len(errs) > 0 {
		b.WriteString("\n" + lines(style.wrap(tally(errs), 0)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func lines(text []string) string { return strings.Join(text, "\n") + "\n" }

// diagnostic gives the lines of one problem: what and where, the source, the
// other places. The way out stands in the first line where it fits.
func (e *excerpts) diagnostic(d diag.Diagnostic) []string {
	head, hint := e.head(d), clean(d.Hint)
	if hint != "" && e.fits(head+"; "+hint) {
		head, hint = head+"; "+hint, ""
	}
	out := e.style.wrap(head, 0)
	out = append(out, e.show(d.Pos, e.paint(d.Severity))...)
	for _, r := range d.Related {
		out = append(out, e.related(r)...)
	}
	if hint != "" {
		out = append(out, e.below(hint)...)
	}
	return out
}

// below sets the way out under the source, where it cannot be taken for the
// next problem.
func (e *excerpts) below(hint string) []string {
	const mark = "    = "
	out := e.style.hang(hint, len(mark))
	out[0] = e.style.cut(mark + strings.TrimLeft(out[0], " "))
	return out
}

func (e *excerpts) fits(line string) bool {
	return !e.style.bounded() || width(line) <= e.style.Width
}

func (e *excerpts) paint(s diag.Severity) func(string) string {
	if s == diag.Warning {
		return e.style.warn
	}
	return e.style.bad
}

func (e *excerpts) head(d diag.Diagnostic) string {
	text := clean(d.Summary)
	if d.Severity == diag.Warning {
		text = e.style.warn("warning:") + " " + text
	}
	if d.Pos.IsZero() {
		return text
	}
	return e.style.bold(place(d.Pos)+":") + " " + text
}

// related gives a second place with its source line, without carets: the
// column is in its position, and a chain of places stays short.
func (e *excerpts) related(r diag.Related) []string {
	text := strings.TrimSpace(place(r.Pos) + " " + clean(r.Note))
	out := []string{e.style.cut("  " + text)}
	at := diag.Pos{File: r.Pos.File, Line: r.Pos.Line}
	return append(out, e.show(at, e.style.faint)...)
}

// tally gives the last line: "3 problems in 2 files; nothing was changed".
func tally(errs diag.List) string {
	files := map[string]bool{}
	for _, d := range errs {
		if d.Pos.File != "" {
			files[d.Pos.File] = true
		}
	}
	switch len(files) {
	case 0:
		return fmt.Sprintf("%s; nothing was changed", count(len(errs), "problem"))
	case 1:
		return fmt.Sprintf("%s in %s; nothing was changed", count(len(errs), "problem"), clean(errs[len(errs)-1].Pos.File))
	}
	return fmt.Sprintf("%s in %s; nothing was changed", count(len(errs), "problem"), count(len(files), "file"))
}
