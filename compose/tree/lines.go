package tree

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"gocompose/compose/diag"
)

// lines turns byte offsets of a text into places. It remembers the last one, so
// that growing offsets cost no more than the text is long, long lines included.
type lines struct {
	text   []byte
	starts []int // of each line; a line ends in \n
	offset int   // the last one
	column int   // of it
}

func newLines(text []byte) *lines {
	starts := make([]int, 1, bytes.Count(text, []byte("\n"))+1)
	for i, c := range text {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return &lines{text: text, starts: starts, column: 1}
}

// pos gives the place of the byte at an offset, at most that of the text's end.
func (l *lines) pos(file string, offset int) diag.Pos {
	offset = max(0, min(offset, len(l.text)))
	line := sort.SearchInts(l.starts, offset+1) - 1
	if start := l.starts[line]; l.offset < start || l.offset > offset {
		l.offset, l.column = start, 1
	}
	l.column += utf8.RuneCount(l.text[l.offset:offset])
	l.offset = offset
	return diag.Pos{File: file, Line: line + 1, Column: l.column}
}
