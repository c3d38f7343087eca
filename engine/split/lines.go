// Package split cuts streams of output into lines, and holds little of one that does not end.
package split

import (
	"bytes"
	"unicode/utf8"
)

// Longest is how much of a line without an end is held back, in bytes.
const Longest = 64 << 10

// Piece is a line, or a part of a long one.
type Piece struct {
	Text       []byte // valid until the call that got it returns
	Continues  bool   // the line of the piece before
	Unfinished bool   // another one is to come
}

// Lines cuts a stream into lines and holds at most Longest bytes,
// however long a line is: longer ones come in pieces.
type Lines struct {
	rest      []byte // the line begun, without its end
	continues bool   // rest goes on with a line of which a piece is out already
	Emit      func(Piece)
}

// Begun tells whether a line has begun.
func (s *Lines) Begun() bool { return len(s.rest) > 0 || s.continues }

// Add gives out what data completes.
func (s *Lines) Add(data []byte) {
	for len(data) > 0 {
		end := bytes.IndexByte(data, '\n')
		if end >= 0 && end <= Longest && !s.Begun() { // as nearly all lines come
			s.Emit(Piece{Text: bytes.TrimSuffix(data[:end], []byte("\r"))})
			data = data[end+1:]
			continue
		}
		part := data
		if end >= 0 {
			part = data[:end]
		}
		s.hold(part)
		if end < 0 {
			return
		}
		s.endLine()
		data = data[end+1:]
	}
}

// hold appends part of a line and gives out full pieces.
func (s *Lines) hold(part []byte) {
	for len(s.rest)+len(part) > Longest {
		room := Longest - len(s.rest)
		s.rest = append(s.rest, part[:room]...)
		part = part[room:]
		s.emitPiece()
	}
	s.rest = append(s.rest, part...)
}

// emitPiece gives out the held bytes without cutting a character in two.
func (s *Lines) emitPiece() {
	cut := len(s.rest)
	for back := 1; back <= utf8.UTFMax-1 && back < len(s.rest); back++ {
		if b := s.rest[len(s.rest)-back]; utf8.RuneStart(b) {
			if !utf8.FullRune(s.rest[len(s.rest)-back:]) {
				cut = len(s.rest) - back
			}
			break
		}
	}
	s.Emit(Piece{Text: s.rest[:cut], Continues: s.continues, Unfinished: true})
	s.rest = append(s.rest[:0], s.rest[cut:]...)
	s.continues = true
}

// endLine gives out the line; a carriage return before the newline, which
// containers with a tty write, belongs to the end.
func (s *Lines) endLine() {
	s.Emit(Piece{Text: bytes.TrimSuffix(s.rest, []byte("\r")), Continues: s.continues})
	s.rest, s.continues = s.rest[:0], false
}

// Flush gives out a last line that has no newline.
func (s *Lines) Flush() {
	if s.Begun() {
		s.endLine()
	}
}
