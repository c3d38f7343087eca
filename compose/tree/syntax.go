package tree

import (
	"strings"

	"gocompose/compose/diag"
)

func syntaxError(file string, text []byte, err error) diag.Diagnostic {
	return diag.Diagnostic{
		Pos:     diag.Pos{File: file},
		Summary: strings.TrimPrefix(err.Error(), "yaml: "),
		Hint:    "check the indentation and the quotes",
	}
}
