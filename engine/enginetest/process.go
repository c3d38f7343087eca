package enginetest

import (
	"context"
	"io"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/docker/docker/api/types/events"
)

// launch starts the container's program; the lock is held.
func (s *Server) launch(c *container) {
	behaviour := s.behaviour(c)
	p := s.newProcess(c, c.command(), c.environment(c.config.User))
	p.Stdout, p.Stderr = &output{s, c, stdout}, &output{s, c, stderr}
	if c.config.Tty {
		p.Stdout = terminalWriter{p.Stdout}
		p.Stderr = p.Stdout
	}
	if c.config.OpenStdin {
		p.Stdin, c.stdin = io.Pipe()
	}
	c.process = p
	s.running.Go(func() {
		code := behaviour.program()(p)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.exited(c, p, code)
	})
	if c.health != nil {
		s.running.Go(func() { s.watchHealth(c, p) })
	}
}

func (s *Server) newProcess(c *container, args, env []string) *Process {
	ctx, kill := context.WithCancel(s.ctx)
	s.counter++
	p := &Process{
		Args: args, Env: env, Stdin: strings.NewReader(""), Killed: ctx.Done(),
		server: s, container: c, pid: 1000 + s.counter, signals: make(chan syscall.Signal, 16), kill: kill,
	}
	p.Signals = p.signals
	return p
}

// exited ends a run: the state, the events and, by the restart policy, the next run.
// It does nothing for a process that is no longer the container's, as after SIGKILL.
func (s *Server) exited(c *container, p *Process, code int) {
	if c.process != p {
		return
	}
	p.kill()
	for _, id := range c.execs {
		if x := s.execs[id]; x.process != nil {
			x.process.kill()
		}
	}
	c.process, c.paused, c.ports = nil, false, nil
	c.exitCode, c.finished = code, s.now()
	c.logs.finish(c.finished)
	if c.stdin != nil {
		c.stdin.Close()
		c.stdin = nil
	}
	if c.health != nil {
		c.health.Status = "unhealthy"
	}
	again := c.restartsAfter(code)
	c.restarting = again
	if again {
		c.restarts++
	} else {
		c.running = false
	}
	s.containerEvent(c, events.ActionDie, "exitCode", strconv.Itoa(code))
	s.release(c)
	if again {
		s.restartLater(c)
		return
	}
	c.end()
	if c.host.AutoRemove {
		s.remove(c, true)
	}
}

// end tells those who wait, and makes ready for the next run.
func (c *container) end() {
	c.ending.code = c.exitCode
	close(c.ending.done)
	c.ending = newEnding()
}

// release gives back networks and volumes.
func (s *Server) release(c *container) {
	for _, name := range c.networkNames() {
		s.leave(c, c.endpoints[name])
	}
	s.mountEvents(c, events.ActionUnmount)
}

func (c *container) restartsAfter(code int) bool {
	policy := c.host.RestartPolicy
	switch {
	case c.byHand:
		return false
	case policy.Name == "always", policy.Name == "unless-stopped":
		return true
	}
	return policy.Name == "on-failure" && code != 0 && (policy.MaximumRetryCount == 0 || c.restarts < policy.MaximumRetryCount)
}

// restartLater waits as the engine does: 100 ms, doubled every time up to a minute,
// and anew after a run of ten seconds.
func (s *Server) restartLater(c *container) {
	if c.finished.Sub(c.started) >= 10*time.Second || c.backoff == 0 {
		c.backoff = 50 * time.Millisecond
	}
	c.backoff = min(2*c.backoff, time.Minute)
	wait, run := c.backoff, c.ending
	s.running.Go(func() {
		s.sleep(wait)
		s.mu.Lock()
		defer s.mu.Unlock()
		if c.restarting && c.ending == run && s.ctx.Err() == nil {
			c.restarting = false
			if s.start(c) != nil {
				c.running = false
				c.end()
			}
		}
	})
}

// signal delivers one and tells of it; SIGKILL ends the run before it returns.
func (s *Server) signal(c *container, sig syscall.Signal) {
	s.containerEvent(c, events.ActionKill, "signal", strconv.Itoa(int(sig)))
	p := c.process
	if p == nil {
		return
	}
	if sig == syscall.SIGKILL {
		s.exited(c, p, 137)
		return
	}
	select {
	case p.signals <- sig:
	default: // a program that reads no signals has enough of them
	}
}
