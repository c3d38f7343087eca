package tree

import (
	"io"
	"strings"
	"unicode/utf8"

	"gocompose/compose/diag"
)

// syntaxError says where and why a text is not YAML, given the YAML package's error.
func syntaxError(file string, text []byte, err error) diag.Diagnostic {
	f := check(text)
	if f == nil {
		return unexplained(file, text, err)
	}
	lines := newLines(text)
	d := diag.Diagnostic{Pos: lines.pos(file, f.at), Summary: f.summary, Hint: f.hint}
	if f.note != "" {
		d.Related = []diag.Related{{Pos: lines.pos(file, f.related), Note: f.note}}
	}
	return d
}

// unexplained passes the YAML package's own words on, which may begin with a
// line that is wrong, and points to where that package stopped reading.
func unexplained(file string, text []byte, err error) diag.Diagnostic {
	words := strings.TrimPrefix(err.Error(), "yaml: ")
	if strings.HasPrefix(words, "line ") {
		_, words, _ = strings.Cut(words, ": ")
	}
	r := &byteReader{text: text}
	_, _ = decode(r)
	at := max(r.at-1, 0)
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return diag.Diagnostic{
		Pos:     newLines(text).pos(file, at),
		Summary: "this is not YAML: " + words,
		Hint:    "check the indentation and the quotes up to this place",
	}
}

// byteReader gives one byte at a time and knows how many it has given.
type byteReader struct {
	text []byte
	at   int
}

func (r *byteReader) Read(p []byte) (int, error) {
	if r.at == len(r.text) {
		return 0, io.EOF
	}
	r.at++
	return copy(p, r.text[r.at-1:r.at]), nil
}
