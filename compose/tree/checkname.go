package tree

import (
	"bytes"
	"fmt"
	"strings"
)

// properties reads the anchor and the tag before a value, and tells whether there is one.
func (c *checker) properties() bool {
	start := c.i
	var before byte
	for c.found == nil && (c.peek(0) == '&' || c.peek(0) == '!') {
		if c.peek(0) == before {
			c.fail(c.i, "a value has one tag and one anchor at most", "remove the second one")
		}
		before = c.peek(0)
		if before == '&' {
			if name := c.name("&"); name != "" {
				c.anchors[name] = true
			}
		} else {
			c.tag()
		}
		c.blanks()
	}
	if c.i > start && c.peek(0) == '*' && isName(c.peek(1)) {
		c.fail(start, "an alias cannot have a tag or an anchor", "remove it; a tag belongs to the value that has the anchor")
	}
	return c.i > start
}

func (c *checker) alias() {
	start := c.i
	if name := c.name("*"); name != "" && !c.anchors[name] {
		c.fail(start, fmt.Sprintf("alias *%s has no anchor before it", shortened(name)),
			fmt.Sprintf("mark the value it stands for with &%s, or quote a text that begins with *", shortened(name)))
	}
}

// name reads the name of an anchor or alias.
func (c *checker) name(mark string) string {
	start := c.i
	for c.i++; isName(c.peek(0)); c.i++ {
	}
	name := string(c.text[start+1 : min(c.i, len(c.text))])
	if name == "" || !isBlank(c.peek(0)) && bytes.IndexByte([]byte("?:,]}%@`"), c.peek(0)) < 0 {
		c.fail(start, fmt.Sprintf("text cannot begin with %s", mark),
			fmt.Sprintf("quote it; behind a %s stands a name of letters, digits, - and _", mark))
	}
	return name
}

func isName(b byte) bool {
	return b == '_' || b == '-' || b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z'
}

const tagCharacters = ";/?:@&=+$,.!~*'()[]%_-"

// tag reads a tag: !name, !!type or !<uri>.
func (c *checker) tag() {
	start := c.i
	for c.i++; c.peek(0) == '<' && c.i == start+1 || strings.IndexByte(tagCharacters, c.peek(0)) >= 0 || isName(c.peek(0)); c.i++ {
		if c.peek(0) == '%' && !isHex(c.text[min(c.i+1, len(c.text)):min(c.i+3, len(c.text))], 2) {
			c.fail(start, "text cannot begin with !", "quote it; a tag has letters and digits")
		}
	}
	if c.peek(0) == '>' && c.peek(start+1-c.i) == '<' {
		c.i++
	}
	if c.found != nil {
		return
	}
	handle, _, ok := strings.Cut(string(c.text[start+1:c.i]), "!")
	switch {
	case !isBlank(c.peek(0)):
		c.fail(start, "text cannot begin with !", "quote it; a tag has letters and digits, and a space behind it")
	case ok && handle != "" && strings.IndexFunc(handle, func(r rune) bool { return r > 'z' || !isName(byte(r)) }) < 0 && !c.handles[handle]:
		c.fail(start, fmt.Sprintf("tag handle !%s! is not defined", shortened(handle)), "quote a text that begins with !")
	}
}
