package ui

import (
	"encoding/json"
	"io"

	"gocompose/engine"
)

// BakeJSON writes builds as docker buildx bake reads them.
func BakeJSON(w io.Writer, b engine.Bake) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(b)
}
