package tree

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"gocompose/compose/diag"
)

// OffsetPos gives the place of byte i of a scalar's Value in the source that the
// scalar was parsed from. Where quotes, escapes or line breaks make the two
// differ, it is the place of as many bytes of that kind as Value has before i,
// which is right for everything but white space.
func (n *Node) OffsetPos(src []byte, i int) diag.Pos {
	i = min(i, len(n.Value)-1)
	if i < 0 || n.Pos.Line == 0 {
		return n.Pos
	}
	if n.copied && strings.IndexByte(n.Value[:i], '\n') < 0 {
		return n.copiedPos(i)
	}
	text := utf8Text(src)
	start := offsetOf(text, n.Pos)
	between := text[start:n.search(text, start, i)]
	pos := n.Pos
	if breaks := bytes.Count(between, []byte("\n")); breaks > 0 {
		pos.Line, pos.Column = pos.Line+breaks, 1
		between = between[bytes.LastIndexByte(between, '\n')+1:]
	}
	pos.Column += utf8.RuneCount(between)
	return pos
}

// offsetOf gives the offset of a place, at most the end of its line.
func offsetOf(text []byte, pos diag.Pos) int {
	at := 0
	for line := 1; line < pos.Line; line++ {
		n := bytes.IndexByte(text[at:], '\n')
		if n < 0 {
			return len(text)
		}
		at += n + 1
	}
	for column := 1; column < pos.Column && at < len(text) && text[at] != '\n'; column++ {
		_, size := utf8.DecodeRune(text[at:])
		at += size
	}
	return at
}

// copiedPos is OffsetPos where the source has Value as it is, on one line.
func (n *Node) copiedPos(i int) diag.Pos {
	pos := n.Pos
	pos.Column += utf8.RuneCountInString(n.Value[:i])
	if n.Style != Plain {
		pos.Column++
	}
	return pos
}

// search walks the scalar's source, which begins at an offset, up to the byte
// that became Value[i].
func (n *Node) search(text []byte, at, i int) int {
	wanted := n.Value[i]
	left := strings.Count(n.Value[:i], string(wanted))
	walk := source{text, at, n.Style}
	walk.open()
	for walk.at < len(text) {
		b, size := walk.read()
		if b == wanted {
			if left == 0 {
				return walk.at
			}
			left--
		}
		walk.at += size
	}
	return at
}

// source reads a scalar as it is written.
type source struct {
	text  []byte
	at    int
	style Style
}

// open steps over the quote, or over the line of a text block's indicator.
func (s *source) open() {
	switch s.style {
	case Single, Double:
		s.at++
	case Literal, Folded:
		if n := bytes.IndexByte(s.text[s.at:], '\n'); n >= 0 {
			s.at += n + 1
		}
	}
}

// read gives the first byte of what stands here, and the length in the source.
func (s *source) read() (byte, int) {
	rest := s.text[s.at:]
	switch {
	case s.style == Single && bytes.HasPrefix(rest, []byte("''")):
		return '\'', 2
	case s.style == Double && rest[0] == '\\' && len(rest) > 1:
		return escaped(rest)
	}
	return rest[0], 1
}

// escapes are the first bytes of what the one-letter escape sequences stand
// for; any other character stands for itself.
var escapes = map[byte]byte{
	'0': 0, 'a': '\a', 'b': '\b', 't': '\t', 'n': '\n', 'v': '\v', 'f': '\f', 'r': '\r', 'e': 0x1b,
	'N': "\u0085"[0], '_': "\u00a0"[0], 'L': "\u2028"[0], 'P': "\u2029"[0],
}

// escaped reads an escape sequence of a double-quoted scalar.
func escaped(s []byte) (byte, int) {
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[1]]
	if digits == 0 {
		if b, ok := escapes[s[1]]; ok {
			return b, 2
		}
		return s[1], 2
	}
	size := min(2+digits, len(s))
	value, _ := strconv.ParseUint(string(s[2:size]), 16, 32)
	return string(rune(value))[0], size
}
