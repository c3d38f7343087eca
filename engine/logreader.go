package engine

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"
)

const (
	// readerRoom holds any entry that an engine keeps, with its time.
	readerRoom = 32 << 10
	// partRoom is where engines cut what is written without a newline.
	partRoom  = 16 << 10
	frameHead = 8
)

// logReader reads a log as the engine sends it, mostly with the time before each entry:
// in frames, or as it is where the container has a terminal.
type logReader struct {
	in    *bufio.Reader
	body  io.Closer
	read  func(*logReader) (LogEntry, error)
	stamp func(text []byte) (time.Time, []byte, error) // gives the time of an entry, and what of it is text
	used  int                                          // bytes that the last entry takes in the buffer
	left  int                                          // bytes of its frame that are still to come
	last  LogEntry                                     // the one before, without its text
}

func newLogReader(body io.ReadCloser) *logReader {
	return &logReader{in: bufio.NewReaderSize(body, readerRoom), body: body, read: (*logReader).first, stamp: stamped}
}

// stamped takes off an entry the time that the engine has put before it.
func stamped(text []byte) (time.Time, []byte, error) {
	stamp, rest, _ := bytes.Cut(text, []byte(" "))
	at, err := time.Parse(time.RFC3339Nano, string(stamp))
	if err != nil {
		return time.Time{}, nil, errors.New("the engine sends a log without times")
	}
	return at, rest, nil
}

// untimed is for entries without times that nobody needs.
func untimed(text []byte) (time.Time, []byte, error) { return time.Time{}, text, nil }

// arriving is for entries without times that have just been written.
func arriving(text []byte) (time.Time, []byte, error) { return time.Now(), text, nil }

// next gives the next entry, whose text is valid until the call after, and
// io.EOF behind the last one.
func (r *logReader) next() (LogEntry, error) {
	if _, err := r.in.Discard(r.used); err != nil {
		return LogEntry{}, err
	}
	r.used = 0
	return r.read(r)
}

// idle tells whether the next entry may be long in coming.
func (r *logReader) idle() bool { return r.in.Buffered() <= r.used }

// first tells the two forms apart: a time begins with a digit, a frame with the
// number of its stream.
func (r *logReader) first() (LogEntry, error) {
	start, err := r.in.Peek(1)
	if err != nil {
		return LogEntry{}, err
	}
	r.read = (*logReader).line
	if start[0] < '0' {
		r.read = (*logReader).frame
	}
	return r.read(r)
}

// frame reads an entry behind the eight bytes that tell its stream and length.
// What does not fit into the buffer comes in pieces.
func (r *logReader) frame() (LogEntry, error) {
	if r.left > 0 {
		text, err := r.piece()
		return LogEntry{r.last.Source, r.last.Time, text}, err
	}
	head, err := r.in.Peek(frameHead)
	if err != nil {
		return LogEntry{}, cutShort(head, err)
	}
	r.last.Source, r.left = LogSource(head[0]), int(binary.BigEndian.Uint32(head[4:]))
	_, _ = r.in.Discard(frameHead) // they are in the buffer
	text, err := r.piece()
	if err != nil {
		return LogEntry{}, err
	}
	if r.last.Source != Stdout && r.last.Source != Stderr {
		return LogEntry{}, fmt.Errorf("the engine says: %s", bytes.TrimSpace(text))
	}
	return r.entry(text)
}

// piece reads what there is of a frame, up to a newline: what comes from a
// program itself may be several lines.
func (r *logReader) piece() ([]byte, error) {
	text, err := r.in.Peek(min(r.left, r.in.Size()))
	if err != nil {
		return nil, cutShort([]byte{0}, err)
	}
	if end := bytes.IndexByte(text, '\n'); end >= 0 {
		text = text[:end+1]
	}
	r.used = len(text)
	r.left -= len(text)
	return text, nil
}

// entry gives an entry its time.
func (r *logReader) entry(text []byte) (LogEntry, error) {
	at, rest, err := r.stamp(text)
	r.last.Time = at
	return LogEntry{r.last.Source, at, rest}, err
}

// line reads an entry of a container with a terminal: up to a newline or as much
// as a part holds, behind its time.
func (r *logReader) line() (LogEntry, error) {
	const utc = len("2006-01-02T15:04:05.000000000Z ")
	end := utc + partRoom
	for seen := 0; ; {
		text, err := r.in.Peek(max(seen+1, min(r.in.Buffered(), end)))
		if i := bytes.IndexByte(text[seen:], '\n'); i >= 0 {
			text, err = text[:seen+i+1], nil
		} else if err == nil && len(text) < end {
			seen = len(text)
			continue
		}
		if err != nil && (err != io.EOF || len(text) == 0) {
			return LogEntry{}, err
		}
		r.used, r.last.Source = len(text), Stdout
		return r.entry(text)
	}
}

// cutShort tells the end of a log from one in the middle of an entry.
func cutShort(got []byte, err error) error {
	if err == io.EOF && len(got) > 0 {
		return io.ErrUnexpectedEOF
	}
	return err
}
