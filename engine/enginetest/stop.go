package enginetest

import (
	"net/http"
	"strconv"
	"syscall"
	"time"

	"github.com/docker/docker/api/types/events"
)

// lookup finds the container and keeps the lock; the caller gives it back.
func (s *Server) lookup(ref string) (*container, error) {
	s.mu.Lock()
	c, err := s.find(ref)
	if err != nil {
		s.mu.Unlock()
	}
	return c, err
}

// seconds reads t; the container's own time-out where it is not given.
func (r *request) seconds(c *container) int {
	if t, err := strconv.Atoi(r.FormValue("t")); err == nil {
		return t
	}
	return c.stopTimeout()
}

func containerStop(s *Server, w http.ResponseWriter, r *request) error {
	c, err := s.lookup(r.args[0])
	if err != nil {
		return err
	}
	defer s.mu.Unlock()
	if !c.running {
		return errNotModified
	}
	s.stop(c, r.seconds(c), syscallOr(r.FormValue("signal"), c.stopSignal()))
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func syscallOr(name string, unset syscall.Signal) syscall.Signal {
	sig, err := signalNumber(name, unset)
	if err != nil {
		return unset
	}
	return sig
}

func containerRestart(s *Server, w http.ResponseWriter, r *request) error {
	c, err := s.lookup(r.args[0])
	if err != nil {
		return err
	}
	defer s.mu.Unlock()
	if c.running {
		s.stop(c, r.seconds(c), c.stopSignal())
	}
	if c.running {
		return errNotModified // somebody else was quicker
	}
	if err := s.start(c); err != nil {
		return failf(http.StatusInternalServerError, "Cannot restart container %s: %s", r.args[0], err)
	}
	s.containerEvent(c, events.ActionRestart)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// stop sends the signal, waits that many seconds (below 0: for ever) and kills. The
// lock is given back while it waits.
func (s *Server) stop(c *container, seconds int, sig syscall.Signal) {
	c.byHand = true
	switch {
	case c.restarting:
		c.restarting, c.running = false, false
		c.end()
	default:
		s.stopProcess(c, seconds, sig)
	}
	s.containerEvent(c, events.ActionStop)
}

func (s *Server) stopProcess(c *container, seconds int, sig syscall.Signal) {
	run, process := c.ending, c.process
	s.signal(c, sig)
	s.resume(c)
	var expired <-chan time.Time
	if seconds >= 0 {
		expired = time.After(time.Duration(seconds) * time.Second)
	}
	s.mu.Unlock()
	select {
	case <-run.done:
	case <-expired:
	case <-s.ctx.Done():
	}
	s.mu.Lock()
	if c.process == process && process != nil {
		s.signal(c, syscall.SIGKILL)
	}
}

// resume unpauses a container that is to end.
func (s *Server) resume(c *container) {
	if c.paused {
		c.paused = false
		s.containerEvent(c, events.ActionUnPause)
	}
}

func containerKill(s *Server, w http.ResponseWriter, r *request) error {
	sig, err := signalNumber(r.FormValue("signal"), syscall.SIGKILL)
	if err != nil {
		return err
	}
	c, err := s.lookup(r.args[0])
	if err != nil {
		return notFoundf("Cannot kill container: %s: %s", r.args[0], err)
	}
	defer s.mu.Unlock()
	if !c.running {
		return conflictf("Cannot kill container: %s: Container %s is not running", r.args[0], c.id)
	}
	final := c.config.StopSignal == "" || sig == syscall.SIGKILL || sig == c.stopSignal()
	c.byHand = c.byHand || final
	s.signal(c, sig)
	if final {
		s.resume(c)
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
