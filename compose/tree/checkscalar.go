package tree

import (
	"bytes"
	"fmt"
)

// atom is a value that is not a block collection.
type atom struct {
	start, end int
	lines      int  // breaks within
	closed     byte // the quote, bracket or asterisk that it begins with; 0 for plain text
}

// atom reads a quoted text, a flow collection, an alias or a plain text whose
// further lines are indented beyond the parent's column.
func (c *checker) atom(parent int) atom {
	a := atom{start: c.i, closed: c.peek(0)}
	line := c.line
	switch a.closed {
	case '"', '\'':
		c.quoted(a.closed)
	case '[', '{':
		c.flow()
	case '*':
		c.alias()
	default:
		a.closed = 0
		if c.plainStart() {
			c.plain(parent)
		}
	}
	a.end, a.lines = c.i, c.line-line
	return a
}

// plainStart refuses what cannot begin a plain text.
func (c *checker) plainStart() bool {
	switch b := c.peek(0); b {
	case ',', ']', '}', '#', '&', '!', '|', '>', '%', '@', '`':
		c.fail(c.i, fmt.Sprintf("text cannot begin with %c", b), "quote it")
	}
	return c.found == nil
}

// plain reads a plain text outside of brackets.
func (c *checker) plain(parent int) {
	for c.i < len(c.text) && !c.indicator(':') && !c.comment() {
		if c.peek(0) != '\n' {
			c.i++
			continue
		}
		i, bol, line := c.i, c.bol, c.line
		if !c.continues(parent) {
			if c.found == nil {
				c.i, c.bol, c.line = i, bol, line
			}
			return
		}
	}
}

// continues moves over empty lines to one that continues a plain text.
func (c *checker) continues(parent int) bool {
	for c.i < len(c.text) && c.peek(0) == '\n' {
		c.newLine()
		for isBlank(c.peek(0)) && c.peek(0) != '\n' && c.i < len(c.text) {
			if c.peek(0) == '\t' && c.column() <= parent {
				c.fail(c.i, "a tab cannot indent", "use spaces")
				return false
			}
			c.i++
		}
	}
	return c.i < len(c.text) && c.column() > parent && c.peek(0) != '#' && !c.marker()
}

func (c *checker) comment() bool {
	return c.peek(0) == '#' && (c.i == 0 || isBlank(c.text[c.i-1]))
}

// quoted reads a quoted text.
func (c *checker) quoted(quote byte) {
	start := c.i
	for c.i++; c.i < len(c.text); {
		switch b := c.text[c.i]; {
		case b == '\n':
			c.newLine()
			if c.marker() {
				c.i = len(c.text)
			}
		case b == '\\' && quote == '"':
			c.escape()
		case b == quote && quote == '\'' && c.peek(1) == '\'':
			c.i += 2
		case b == quote:
			c.i++
			return
		default:
			c.i++
		}
	}
	c.fail(start, "the quote is not closed", fmt.Sprintf("add the closing %c", quote))
}

// escape reads an escape sequence of a double-quoted text.
func (c *checker) escape() {
	b := c.peek(1)
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[b]
	switch {
	case b == '\n' || b == '\r':
		c.i++
	case bytes.IndexByte([]byte("0abtnvfre \t\"'\\N_LPxuU"), b) < 0:
		c.fail(c.i, fmt.Sprintf("\\%c is not an escape sequence", c.rune(1)),
			"write \\\\ for a backslash, or use single quotes, which know no escapes")
	case !isHex(c.text[min(c.i+2, len(c.text)):min(c.i+2+digits, len(c.text))], digits):
		c.fail(c.i, fmt.Sprintf("\\%c needs %d hexadecimal digits of a character", b, digits),
			"write \\\\ for a backslash, or use single quotes, which know no escapes")
	default:
		c.i += 2 + digits
	}
}

func (c *checker) rune(n int) rune { return bytes.Runes(c.text[c.i+n : min(c.i+n+4, len(c.text))])[0] }

func isHex(digits []byte, want int) bool {
	value := 0
	for _, d := range digits {
		n := bytes.IndexByte([]byte("0123456789abcdef"), d|0x20)
		if n < 0 || value > 0x10ffff {
			return false
		}
		value = value<<4 | n
	}
	return len(digits) == want && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff)
}

// blockScalar reads a | or > text, if here is one.
func (c *checker) blockScalar(parent int) bool {
	b := c.peek(0)
	if b != '|' && b != '>' {
		return false
	}
	start, indent := c.i, 0
	for c.i++; bytes.IndexByte([]byte("+-123456789"), c.peek(0)) >= 0 && c.i-start < 3; c.i++ {
		if c.peek(0) > '0' {
			indent = max(parent, 0) + int(c.peek(0)-'0')
		}
	}
	if !c.lineEnd() {
		c.fail(c.i, fmt.Sprintf("text cannot follow the %c on its line", b), "put the text on the next line, or quote it")
		return true
	}
	for c.skipLine(); c.i < len(c.text); c.skipLine() {
		c.newLine()
		for c.peek(0) == ' ' && (indent == 0 || c.column() < indent) {
			c.i++
		}
		switch {
		case c.peek(0) == '\n' || c.peek(0) == '\r' && c.peek(1) == '\n':
			continue
		case c.peek(0) == '\t' && (indent == 0 || c.column() < indent):
			c.fail(c.i, "a tab cannot indent", fmt.Sprintf("use spaces; for a text that begins with a tab write %c2 where it is indented by two", b))
		case indent == 0:
			indent = max(c.column(), parent+1, 1)
		}
		if c.column() < indent {
			c.inner = inner{indent, true}
			return true
		}
	}
	return true
}
