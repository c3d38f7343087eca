package tree

import "fmt"

// flow is what is known of the brackets that are being read.
type flow struct {
	*checker
	open    int  // where they begin
	indent  int  // of that line
	closing byte // what must end them
}

// flow reads a list or map in brackets.
func (c *checker) flow() {
	f := flow{c, c.i, c.lineText() - c.bol, ']'}
	if c.peek(0) == '{' {
		f.closing = '}'
	}
	if !c.enter() {
		return
	}
	defer c.leave()
	c.i++
	for f.space() && c.peek(0) != f.closing {
		f.item()
		if f.space() && c.peek(0) == ',' {
			c.i++
		}
	}
	if c.i < len(c.text) {
		c.i++
	}
}

// space moves to the next token and tells whether there is one.
func (f flow) space() bool {
	for f.i < len(f.text) && (isBlank(f.peek(0)) || f.peek(0) == '#') {
		switch f.peek(0) {
		case '#':
			f.skipLine()
		case '\n':
			f.newLine()
		default:
			f.i++
		}
	}
	if f.i == len(f.text) || f.marker() {
		f.unclosed()
	}
	return f.found == nil
}

func (f flow) unclosed() {
	f.fail(f.open, fmt.Sprintf("%c is not closed", f.text[f.open]), fmt.Sprintf("add the closing %c", f.closing))
}

// refuse reports a fault within the brackets. Where its line is indented no
// deeper than the line of the bracket, what is missing is the closing one.
func (f flow) refuse(at int, summary, hint string) {
	if f.bol > f.open && f.lineText()-f.bol <= f.indent {
		f.unclosed()
		return
	}
	f.failBeside(at, summary, hint, f.open, "the brackets begin here")
}

// item reads an item, or a key and its value, up to the comma or the bracket.
func (f flow) item() {
	line, complex := f.line, f.indicator('?')
	if complex {
		f.i++
	} else if f.peek(0) == ':' {
		f.refuse(f.i, "a key is missing before the colon", "write the key, or quote a text that begins with a colon")
	}
	if f.space() && f.peek(0) != ':' {
		f.value()
	}
	if f.space() && f.peek(0) == ':' {
		f.colon(complex || f.line == line)
	}
	if f.space() && f.peek(0) != ',' && f.peek(0) != f.closing {
		f.missingComma()
	}
}

func (f flow) colon(allowed bool) {
	line := f.line
	if !allowed {
		f.refuse(f.i, "a key and its colon must be on one line", "join the lines, or quote the text")
		return
	}
	f.i++
	if f.space() && f.peek(0) != ',' && f.peek(0) != f.closing {
		f.value()
	}
	if f.peek(0) == ':' && f.line > line {
		f.refuse(f.lineText(), "a comma is missing before this key", "end the line before it with a comma")
	}
}

func (f flow) missingComma() {
	switch b := f.peek(0); b {
	case ']', '}':
		f.failBeside(f.i, fmt.Sprintf("%c closes what %c opened", b, f.text[f.open]),
			fmt.Sprintf("close it with %c", f.closing), f.open, "opened here")
	case ':':
		f.refuse(f.i, "a second colon would make the value a key", "quote the value")
	default:
		f.refuse(f.i, "a comma is missing before this text", "separate the items with commas, or quote a text with spaces")
	}
}

// value reads one value within the brackets.
func (f flow) value() {
	properties := f.properties()
	if !f.space() {
		return
	}
	switch b := f.peek(0); {
	case b == f.closing || b == ':', b == ',' && properties:
	case b == ']' || b == '}':
		f.missingComma()
	case b == ',':
		f.refuse(f.i, "a value is missing before the comma", "remove the comma, or write null")
	case b == '"' || b == '\'' || b == '[' || b == '{' || b == '*':
		f.atom(0)
	case f.indicator('-'):
		f.refuse(f.i, "a list item with a dash cannot stand in brackets", "separate the items with commas, or use lines instead of brackets")
	case f.plainStart():
		f.plain()
	}
}

// plain reads a plain text, which ends at a bracket, a comma or a colon.
func (f flow) plain() {
	for f.i < len(f.text) && !f.indicator(':') && !f.comment() {
		switch f.peek(0) {
		case ',', '[', ']', '{', '}', '?':
			return
		case '\n':
			f.newLine()
			if f.marker() {
				return
			}
		default:
			f.i++
		}
	}
}
