package ui

import (
	"io"
	"strings"

	"gocompose/engine"
)

// BakeJSON writes builds as docker buildx bake reads them: as templates, so that
// what is not one has its marks doubled.
func BakeJSON(w io.Writer, b engine.Bake) error {
	var plain strings.Builder
	if err := writeDocument(&plain, b); err != nil {
		return err
	}
	_, err := io.WriteString(w, strings.NewReplacer("${", "$${", "%{", "%%{").Replace(plain.String()))
	return err
}
