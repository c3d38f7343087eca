package dotenv

import (
	"sort"
	"strconv"
)

// unquoted is a text whose bytes know where they come from.
type unquoted struct {
	text  []byte
	parts []copied
}

// copied is the start of a part of a text that stands in the file as it is:
// offsets in the text and in the file.
type copied struct{ at, from int }

func (q *unquoted) add(from int, text string) {
	if n := len(q.parts); n == 0 || from-q.parts[n-1].from != len(q.text)-q.parts[n-1].at {
		q.parts = append(q.parts, copied{len(q.text), from})
	}
	q.text = append(q.text, text...)
}

// place gives the offset in the file of a byte of the text.
func (q *unquoted) place(i int) int {
	n := sort.Search(len(q.parts), func(n int) bool { return q.parts[n].at > i })
	part := q.parts[n-1]
	return part.from + i - part.at
}

// unquote reads from the opening quote to behind the closing one.
func (p *parser) unquote(quote byte) (unquoted, bool) {
	var q unquoted
	for i := p.i + 1; i < len(p.src); {
		switch p.src[i] {
		case quote:
			p.i = i + 1
			return q, true
		case '\\':
			text, size := escape(p.src[i:], quote)
			q.add(i, text)
			i += size
		default:
			q.add(i, p.src[i:i+1])
			i++
		}
	}
	return q, false
}

// escapes that stand for one character in double quotes. \$ becomes $$, which
// the expansion turns into a plain $.
var escapes = map[byte]string{
	'a': "\a", 'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", 'v': "\v", '\\': "\\", '$': "$$",
}

// escape reads the escape sequence that s begins with: the text that it stands
// for and its length. One that means nothing stays as it is; in single quotes
// only \' means something.
func escape(s string, quote byte) (string, int) {
	switch {
	case len(s) == 1:
		return s, 1
	case s[1] == quote:
		return s[1:2], 2
	case quote == '\'':
		return s[:2], 2
	case s[1] == '0':
		return octal(s)
	}
	if text, ok := escapes[s[1]]; ok {
		return text, 2
	}
	return s[:2], 2
}

// octal reads \0 and three octal digits. As in docker compose, fewer digits or a
// value above 255 stay as they are, but for the 0.
func octal(s string) (string, int) {
	n := 2
	for n < len(s) && n < 5 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if v, err := strconv.ParseUint(s[2:n], 8, 8); err == nil && n == 5 {
		return string(rune(v)), n
	}
	return `\` + s[2:n], n
}
