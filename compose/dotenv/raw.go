package dotenv

import (
	"strings"
	"unicode"
)

// rawLine reads a line and moves to the next.
func (p *parser) rawLine() {
	p.skipSpace()
	start := p.i
	p.skipLine()
	line := strings.TrimSuffix(p.src[start:p.i], "\r")
	p.i = min(p.i+1, len(p.src))
	if line != "" && line[0] != '#' {
		p.raw(start, line)
	}
}

func (p *parser) raw(start int, line string) {
	name, value, defined := strings.Cut(line, "=")
	if name == "" {
		p.fail(start, "no name before the =", "write NAME=value")
		return
	}
	if i := strings.IndexFunc(name, unicode.IsSpace); i >= 0 {
		p.fail(start+i, "a name cannot have a space in it", "in the raw format nothing stands around the =")
		return
	}
	if !defined {
		p.inherit(name, p.pos(start))
		return
	}
	p.define(Var{Name: name, Value: value, Pos: p.pos(start)})
}
