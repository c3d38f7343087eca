package tree

import (
	"bytes"
	"fmt"
)

// noColon says why the text where a key must be is none.
func (c *checker) noColon(a atom) {
	if c.found != nil {
		return
	}
	line, _, _ := bytes.Cut(c.text[a.start:max(a.start, a.end)], []byte("\n"))
	line = bytes.TrimSpace(line)
	shown := shortened(string(line))
	glued := bytes.IndexByte(line, ':')
	switch {
	case len(line) == 0:
		c.fail(a.start, "a key is missing before this place", "write the key and its colon on the same line")
	case conflict(line):
		c.fail(a.start, "a merge conflict is left in the file", "choose one of the versions and remove the marks")
	case a.closed == '"' || a.closed == '\'':
		c.afterQuote(a, "a colon is missing after this key")
	case a.closed != 0:
		c.fail(a.start, "a value stands where a key must be", "give it a key, or begin it with \"- \" in a list")
	case glued > 0:
		c.fail(a.start+glued, "a space is missing after the colon",
			fmt.Sprintf("write \"%s: %s\"", shortened(string(line[:glued])), shortened(string(line[glued+1:]))))
	case line[0] == '-':
		c.fail(a.start, "a space is missing after the dash", fmt.Sprintf("write \"- %s\"", shortened(string(line[1:]))))
	case bytes.IndexByte(line, '=') > 0:
		key, value, _ := bytes.Cut(line, []byte("="))
		c.fail(a.start, fmt.Sprintf("%q is an item of a list, not a key of a map", shown),
			fmt.Sprintf("write \"%s: %s\", or begin every line with \"- \"", shortened(string(key)), shortened(string(value))))
	default:
		c.fail(a.start, fmt.Sprintf("a colon is missing after %q", shown),
			fmt.Sprintf("write \"%s:\"; a text that spans lines is indented deeper than its key", shown))
	}
}

// conflict tells whether a line is one of the marks that git leaves.
func conflict(line []byte) bool {
	for _, mark := range []string{"<<<<<<<", "|||||||", "=======", ">>>>>>>"} {
		if bytes.HasPrefix(line, []byte(mark)) {
			return true
		}
	}
	return false
}

// trailing refuses text behind a value on its line.
func (c *checker) trailing(a atom) {
	if a.closed != 0 && c.found == nil && !c.lineEnd() {
		c.afterQuote(a, "text cannot follow the closing "+map[byte]string{
			'"': "quote", '\'': "quote", '[': "bracket", '{': "brace", '*': "alias"}[a.closed])
	}
}

// afterQuote reports the text here, or the quote itself where it ends on a
// later line: then it most likely was to end before.
func (c *checker) afterQuote(a atom, summary string) {
	switch {
	case a.lines > 0 && (a.closed == '"' || a.closed == '\''):
		c.failBeside(a.start, "the quote is not closed on its line",
			fmt.Sprintf("add the closing %c", a.closed), a.end-1, "the next quote is here")
	case a.closed == '\'':
		c.fail(c.i, summary, "write '' for a ' within single quotes, or quote the whole value")
	case a.closed == '"':
		c.fail(c.i, summary, "write \\\" for a \" within double quotes, or quote the whole value")
	case a.closed == '{':
		c.fail(c.i, summary, "quote the whole value, for a value that begins with { is a map")
	case a.closed == '[':
		c.fail(c.i, summary, "quote the whole value, for a value that begins with [ is a list")
	default:
		c.fail(c.i, summary, "quote the whole value, or put the next one on a line of its own")
	}
}
