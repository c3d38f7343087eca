package main

import (
	"os"

	"gocompose/compose/diag"
)

// judged gives the problems as severe as --strict wants them.
func (s *session) judged(problems diag.List) diag.List {
	if s.strict {
		return problems.Strict()
	}
	return problems
}

// noted is judged for what planning says: --strict is about the files, so what
// is said of the engine alone, such as of orphans, has no place and stays a warning.
func (s *session) noted(notes diag.List) diag.List {
	out := s.hidden(notes)
	for i, d := range out {
		if s.strict && !d.Pos.IsZero() {
			out[i].Severity = diag.Error
		}
	}
	return out
}

// warned gives the errors of a list; where there are none it shows the warnings.
func (s *session) warned(problems diag.List) error {
	if problems = s.judged(problems); problems.Err() != nil {
		return problems
	}
	s.show(problems)
	return nil
}

// largestSource bounds the files that excerpts come from, in bytes.
const largestSource = 16 << 20

// source gives the text of a file for excerpts. A pipe has been read already,
// and a device may have no end.
func (s *session) source(file string) []byte {
	if file == "-" {
		return s.input.Bytes()
	}
	file = s.local(file)
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() || info.Size() > largestSource {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return text
}
