// Package diag holds problems as data: what is wrong, where, and the way out.
//
// It renders nothing beyond the plain "file:line:column: summary" of an error
// text; source excerpts, carets and colour belong to cmd/ui.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a file. The zero Pos is nowhere. It is passed by value.
type Pos struct {
	File   string // as the user would write it; "-" is standard input
	Line   int    // from 1
	Column int    // from 1, counted in characters, not bytes
}

// IsZero tells whether p is nowhere.
func (p Pos) IsZero() bool { return p == Pos{} }

// String gives "file:line:column", "file" where the line is not known, "" for nowhere.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Compare orders places by file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Severity tells whether a problem stops the work.
type Severity uint8

const (
	Error Severity = iota
	Warning
)

// String gives "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Related is a second place that belongs to a problem, such as the first of two definitions.
type Related struct {
	Pos  Pos
	Note string
}

// Diagnostic is one problem. Summary and Hint are one line each, lower case,
// without colour and without a full stop.
type Diagnostic struct {
	Severity Severity
	Pos      Pos
	Summary  string // what is wrong
	Hint     string // the way out; may be empty
	Related  []Related
	Rule     Rule // the kind of problem; empty where nobody said
}

// Error gives "file:line:column: summary; hint".
func (d Diagnostic) Error() string {
	text := d.Summary
	if d.Hint != "" {
		text += "; " + d.Hint
	}
	if d.Pos.IsZero() {
		return text
	}
	return d.Pos.String() + ": " + text
}

// List collects problems. The nil List is empty and ready for use.
type List []Diagnostic

// Errorf adds an error without a hint.
func (l *List) Errorf(pos Pos, format string, args ...any) {
	*l = append(*l, Diagnostic{Severity: Error, Pos: pos, Summary: fmt.Sprintf(format, args...)})
}

// Warnf adds a warning without a hint.
func (l *List) Warnf(pos Pos, format string, args ...any) {
	*l = append(*l, Diagnostic{Severity: Warning, Pos: pos, Summary: fmt.Sprintf(format, args...)})
}

// Add adds problems as they are.
func (l *List) Add(d ...Diagnostic) { *l = append(*l, d...) }

// AddOnce adds those problems that are not known yet: services may share a place.
func (l *List) AddOnce(all ...Diagnostic) {
	for _, d := range all {
		if !slices.ContainsFunc(*l, func(o Diagnostic) bool { return o.Pos == d.Pos && o.Summary == d.Summary }) {
			l.Add(d)
		}
	}
}

// Errors gives the problems that stop the work, in order of their place.
func (l List) Errors() List { return l.only(Error) }

// Warnings gives the problems that do not stop the work, in order of their place.
func (l List) Warnings() List { return l.only(Warning) }

func (l List) only(s Severity) List {
	var out List
	for _, d := range l {
		if d.Severity == s {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b Diagnostic) int { return a.Pos.Compare(b.Pos) })
	return out
}

// Err gives the list's errors as one error, and nil when it has none: warnings
// alone are no error. errors.As finds the List in it.
func (l List) Err() error {
	if errs := l.Errors(); len(errs) > 0 {
		return errs
	}
	return nil
}

// Error gives a line for each problem.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, d := range l {
		lines[i] = d.Error()
	}
	return strings.Join(lines, "\n")
}
