package enginetest

import (
	"bytes"
	"time"
)

// chunk is a piece of output: in lines whole lines, in raw as it was written.
type chunk struct {
	time   time.Time
	stream byte
	data   []byte
}

// logBook keeps the output of all runs and wakes those who follow it.
type logBook struct {
	lines   []chunk
	raw     []chunk
	partial [3][]byte     // by stream: what has no new line yet
	wake    chan struct{} // closed when there is more, or the run has ended
	runs    int           // begun
	ended   int           // of those begun
}

func (l *logBook) begin() {
	l.runs++
	l.awake()
}

// finish ends the run; a last line without a new line is kept as it is.
func (l *logBook) finish(now time.Time) {
	for stream, rest := range l.partial {
		if len(rest) > 0 {
			l.lines = append(l.lines, chunk{now, byte(stream), rest})
			l.partial[stream] = nil
		}
	}
	l.ended++
	l.awake()
}

func (l *logBook) awake() {
	if l.wake != nil {
		close(l.wake)
		l.wake = nil
	}
}

func (l *logBook) add(now time.Time, stream byte, data []byte) {
	l.raw = append(l.raw, chunk{now, stream, bytes.Clone(data)})
	rest := append(l.partial[stream], data...)
	for {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			break
		}
		l.lines = append(l.lines, chunk{now, stream, bytes.Clone(rest[:i+1])})
		rest = rest[i+1:]
	}
	l.partial[stream] = bytes.Clone(rest)
	l.awake()
}

func (l *logBook) more() <-chan struct{} {
	if l.wake == nil {
		l.wake = make(chan struct{})
	}
	return l.wake
}

// output is the standard output or error of a container's program.
type output struct {
	s      *Server
	c      *container
	stream byte
}

func (o *output) Write(p []byte) (int, error) {
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	o.c.logs.add(o.s.now(), o.stream, p)
	return len(p), nil
}
