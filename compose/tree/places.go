package tree

import (
	"bytes"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"gocompose/compose/diag"
)

// places finds where the YAML package's nodes lie. That package counts a lone
// carriage return and the line breaks of Unicode as lines too, which editors do
// not, and begins an anchored or tagged value at its anchor or tag.
type places struct {
	file   string
	lines  *lines
	starts []int // of the lines as the YAML package counts them

	line, column, offset int // of the last node, the first two as the package counts
}

func newPlaces(file string, text []byte) *places {
	p := &places{file: file, lines: newLines(text)}
	p.starts = p.lines.starts
	if unusualBreaks(text) {
		p.starts = yamlLines(text)
	}
	return p
}

// unusualBreaks tells whether a text has line breaks that only YAML 1.1 knows.
func unusualBreaks(text []byte) bool {
	return bytes.Count(text, []byte("\r")) != bytes.Count(text, []byte("\r\n")) ||
		bytes.Contains(text, []byte("\u0085")) || bytes.Contains(text, []byte("\u2028")) || bytes.Contains(text, []byte("\u2029"))
}

func yamlLines(text []byte) []int {
	starts := []int{0}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		i += size
		switch r {
		case '\r':
			if i < len(text) && text[i] == '\n' {
				continue
			}
			starts = append(starts, i)
		case '\n', '\u0085', '\u2028', '\u2029':
			starts = append(starts, i)
		}
	}
	return starts
}

// of gives the place of a node's value.
func (p *places) of(y *yaml.Node) diag.Pos {
	bare := y.Anchor == "" && y.Style&yaml.TaggedStyle == 0
	if bare && len(p.starts) == len(p.lines.starts) && y.Line > 0 && y.Line <= len(p.starts) {
		return diag.Pos{File: p.file, Line: y.Line, Column: y.Column}
	}
	return p.lines.pos(p.file, p.value(y))
}

// value gives the offset of a node's value, which stands behind its anchor and tag.
func (p *places) value(y *yaml.Node) int {
	at := p.start(y)
	if y.Anchor == "" && y.Style&yaml.TaggedStyle == 0 || y.Kind == yaml.ScalarNode && y.Value == "" && style(y) == Plain {
		return at
	}
	return behindProperties(p.lines.text, at)
}

// start gives the offset of a node. Growing positions cost no more than the
// text is long.
func (p *places) start(y *yaml.Node) int {
	text := p.lines.text
	if y.Line < 1 || y.Line > len(p.starts) {
		return len(text)
	}
	if y.Line != p.line || y.Column < p.column {
		p.line, p.column, p.offset = y.Line, 1, p.starts[y.Line-1]
	}
	for ; p.column < y.Column && p.offset < len(text); p.column++ {
		_, size := utf8.DecodeRune(text[p.offset:])
		p.offset += size
	}
	return p.offset
}

// behindProperties skips anchors, tags, comments and white space.
func behindProperties(text []byte, i int) int {
	for i < len(text) {
		switch text[i] {
		case '&', '!':
			for i < len(text) && !isBlank(text[i]) {
				i++
			}
		case '#':
			for i < len(text) && text[i] != '\n' {
				i++
			}
		case ' ', '\t', '\r', '\n':
			i++
		default:
			return i
		}
	}
	return i
}
