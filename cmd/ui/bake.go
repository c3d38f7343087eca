package ui

import (
	"io"

	"gocompose/engine"
)

// BakeJSON writes builds as docker buildx bake reads them.
func BakeJSON(w io.Writer, b engine.Bake) error { return writeDocument(w, b) }
