package tree

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
)

// checker finds the first place at which a text stops being YAML. The YAML
// package decides whether a text is wrong, but its errors name a wrong line or
// none; the checker reads the text again, as a person would, and builds nothing.
type checker struct {
	text    []byte
	i       int             // the next byte
	bol     int             // where its line begins
	first   int             // its first byte that is not white space, as far as that is known
	line    int             // how many line breaks lie before
	depth   int             // of nested maps and lists
	inner   inner           // what ended last
	anchors map[string]bool // defined so far; the YAML package knows them in later documents too
	handles map[string]bool // of tags, defined by the document's directives
	found   *fault
}

// inner is the map, list or text block that ended last, within what is being read.
type inner struct {
	column int // -1 for none
	text   bool
}

// fault is what is wrong at a byte.
type fault struct {
	at            int
	summary, hint string
	related       int // a second byte, where there is a note
	note          string
}

// check gives the first fault, nil when it finds none.
func check(text []byte) *fault {
	c := &checker{text: text, anchors: make(map[string]bool), handles: make(map[string]bool)}
	for c.i < len(c.text) {
		c.document()
	}
	return c.found
}

// fail keeps the first fault and ends all reading by moving to the end.
func (c *checker) fail(at int, summary, hint string) {
	c.failBeside(at, summary, hint, 0, "")
}

func (c *checker) failBeside(at int, summary, hint string, related int, note string) {
	if c.found == nil {
		c.found = &fault{at, summary, hint, related, note}
	}
	c.i = len(c.text)
}

func (c *checker) column() int { return c.i - c.bol }

// peek gives the byte n further on, a line break at the end.
func (c *checker) peek(n int) byte {
	if c.i+n < len(c.text) {
		return c.text[c.i+n]
	}
	return '\n'
}

// indicator tells whether here is the given indicator, which counts only before white space.
func (c *checker) indicator(b byte) bool {
	return c.i < len(c.text) && c.text[c.i] == b && isBlank(c.peek(1))
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

// lineEnd tells whether only white space or a comment is left of the line.
func (c *checker) lineEnd() bool {
	c.blanks()
	return c.i == len(c.text) || c.peek(0) == '\n' || c.peek(0) == '#'
}

func (c *checker) blanks() {
	for c.peek(0) == ' ' || c.peek(0) == '\t' || c.peek(0) == '\r' {
		c.i++
	}
}

func (c *checker) skipLine() {
	if n := bytes.IndexByte(c.text[c.i:], '\n'); n >= 0 {
		c.i += n
		return
	}
	c.i = len(c.text)
}

// newLine steps over a line break.
func (c *checker) newLine() {
	c.i++
	c.bol = c.i
	c.line++
}

// next moves to the next token of a block, over comments and empty lines. It
// tells whether there is one; a document marker is none.
func (c *checker) next() bool {
	for c.lineEnd() && c.i < len(c.text) {
		c.skipLine()
		if c.i == len(c.text) {
			break
		}
		c.newLine()
		for c.peek(0) == ' ' {
			c.i++
		}
		if c.peek(0) == '\t' {
			c.fail(c.i, "a tab cannot indent", "use spaces")
		}
	}
	return c.i < len(c.text) && !c.marker()
}

// marker tells whether a document begins or ends here.
func (c *checker) marker() bool {
	if c.column() != 0 || !isBlank(c.peek(3)) {
		return false
	}
	rest := c.text[c.i:]
	return bytes.HasPrefix(rest, []byte("---")) || bytes.HasPrefix(rest, []byte("..."))
}

// document reads one document with its directives and markers.
func (c *checker) document() {
	clear(c.handles)
	first := c.i == 0
	if c.bol == c.i && c.peek(0) == '\t' {
		c.fail(c.i, "a tab cannot indent", "use spaces")
	}
	for c.next() && c.column() == 0 && c.peek(0) == '%' {
		c.directive()
	}
	if c.marker() && c.i < len(c.text) {
		start := c.peek(0) == '-'
		if first && !start {
			c.fail(c.i, "no document has begun before this end", "remove the line")
		}
		c.i += 3
		if !start || c.lineEnd() {
			if c.next() && start {
				c.nested(-1)
			}
		} else {
			c.inline(-1, -1)
		}
	} else if c.i < len(c.text) {
		c.nested(-1)
	}
	if c.next() {
		c.fail(c.i, "the document has ended before this text",
			"a file is one map or list; indent the text to continue it, or begin a new document with ---")
	}
}

func (c *checker) directive() {
	start := c.i
	c.skipLine()
	line := strings.TrimSpace(string(c.text[start:c.i]))
	words := strings.Fields(line)
	switch {
	case line == "%YAML 1.1", line == "%YAML 1.2":
	case words[0] == "%TAG" && len(words) == 3:
		c.handles[strings.Trim(words[1], "!")] = true
	default:
		c.fail(start, fmt.Sprintf("%q is not a directive of YAML", shortened(line)), "remove the line, or quote a text that begins with %")
	}
}

// shortened makes a text fit for a message: at most 40 characters of one line.
func shortened(s string) string {
	var out strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > 40 {
			return out.String() + "…"
		}
		if !unicode.IsPrint(r) {
			r = ' '
		}
		out.WriteRune(r)
	}
	return out.String()
}

// enter counts a level of nesting; leave it with leave.
func (c *checker) enter() bool {
	c.depth++
	if c.depth > maxDepth {
		c.fail(c.i, tooDeep, tooDeepHint)
	}
	return c.found == nil
}

func (c *checker) leave() { c.depth-- }
