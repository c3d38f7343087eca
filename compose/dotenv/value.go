package dotenv

import (
	"fmt"
	"strings"
	"unicode"

	"gocompose/compose/interp"
)

// maxValue bounds what variables add to a value, in bytes: definitions that
// double one another would not end.
const maxValue = 1 << 20

// maxValues bounds what they add to all values of a file.
const maxValues = 8 << 20

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
	p.given = 0
	result, err := interp.Expand(text, p.find)
	if err != nil {
		e := err.(*interp.Error)
		p.fail(place(e.Offset), e.Summary, e.Hint)
		return "", false
	}
	if p.given > maxValue {
		p.fail(place(result.Uses[0].Offset), fmt.Sprintf("the variables in this value have more than %d MiB", maxValue>>20),
			"refer to shorter ones")
		return "", false
	}
	if p.total += p.given; p.total > maxValues {
		p.fail(place(result.Uses[0].Offset), fmt.Sprintf("the variables in this file's values have more than %d MiB", maxValues>>20),
			"refer to shorter ones")
		p.i = len(p.src)
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
	value, ok := p.lookup(name)
	if !ok {
		value, ok = p.known[name]
	}
	if p.given += len(value); p.given > maxValue {
		return "", ok
	}
	return value, ok
}

// quoted reads a quoted value and looks at what follows it.
func (p *parser) quoted(quote byte) (string, bool) {
	start := p.i
	p.quote = p.pos(start)
	q, ok := p.unquote(quote)
	if !ok {
		p.fail(start, "the quote is not closed", fmt.Sprintf("add the closing %c, or write \\%c for a quote within the value", quote, quote))
		p.skipLine()
		return "", false
	}
	value := string(q.text)
	if quote == '"' {
		value, ok = p.expand(value, q.place)
	}
	p.skipSpace()
	if !p.lineEnds() && p.src[p.i] != '#' {
		p.behind = p.i
	}
	return value, ok
}
