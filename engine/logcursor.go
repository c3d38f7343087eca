package engine

import "time"

// logCursor is how far a log has been read. The engine stamps what goes through
// one stream in order, but may mix two of them up a little.
type logCursor struct {
	first time.Time // of the first entry that was read
	last  [Stderr + 1]struct {
		time    time.Time
		entries int // of that very time
	}
}

// pass notes that an entry was read.
func (c *logCursor) pass(e LogEntry) {
	if c.first.IsZero() {
		c.first = e.Time
	}
	last := &c.last[e.Source]
	if !last.time.Equal(e.Time) {
		last.time, last.entries = e.Time, 0
	}
	last.entries++
}

// overlap is how far back a log is read again, for what was mixed up.
const overlap = time.Second

// since gives from when on the log is to be read again; the zero time, where
// nothing has been read yet.
func (c *logCursor) since() time.Time {
	last := c.last[Stdout].time
	if c.last[Stderr].time.After(last) {
		last = c.last[Stderr].time
	}
	if last.IsZero() {
		return last
	}
	return last.Add(-overlap)
}

// replay leaves out what had been read when it began, or was not wanted then.
type replay struct {
	read  logCursor
	again [Stderr + 1]int  // entries of the last time that came again
	past  [Stderr + 1]bool // streams of which something new has come
}

// repeats tells whether an entry is none of the new ones.
func (p *replay) repeats(e LogEntry) bool {
	last := p.read.last[e.Source]
	switch {
	case p.past[e.Source]:
		return false
	case e.Time.Before(last.time), last.time.IsZero() && e.Time.Before(p.read.first):
		return true
	case e.Time.Equal(last.time) && p.again[e.Source] < last.entries:
		p.again[e.Source]++
		return true
	}
	p.past[e.Source] = true
	return false
}
