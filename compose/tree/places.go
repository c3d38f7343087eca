package tree

import (
	"gopkg.in/yaml.v3"

	"gocompose/compose/diag"
)

// places finds where the YAML package's nodes lie.
type places struct {
	file string
	*lines
}

func newPlaces(file string, text []byte) *places { return &places{file, newLines(text)} }

func (p *places) of(y *yaml.Node) diag.Pos {
	return diag.Pos{File: p.file, Line: y.Line, Column: y.Column}
}

func (p *places) offset(y *yaml.Node) int {
	if y.Line < 1 || y.Line > len(p.starts) {
		return len(p.text)
	}
	return min(p.starts[y.Line-1]+y.Column-1, len(p.text))
}
