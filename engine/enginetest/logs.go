package enginetest

import (
	"bytes"
	"encoding/binary"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The stream numbers of the multiplexed format.
const (
	stdout byte = 1
	stderr byte = 2
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

// logQuery is the query of GET /containers/{id}/logs.
type logQuery struct {
	streams      [3]bool
	follow       bool
	timestamps   bool
	plain        bool // of a container with a terminal: not multiplexed
	tail         int  // below 0: all
	since, until time.Time
}

func readLogQuery(r *request) (q logQuery, err error) {
	q.streams = [3]bool{stdout: r.flag("stdout"), stderr: r.flag("stderr")}
	q.follow, q.timestamps, q.tail = r.flag("follow"), r.flag("timestamps"), -1
	if !q.streams[stdout] && !q.streams[stderr] {
		return q, badRequestf("Bad parameters: you must choose at least one stream")
	}
	if n, err := strconv.Atoi(r.FormValue("tail")); err == nil {
		q.tail = n
	}
	if q.since, err = parseUnix(r.FormValue("since")); err != nil {
		return q, err
	}
	q.until, err = parseUnix(r.FormValue("until"))
	return q, err
}

func (q logQuery) wants(c chunk) bool {
	return q.streams[c.stream] && !c.time.Before(q.since) && (q.until.IsZero() || !c.time.After(q.until))
}

func (q logQuery) write(w io.Writer, c chunk) error {
	data := c.data
	if q.timestamps {
		data = append([]byte(c.time.Format("2006-01-02T15:04:05.000000000Z07:00")+" "), data...)
	}
	if q.plain {
		_, err := w.Write(data)
		return err
	}
	return writeFrame(w, c.stream, data)
}

// writeFrame adds the eight bytes that multiplex standard output and error.
func writeFrame(w io.Writer, stream byte, data []byte) error {
	header := [8]byte{stream}
	binary.BigEndian.PutUint32(header[4:], uint32(len(data)))
	_, err := w.Write(append(header[:], data...))
	return err
}

func containerLogs(s *Server, w http.ResponseWriter, r *request) error {
	query, err := readLogQuery(r)
	if err != nil {
		return err
	}
	c, err := s.lookup(r.args[0])
	if err != nil {
		return err
	}
	query.plain = c.config.Tty
	first, run := query.firstLine(c.logs.lines), c.logs.runs
	follow := query.follow && c.process != nil
	s.mu.Unlock()
	w.Header().Set("Content-Type", r.streamType(c))
	w.WriteHeader(http.StatusOK)
	http.NewResponseController(w).Flush()
	for n := first; ; {
		s.mu.Lock()
		batch, wake := slices.Clone(c.logs.lines[n:]), c.logs.more()
		over := c.logs.ended >= run
		s.mu.Unlock()
		n += len(batch)
		for _, line := range batch {
			if query.wants(line) && query.write(w, line) != nil {
				return nil
			}
		}
		http.NewResponseController(w).Flush()
		if !follow || over {
			return nil
		}
		select {
		case <-wake:
		case <-c.gone:
			return nil
		case <-r.Context().Done():
			return nil
		}
	}
}

// firstLine is where the last tail lines begin. The engine counts the lines of both
// streams and of all times, and then leaves out what is not wanted.
func (q logQuery) firstLine(lines []chunk) int {
	if q.tail < 0 {
		return 0
	}
	return max(0, len(lines)-q.tail)
}

// streamType names the format from API 1.42 on; before, there is only one name.
func (r *request) streamType(c *container) string {
	if !r.at("1.42") || c.config.Tty {
		return "application/vnd.docker.raw-stream"
	}
	return "application/vnd.docker.multiplexed-stream"
}

// Output gives all that the container of that name or id has printed, both streams as they came.
func (s *Server) Output(ref string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.find(ref)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, piece := range c.logs.raw {
		text.Write(piece.data)
	}
	return text.String(), nil
}
