package ui

import (
	"bytes"
	"unicode/utf8"
)

// longestLogLine is how much of a line without an end is held back.
const longestLogLine = 64 << 10

// piece is a line, or a part of a long one.
type piece struct {
	text       []byte // valid until the call that got it returns
	continues  bool   // the line of the piece before
	unfinished bool   // another one is to come
}

// splitter cuts a stream into lines and holds at most longestLogLine bytes,
// however long a line is: longer ones come in pieces.
type splitter struct {
	rest      []byte // the line begun, without its end
	continues bool   // rest goes on with a line of which a piece is out already
	emit      func(piece)
}

// begun tells whether a line has begun.
func (s *splitter) begun() bool { return len(s.rest) > 0 || s.continues }

// write gives out what data completes.
func (s *splitter) write(data []byte) {
	for len(data) > 0 {
		end := bytes.IndexByte(data, '\n')
		if end >= 0 && end <= longestLogLine && !s.begun() { // as nearly all lines come
			s.emit(piece{text: bytes.TrimSuffix(data[:end], []byte("\r"))})
			data = data[end+1:]
			continue
		}
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
	s.emit(piece{text: s.rest[:cut], continues: s.continues, unfinished: true})
	s.rest = append(s.rest[:0], s.rest[cut:]...)
	s.continues = true
}

// endLine gives out the line; a carriage return before the newline, which
// containers with a tty write, belongs to the end.
func (s *splitter) endLine() {
	s.emit(piece{text: bytes.TrimSuffix(s.rest, []byte("\r")), continues: s.continues})
	s.rest, s.continues = s.rest[:0], false
}

// flush gives out a last line that has no newline.
func (s *splitter) flush() {
	if s.begun() {
		s.endLine()
	}
}
