package tree

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"gocompose/compose/diag"
)

// lines finds the line and column of byte offsets in a text.
type lines struct {
	text   []byte
	starts []int // of each line; lines end in \n
}

func newLines(text []byte) *lines {
	l := &lines{text: text, starts: make([]int, 1, bytes.Count(text, []byte("\n"))+1)}
	for i, c := range text {
		if c == '\n' {
			l.starts = append(l.starts, i+1)
		}
	}
	return l
}

// pos gives the place of the byte at an offset, at most that of the text's end.
func (l *lines) pos(file string, offset int) diag.Pos {
	offset = max(0, min(offset, len(l.text)))
	line := sort.SearchInts(l.starts, offset+1) - 1
	column := utf8.RuneCount(l.text[l.starts[line]:offset]) + 1
	return diag.Pos{File: file, Line: line + 1, Column: column}
}
