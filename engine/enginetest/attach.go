package enginetest

import (
	"io"
	"net/http"
	"slices"

	"github.com/docker/docker/api/types/events"
)

// containerAttach sends what the container prints from now on until its run, or
// the next one where none is, ends.
func containerAttach(s *Server, w http.ResponseWriter, r *request) error {
	c, err := s.lookup(r.args[0])
	if err != nil {
		return err
	}
	if c.paused {
		s.mu.Unlock()
		return conflictf("container %s is paused, unpause the container before attach", r.args[0])
	}
	s.containerEvent(c, events.ActionAttach)
	position, run := len(c.logs.raw), c.logs.runs
	if c.process == nil {
		run++
	}
	past := slices.Clone(c.logs.raw)
	s.mu.Unlock()

	t, err := s.hijack(w, r, r.streamType(c))
	if err != nil {
		return err
	}
	defer s.letGo(t.conn)
	t.plain = c.config.Tty
	wanted := [3]bool{stdout: r.flag("stdout"), stderr: r.flag("stderr")}
	if r.flag("logs") {
		t.send(past, wanted)
	}
	if !r.flag("stream") || !wanted[stdout] && !wanted[stderr] {
		return nil
	}
	if r.flag("stdin") {
		go s.feed(c, run, t.in)
	}
	s.follow(c, run, position, func(batch []chunk) error { return t.send(batch, wanted) })
	return nil
}

func (t *stream) send(batch []chunk, wanted [3]bool) error {
	for _, piece := range batch {
		if !wanted[piece.stream] {
			continue
		}
		if err := t.write(piece.stream, piece.data); err != nil {
			return err
		}
	}
	return nil
}

// follow hands on what comes after the position until the run has ended.
func (s *Server) follow(c *container, run, position int, send func([]chunk) error) {
	for {
		s.mu.Lock()
		batch, wake, over := slices.Clone(c.logs.raw[position:]), c.logs.more(), c.logs.ended >= run
		s.mu.Unlock()
		position += len(batch)
		if send(batch) != nil || over {
			return
		}
		select {
		case <-wake:
		case <-c.gone:
			return
		case <-s.ctx.Done():
			return
		}
	}
}

// feed copies the client's input to the program once it runs; its end closes the
// program's standard input where the container asks for that.
func (s *Server) feed(c *container, run int, in io.Reader) {
	var to io.WriteCloser
	for to == nil {
		s.mu.Lock()
		wake, over := c.logs.more(), c.logs.ended >= run
		if c.stdin != nil && c.logs.runs >= run {
			to = c.stdin
		}
		s.mu.Unlock()
		if over {
			return
		}
		if to != nil {
			break
		}
		select {
		case <-wake:
		case <-c.gone:
			return
		case <-s.ctx.Done():
			return
		}
	}
	io.Copy(to, in)
	if c.config.StdinOnce {
		to.Close()
	}
}
