package dotenv

import (
	"strings"
	"unicode"

	"gocompose/compose/diag"
)

// ParseRaw reads a file in the format of "docker run --env-file", which
// `format: raw` asks for: KEY=VALUE where everything behind the = is the value,
// KEY alone for the lookup's value, and # at the start of a line for comments.
func ParseRaw(file string, src []byte, lookup func(string) (string, bool)) ([]Var, diag.List) {
	p := newParser(file, src, lookup)
	for p.i < len(p.src) {
		p.skipSpace()
		end := p.lineEnd(p.i)
		if line := strings.TrimSuffix(p.src[p.i:end], "\r"); line != "" && line[0] != '#' {
			p.raw(line)
		}
		p.i = end + 1
	}
	return p.vars, p.problems
}

func (p *parser) raw(line string) {
	name, value, defined := strings.Cut(line, "=")
	if name == "" {
		p.fail(p.i, "no name before the =", "write NAME=value")
		return
	}
	if i := strings.IndexFunc(name, unicode.IsSpace); i >= 0 {
		p.fail(p.i+i, "a name cannot have a space in it", "in the raw format nothing stands around the =")
		return
	}
	if !defined {
		p.inherit(name, p.i)
		return
	}
	p.define(Var{Name: name, Value: value, Pos: p.pos(p.i)})
}
