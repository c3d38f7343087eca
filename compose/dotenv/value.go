package dotenv

import (
	"strconv"
	"strings"
	"unicode"

	"gocompose/compose/interp"
)

func quoted(r rune) string { return strconv.QuoteRune(r) }

// value reads what follows the = and its spaces.
func (p *parser) value() (string, bool) {
	if p.i < len(p.src) && (p.src[p.i] == '"' || p.src[p.i] == '\'') {
		return p.quoted(p.src[p.i])
	}
	start := p.i
	p.skipLine()
	text, _, _ := strings.Cut(p.src[start:p.i], " #")
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	return p.expand(text, func(i int) int { return start + i })
}

// expand fills in variables; place gives the offset in the file of a byte of the text.
func (p *parser) expand(text string, place func(int) int) (string, bool) {
	result, err := interp.Expand(text, p.find)
	if err != nil {
		e := err.(*interp.Error)
		p.fail(place(e.Offset), e.Summary, e.Hint)
		return "", false
	}
	for _, use := range result.Uses {
		if use.Blank() {
			p.warn(place(use.Offset), "variable "+use.Name+" is not set, it becomes an empty text",
				"set it, write ${"+use.Name+":-} if it may be empty, or $$ for a plain $")
		}
	}
	return result.Text, true
}

func (p *parser) find(name string) (string, bool) {
	if value, ok := p.lookup(name); ok {
		return value, true
	}
	value, ok := p.known[name]
	return value, ok
}

// quoted reads a quoted value and looks at what follows it.
func (p *parser) quoted(quote byte) (string, bool) {
	start := p.i
	q, ok := p.unquote(quote)
	if !ok {
		p.fail(start, "the quote is not closed", "add the closing "+string(quote)+", or escape quotes within the value with \\")
		p.i = p.lineEnd(start)
		return "", false
	}
	p.skipSpace()
	if p.i < len(p.src) && p.src[p.i] != '\n' && p.src[p.i] != '#' {
		p.warn(p.i, "text after the closing quote is read as another variable", "put it inside the quotes or on a line of its own")
	}
	if quote == '\'' {
		return string(q.text), true
	}
	return p.expand(string(q.text), func(i int) int { return q.from[i] })
}

// unquoted is a text whose bytes know where they come from.
type unquoted struct {
	text []byte
	from []int
}

func (q *unquoted) add(from int, text string) {
	for i := range len(text) {
		q.text = append(q.text, text[i])
		q.from = append(q.from, from)
	}
}

// unquote reads from the opening quote to behind the closing one.
func (p *parser) unquote(quote byte) (unquoted, bool) {
	var q unquoted
	for i := p.i + 1; i < len(p.src); {
		switch c := p.src[i]; {
		case c == quote:
			p.i = i + 1
			return q, true
		case c == '\\':
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
	'a': "\a", 'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", 'v': "\v", '\\': "\\", '"': "\"", '$': "$$",
}

// escape reads the escape sequence that s begins with: the text that it stands
// for and its length. One that means nothing stays as it is.
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

// octal reads \0 and three octal digits; fewer stay as they are.
func octal(s string) (string, int) {
	n := 2
	for n < len(s) && n < 5 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if v, err := strconv.ParseUint(s[2:n], 8, 8); err == nil && n == 5 {
		return string(rune(v)), n
	}
	return s[:n], n
}
