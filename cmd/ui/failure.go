package ui

import (
	"errors"
	"io"
	"strings"

	"gocompose/compose/diag"
)

// Failure writes an error that ended a command: problems of files with their
// source lines, all else in the error's own words. What Progress has shown of
// a plan's failed steps is not for here; Summary.Finish tells of them.
func Failure(w io.Writer, err error, sources Sources, style Style) error {
	var list diag.List
	if errors.As(err, &list) {
		return Diagnostics(w, list, sources, style)
	}
	var one diag.Diagnostic
	if errors.As(err, &one) {
		return Diagnostics(w, diag.List{one}, sources, style)
	}
	var out []string
	for i, text := range strings.Split(strings.TrimSpace(err.Error()), "\n") {
		text = clean(text)
		if i == 0 {
			text = style.bad("error:") + " " + text
		}
		out = append(out, style.wrap(text, 0)...)
	}
	_, err = io.WriteString(w, lines(out))
	return err
}

// FailureJSON writes the same as objects, one a line, with docker compose's
// keys error and message.
func FailureJSON(w io.Writer, err error) error {
	var list diag.List
	if errors.As(err, &list) {
		return DiagnosticsJSON(w, list)
	}
	var one diag.Diagnostic
	if !errors.As(err, &one) {
		one = diag.Diagnostic{Summary: err.Error()}
	}
	return DiagnosticsJSON(w, diag.List{one})
}
