package enginetest

import (
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
	if c.host.LogConfig.Type == "none" {
		s.mu.Unlock()
		return failf(http.StatusNotImplemented, "configured logging driver does not support reading")
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
