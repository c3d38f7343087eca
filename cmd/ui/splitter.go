package ui

import (
	"bytes"
	"unicode/utf8"
)

// longestLogLine is how much of a line without an end is held back.
const longestLogLine = 64 << 10

// splitter cuts a stream into lines and holds at most longestLogLine bytes,
// however long a line is: longer ones come in pieces.
type splitter struct {
	rest      []byte // the line begun, without its end
	continues bool   // rest goes on with a line of which a piece is out already
	emit      func(piece []byte, continues bool)
}

// write gives out what data completes. Pieces are valid until emit returns.
func (s *splitter) write(data []byte) {
	for len(data) > 0 {
		end := bytes.IndexByte(data, '\n')
		part := data
		if end >= 0 {
			part = data[:end]
		}
		s.add(part)
		if end < 0 {
			return
		}
		s.endLine()
		data = data[end+1:]
	}
}

// add appends part of a line and gives out full pieces.
func (s *splitter) add(part []byte) {
	for len(s.rest)+len(part) > longestLogLine {
		room := longestLogLine - len(s.rest)
		s.rest = append(s.rest, part[:room]...)
		part = part[room:]
		s.emitPiece()
	}
	s.rest = append(s.rest, part...)
}

// emitPiece gives out the held bytes without cutting a character in two.
func (s *splitter) emitPiece() {
	cut := len(s.rest)
	for back := 1; back <= utf8.UTFMax-1 && back < len(s.rest); back++ {
		if b := s.rest[len(s.rest)-back]; utf8.RuneStart(b) {
			if !utf8.FullRune(s.rest[len(s.rest)-back:]) {
				cut = len(s.rest) - back
			}
			break
		}
	}
	s.emit(s.rest[:cut], s.continues)
	s.rest = append(s.rest[:0], s.rest[cut:]...)
	s.continues = true
}

// endLine gives out the line; a carriage return before the newline, which
// containers with a tty write, belongs to the end.
func (s *splitter) endLine() {
	if line := bytes.TrimSuffix(s.rest, []byte("\r")); len(line) > 0 || !s.continues {
		s.emit(line, s.continues)
	}
	s.rest, s.continues = s.rest[:0], false
}

// flush gives out a last line that has no newline.
func (s *splitter) flush() {
	if len(s.rest) > 0 {
		s.endLine()
	}
	s.continues = false
}
