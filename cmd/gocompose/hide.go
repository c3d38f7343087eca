package main

import (
	"errors"
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// hide takes secrets out of a text, and names the program as the user does. Only who has a problem to tell pays for
// looking them up.
func (s *session) hide(text string) string {
	if s.redactor == nil {
		s.redactor = compose.FailedRedactor(s.options())
	}
	return s.spoken(s.redactor.Text(text))
}

// hidden takes secrets out of problems, which may quote the values that
// templates were filled with.
func (s *session) hidden(problems diag.List) diag.List {
	out := slices.Clone(problems)
	for i, d := range out {
		out[i].Summary, out[i].Hint, out[i].Related = s.hide(d.Summary), s.hide(d.Hint), slices.Clone(d.Related)
		for j, r := range d.Related {
			out[i].Related[j].Note = s.hide(r.Note)
		}
	}
	return out
}

// hiddenError is hidden for what ended a command.
func (s *session) hiddenError(err error) error {
	var list diag.List
	var one diag.Diagnostic
	switch {
	case s.global.Dir == "": // the global flags themselves were wrong
		return errors.New(s.spoken(err.Error()))
	case errors.As(err, &list):
		return s.hidden(list)
	case errors.As(err, &one):
		return s.hidden(diag.List{one})
	}
	return errors.New(s.hide(err.Error()))
}
