package dotenv

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gocompose/compose/diag"
)

// maxReports bounds the problems of a file.
const maxReports = 100

// maxBytes bounds a file. Linux gives no process an environment as large as that.
const maxBytes = 2 << 20

type parser struct {
	src      string
	i        int // the next byte
	lookup   func(string) (string, bool)
	vars     []Var
	known    map[string]string // the values of vars, and of earlier files
	problems diag.List

	quote  diag.Pos // where the last quoted value began
	behind int      // the byte of the text behind its closing quote, -1 when there is none
	given  int      // bytes of variables in the value that is being read
	total  int      // bytes of variables in all values

	at     diag.Pos // of the byte at offset, from which pos goes on
	offset int
}

// newParser makes a parser at the start of the text behind a byte order mark.
func newParser(file string, src []byte, lookup func(string) (string, bool), known map[string]string) *parser {
	if known == nil {
		known = make(map[string]string)
	}
	if lookup == nil {
		lookup = func(string) (string, bool) { return "", false }
	}
	start := diag.Pos{File: file, Line: 1, Column: 1}
	p := &parser{
		src: string(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))), lookup: lookup,
		known: known, behind: -1, at: start,
	}
	if len(p.src) > maxBytes {
		p.fail(0, fmt.Sprintf("the file is larger than %d MiB", maxBytes>>20), "keep variables only; large content belongs in a volume or an image")
		p.src = ""
	}
	if i := notText(p.src); i >= 0 {
		p.fail(i, fmt.Sprintf("byte 0x%02x is not UTF-8 text", p.src[i]), "save the file as UTF-8")
		p.src = ""
	}
	return p
}

// notText finds the first byte that cannot be in an environment variable: one
// that is not UTF-8, which the engine's API could not carry, or 0. It gives -1
// when there is none.
func notText(s string) int {
	for i, r := range s {
		if r == 0 {
			return i
		}
		if _, size := utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return -1
}

// pos gives the place of a byte. Growing offsets cost no more than the text is long.
func (p *parser) pos(offset int) diag.Pos {
	if offset < p.offset {
		p.offset, p.at.Line, p.at.Column = 0, 1, 1
	}
	between := p.src[p.offset:offset]
	if n := strings.Count(between, "\n"); n > 0 {
		p.at.Line, p.at.Column = p.at.Line+n, 1
		between = between[strings.LastIndexByte(between, '\n')+1:]
	}
	p.at.Column += utf8.RuneCountInString(between)
	p.offset = offset
	return p.at
}

func (p *parser) fail(offset int, summary, hint string) {
	p.report(diag.Diagnostic{Pos: p.pos(offset), Summary: summary, Hint: hint})
}

func (p *parser) warn(offset int, summary, hint string) {
	p.report(diag.Diagnostic{Severity: diag.Warning, Pos: p.pos(offset), Summary: summary, Hint: hint})
}

func (p *parser) report(d diag.Diagnostic) {
	if len(p.problems) < maxReports {
		p.problems.Add(d)
	}
}

func (p *parser) define(v Var) {
	p.vars = append(p.vars, v)
	p.known[v.Name] = v.Value
}

// inherit defines a name that stands alone.
func (p *parser) inherit(name string, pos diag.Pos) {
	if value, ok := p.lookup(name); ok {
		p.define(Var{Name: name, Value: value, Pos: pos, Inherited: true})
	}
}

// skipBlank moves to the next statement, over white space and comments.
func (p *parser) skipBlank() {
	for p.i < len(p.src) {
		r, size := utf8.DecodeRuneInString(p.src[p.i:])
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
func (p *parser) skipLine() {
	if n := strings.IndexByte(p.src[p.i:], '\n'); n >= 0 {
		p.i += n
		return
	}
	p.i = len(p.src)
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

// lineEnds tells whether the line ends here.
func (p *parser) lineEnds() bool { return p.i == len(p.src) || p.src[p.i] == '\n' }
