package tree

import "fmt"

// nested reads a value that has a line of its own, or the rest of one behind a
// dash: a map, a list or an atom. Its indentation is beyond that of the parent,
// whose column is given, -1 for a document.
func (c *checker) nested(parent int) {
	start, column := c.i, c.column()
	switch {
	case c.indicator('-'):
		c.sequence(column, false)
	case c.indicator('?'), c.indicator(':'):
		c.mapping(column, func() { c.pair(column) })
	case c.properties() && c.lineEnd():
		if c.enter() { // an anchor may stand on a line before one
			c.afterLineEnd(parent, parent)
		}
		c.leave()
	case c.i > start && c.noCollection():
	case c.blockScalar(parent):
	default:
		c.nestedAtom(parent, column)
	}
}

// nestedAtom reads an atom, or the map whose first key it is.
func (c *checker) nestedAtom(parent, column int) {
	a := c.atom(parent)
	switch {
	case !c.colon():
		c.trailing(a)
	case a.lines > 0:
		c.noColon(a)
	default:
		c.mapping(column, func() { c.pairAfterKey(a, column) })
	}
}

// sequence reads items whose dashes are in the column. A list may lie in the
// column of the keys around it, and then a key ends it.
func (c *checker) sequence(column int, amongKeys bool) {
	if !c.enter() {
		return
	}
	defer c.leave()
	for c.column() == column && c.indicator('-') {
		dash := c.i
		c.i++
		c.inner = inner{column: -1}
		c.entry(column)
		if !c.next() {
			return
		}
		switch k := c.column(); {
		case k > column:
			c.strayIndent(column, dash)
		case k == column && !c.indicator('-') && !amongKeys:
			c.failBeside(c.i, "a key or text stands among the items of a list",
				"begin it with \"- \", or indent it like the key it belongs to", dash, "the item before it")
		}
	}
	c.inner = inner{column: column}
}

// entry reads what follows a dash or a question mark.
func (c *checker) entry(column int) {
	for c.peek(0) == ' ' {
		c.i++
	}
	if c.peek(0) == '\t' {
		c.fail(c.i, "a tab cannot stand here", "use a space")
	}
	if c.lineEnd() {
		if c.next() && c.column() > column {
			c.nested(column)
		}
		return
	}
	c.nested(column)
}

// mapping reads a map whose keys are in the column; first reads what is left of
// the first pair.
func (c *checker) mapping(column int, first func()) {
	if !c.enter() {
		return
	}
	defer c.leave()
	before := c.bol + column
	first()
	for c.next() && c.column() >= column {
		at := c.i
		switch {
		case c.column() > column:
			c.strayIndent(column, before)
		case c.indicator('-'):
			c.failBeside(at, "a list item stands among the keys of a map",
				"indent it below the key that it belongs to", before, "the key before it")
		default:
			c.pair(column)
		}
		before = at
	}
	c.inner = inner{column: column}
}

func (c *checker) pair(column int) {
	c.inner = inner{column: -1}
	switch {
	case c.indicator('?'):
		c.i++
		c.entry(column)
		if c.next() && c.column() == column && c.indicator(':') {
			c.i++
			c.entry(column)
		}
		return
	case c.indicator(':'):
		c.fail(c.i, "a key is missing before the colon", "write the key, or quote a text that begins with a colon")
		return
	}
	a := atom{start: c.i, end: c.i}
	if !c.properties() || !c.indicator(':') {
		a = c.atom(column)
	}
	if !c.colon() || a.lines > 0 {
		c.noColon(a)
		return
	}
	c.pairAfterKey(a, column)
}

func (c *checker) pairAfterKey(key atom, column int) {
	if c.i-key.start > 1024 {
		c.fail(key.start, "a key has more than 1024 characters", "quote the value that this text is part of")
	}
	c.i++
	c.value(column, key.start)
}

// colon tells whether the rest of the line begins with the colon of a key.
func (c *checker) colon() bool {
	c.blanks()
	return c.indicator(':')
}

// value reads what follows a key's colon.
func (c *checker) value(column, key int) {
	if c.lineEnd() {
		c.afterLineEnd(column, column)
		return
	}
	c.inline(column, key)
}

// afterLineEnd reads a value that may begin on a later line. A list may lie in
// the column of its key.
func (c *checker) afterLineEnd(parent, column int) {
	if !c.next() {
		return
	}
	switch k := c.column(); {
	case k > parent:
		c.nested(parent)
	case k == column && c.indicator('-'):
		c.sequence(k, true)
	}
}

// inline reads a value on the line of its key, which begins at the byte key; a
// document's value on the line of its marker has none.
func (c *checker) inline(column, key int) {
	if c.properties() && c.lineEnd() {
		c.afterLineEnd(column, column)
		return
	}
	if c.noCollection() || c.blockScalar(column) {
		return
	}
	a := c.atom(column)
	if !c.colon() {
		c.trailing(a)
		return
	}
	c.secondColon(a, column, key)
}

// noCollection refuses a list or map where only the rest of a line is left for it.
func (c *checker) noCollection() bool {
	switch {
	case c.indicator('-'):
		c.fail(c.i, "a list cannot begin on this line", "put each item on a line of its own, or write [a, b]")
	case c.indicator('?'):
		c.fail(c.i, "text cannot begin with \"? \"", "quote it")
	}
	return c.found != nil
}

// secondColon says why the colon here cannot make a key of a value.
func (c *checker) secondColon(a atom, column, key int) {
	if a.lines == 0 {
		c.fail(c.i, "a second colon on the line would make the value a key",
			"quote the value, or put the inner key on a line of its own")
		return
	}
	c.i = c.lineText()
	c.inner = inner{column: -1}
	c.strayIndent(column, max(key, 0))
}

// lineText gives the first byte of the line that is not white space.
func (c *checker) lineText() int {
	c.first = max(c.first, c.bol)
	for c.first < c.i && isBlank(c.text[c.first]) {
		c.first++
	}
	return c.first
}

// strayIndent says that the line here is indented deeper than the map or list
// that it can only belong to.
func (c *checker) strayIndent(column, before int) {
	switch {
	case c.inner.text && c.inner.column > c.column():
		c.failBeside(c.i, "this line is indented less than the text block above it",
			fmt.Sprintf("indent it by %d to belong to the text, or by %d to follow it", c.inner.column, column), before, "the text belongs here")
	case c.inner.column > c.column():
		c.failBeside(c.i, fmt.Sprintf("the indentation by %d fits no line above", c.column()),
			fmt.Sprintf("indent it by %d or by %d, as the lines above are", c.inner.column, column), before, "what it could follow")
	default:
		c.failBeside(c.i, "this line is indented deeper than the one before, which has a value already",
			"indent both alike, or quote a text that spans lines", before, "the line before it")
	}
}
