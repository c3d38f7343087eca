package dotenv

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gocompose/compose/diag"
)

type parser struct {
	file     string
	src      string
	i        int // the next byte
	lookup   func(string) (string, bool)
	vars     []Var
	known    map[string]string // the values of vars
	problems diag.List

	line, lineStart int // where pos left off
}

// pos gives the place of a byte. It is fastest for growing offsets.
func (p *parser) pos(offset int) diag.Pos {
	if offset < p.lineStart {
		p.line, p.lineStart = 0, 0
	}
	between := p.src[p.lineStart:offset]
	if n := strings.Count(between, "\n"); n > 0 {
		p.line += n
		p.lineStart += strings.LastIndexByte(between, '\n') + 1
	}
	column := utf8.RuneCountInString(p.src[p.lineStart:offset]) + 1
	return diag.Pos{File: p.file, Line: p.line + 1, Column: column}
}

func (p *parser) fail(offset int, summary, hint string) {
	p.problems.Add(diag.Diagnostic{Pos: p.pos(offset), Summary: summary, Hint: hint})
}

func (p *parser) warn(offset int, summary, hint string) {
	p.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: p.pos(offset), Summary: summary, Hint: hint})
}

// skipBlank moves to the next statement.
func (p *parser) skipBlank() {
	for p.i < len(p.src) {
		rest := p.src[p.i:]
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case r == '#':
			p.skipLine()
		case unicode.IsSpace(r):
			p.i += size
		default:
			return
		}
	}
}

// skipLine moves to the line break.
func (p *parser) skipLine() { p.i = p.lineEnd(p.i) }

func (p *parser) lineEnd(from int) int {
	if n := strings.IndexByte(p.src[from:], '\n'); n >= 0 {
		return from + n
	}
	return len(p.src)
}

// skipSpace moves over white space within the line.
func (p *parser) skipSpace() {
	for p.i < len(p.src) {
		r, size := utf8.DecodeRuneInString(p.src[p.i:])
		if r == '\n' || !unicode.IsSpace(r) {
			return
		}
		p.i += size
	}
}

// statement reads one definition.
func (p *parser) statement() {
	p.skipExport()
	start := p.i
	name, ok := p.name()
	if !ok {
		p.skipLine()
		return
	}
	if p.i == len(p.src) || p.src[p.i] == '\n' {
		p.inherit(name, start)
		return
	}
	p.i++ // = or :
	p.skipSpace()
	if value, ok := p.value(); ok {
		p.define(Var{Name: name, Value: value, Pos: p.pos(start)})
	}
}

func (p *parser) skipExport() {
	rest, ok := strings.CutPrefix(p.src[p.i:], "export")
	if r, _ := utf8.DecodeRuneInString(rest); ok && rest != "" && unicode.IsSpace(r) {
		p.i += len("export")
		p.skipSpace()
	}
}

func (p *parser) inherit(name string, start int) {
	if value, ok := p.lookup(name); ok {
		p.define(Var{Name: name, Value: value, Pos: p.pos(start), Inherited: true})
	}
}

func (p *parser) define(v Var) {
	p.vars = append(p.vars, v)
	p.known[v.Name] = v.Value
}

// name reads a name up to its =, its : or the end of the line.
func (p *parser) name() (string, bool) {
	line := p.src[p.i:p.lineEnd(p.i)]
	end := strings.IndexAny(line, "=:")
	if end < 0 {
		end = len(line)
	}
	name := strings.TrimRightFunc(line[:end], unicode.IsSpace)
	for i, r := range name {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("_.-[]", r) {
			continue
		}
		p.badName(p.i+i, r, name)
		return "", false
	}
	if name == "" {
		p.fail(p.i, "no name before the "+line[:1], "write NAME=value")
		return "", false
	}
	p.i += end
	return name, true
}

func (p *parser) badName(offset int, r rune, name string) {
	if unicode.IsSpace(r) {
		p.fail(offset, "a name cannot have a space in it", "write NAME=value, or begin a comment with #")
		return
	}
	p.fail(offset, "unexpected character "+quoted(r)+" in a name",
		"names have letters, digits and _ . - [ ]; a value that spans lines needs quotes")
	_ = name
}
