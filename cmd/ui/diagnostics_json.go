package ui

import (
	"io"

	"gocompose/compose/diag"
)

// DiagnosticSchema names the JSON form of a problem.
const DiagnosticSchema = "gocompose.diagnostic/v1"

// jsonPos is a place in JSON; nowhere is left out.
type jsonPos struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

func positionOf(p diag.Pos) *jsonPos {
	if p.IsZero() {
		return nil
	}
	return &jsonPos{p.File, p.Line, p.Column}
}

// jsonDiagnostic has docker compose's keys error and message beside its own.
type jsonDiagnostic struct {
	Schema   string        `json:"schema"`
	Error    bool          `json:"error,omitempty"`
	Message  string        `json:"message"` // "file:line:column: summary; hint"
	Severity string        `json:"severity"`
	Pos      *jsonPos      `json:"pos,omitempty"`
	Summary  string        `json:"summary"`
	Hint     string        `json:"hint,omitempty"`
	Rule     diag.Rule     `json:"rule,omitempty"`
	Related  []jsonRelated `json:"related,omitempty"`
}

type jsonRelated struct {
	Pos  *jsonPos `json:"pos,omitempty"`
	Note string   `json:"note"`
}

// DiagnosticsJSON writes problems as JSON, one object a line, in the order of Diagnostics.
func DiagnosticsJSON(w io.Writer, list diag.List) error {
	out := newJSONLines(w)
	for _, d := range append(list.Warnings(), list.Errors()...) {
		if err := out.Encode(diagnosticOf(d)); err != nil {
			return err
		}
	}
	return nil
}

// ProblemsSchema names the JSON form of all problems of a project.
const ProblemsSchema = "gocompose.problems/v1"

// ProblemsJSON writes problems as one document, in the order of Diagnostics.
func ProblemsJSON(w io.Writer, list diag.List) error {
	all := struct {
		Schema   string           `json:"schema"`
		Errors   int              `json:"errors"`
		Warnings int              `json:"warnings"`
		Problems []jsonDiagnostic `json:"problems"`
	}{ProblemsSchema, len(list.Errors()), len(list.Warnings()), []jsonDiagnostic{}}
	for _, d := range append(list.Warnings(), list.Errors()...) {
		all.Problems = append(all.Problems, diagnosticOf(d))
	}
	return writeDocument(w, all)
}

func diagnosticOf(d diag.Diagnostic) jsonDiagnostic {
	j := jsonDiagnostic{
		Schema: DiagnosticSchema, Error: d.Severity == diag.Error, Message: d.Error(), Severity: d.Severity.String(),
		Pos: positionOf(d.Pos), Summary: d.Summary, Hint: d.Hint, Rule: d.Rule,
	}
	for _, r := range d.Related {
		j.Related = append(j.Related, jsonRelated{positionOf(r.Pos), r.Note})
	}
	return j
}
