package ui

import (
	"encoding/json"
	"io"
)

// newJSONLines writes one object a line; < > & stay as they are, since this is no HTML.
func newJSONLines(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

// writeDocument writes one value, indented by two blanks.
func writeDocument(w io.Writer, value any) error {
	out := newJSONLines(w)
	out.SetIndent("", "  ")
	return out.Encode(value)
}

// writeLines writes a row a line.
func writeLines[T any](w io.Writer, rows []T) error {
	out := newJSONLines(w)
	for _, row := range rows {
		if err := out.Encode(row); err != nil {
			return err
		}
	}
	return nil
}

// writeArray writes one array, [] rather than null for no rows.
func writeArray[T any](w io.Writer, rows []T) error {
	if rows == nil {
		rows = []T{}
	}
	return newJSONLines(w).Encode(rows)
}
