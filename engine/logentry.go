package engine

import (
	"time"

	"gocompose/engine/plan"
)

// LogSource is the output stream that an entry of a log came through.
type LogSource uint8

// The numbers are those of the engine's frames.
const (
	Stdout LogSource = 1
	Stderr LogSource = 2
)

// String gives the name of the stream: "stdout".
func (s LogSource) String() string {
	if s == Stderr {
		return "stderr"
	}
	return "stdout"
}

// LogEntry is what the engine keeps as one: a line with its newline, or a part
// of one without, for it cuts long lines into parts of 16 KiB.
type LogEntry struct {
	Source LogSource
	Time   time.Time // when the line was written
	Text   []byte    // valid until the call that got it returns
}

// LogWriter takes what one container writes. It is for one goroutine.
type LogWriter interface {
	Write(e LogEntry) error
	Flush() error // nothing more is at hand: let people see what there is
	Close() error // the container ended
}

// LogSink takes what the containers of a project write. Its functions are
// called by one goroutine at a time.
type LogSink struct {
	// Open gives where a container's entries go.
	Open func(c plan.Container) LogWriter
	// Ended tells that a container's process ended, and whether the engine
	// starts it again.
	Ended func(c plan.Container, exitCode int, restarting bool)
	// Unreadable tells that the engine does not keep what a container writes. Who
	// follows it gets what it writes from then on.
	Unreadable func(c plan.Container, why error)
}
