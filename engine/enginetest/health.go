package enginetest

import (
	"cmp"
	"strings"
	"time"

	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
)

// watchHealth probes until the run ends; the first probe comes after one interval.
func (s *Server) watchHealth(c *container, p *Process) {
	for n := 0; ; n++ {
		s.mu.Lock()
		pause := s.probePause(c)
		s.mu.Unlock()
		select {
		case <-p.Killed:
			return
		case <-time.After(pause):
		}
		if !s.probe(c, p, n) {
			return
		}
	}
}

func (s *Server) probePause(c *container) time.Duration {
	check := c.config.Healthcheck
	interval := cmp.Or(check.Interval, 30*time.Second)
	if s.speaks("1.44") && c.health.Status == dcontainer.Starting && s.now().Sub(c.started) < check.StartPeriod {
		interval = cmp.Or(check.StartInterval, 5*time.Second)
	}
	return cmp.Or(s.behaviour(c).HealthEvery, interval)
}

// probe runs the n-th check and tells whether the run still goes on.
func (s *Server) probe(c *container, p *Process, n int) bool {
	s.mu.Lock()
	if c.process != p {
		s.mu.Unlock()
		return false
	}
	if c.paused {
		s.mu.Unlock()
		return true
	}
	scripted, x := s.behaviour(c).Health, s.addExec(c, dcontainer.ExecOptions{Cmd: healthCommand(c)})
	result, out := &dcontainer.HealthcheckResult{Start: s.now()}, &strings.Builder{}
	if words := c.missing(x.asked.Cmd[0], duringExec); words != "" && len(scripted) == 0 {
		defer s.mu.Unlock()
		s.failProbe(c, x, words)
		return true
	}
	s.startExec(x, strings.NewReader(""), out, out)
	s.mu.Unlock()
	s.finishProbe(x, scripted, n)
	s.mu.Lock()
	defer s.mu.Unlock()
	result.End = s.now()
	result.ExitCode, result.Output = *x.exitCode, out.String()
	if len(scripted) > 0 {
		result.Output = scripted[min(n, len(scripted)-1)].Output
	}
	s.forgetExec(x)
	if c.process != p {
		return false
	}
	s.judge(c, result)
	return true
}

// failProbe is a check whose program is not there.
func (s *Server) failProbe(c *container, x *execution, words string) {
	s.execEvent(x, "exec_start: "+execCommand(x.asked.Cmd))
	s.forgetExec(x)
	s.judge(c, &dcontainer.HealthcheckResult{Start: s.now(), End: s.now(), ExitCode: -1, Output: words})
}

// finishProbe runs the check, or takes the n-th scripted result for it.
func (s *Server) finishProbe(x *execution, scripted []Probe, n int) {
	if len(scripted) == 0 {
		s.finishExec(x)
		return
	}
	one := scripted[min(n, len(scripted)-1)]
	s.endExec(x, one.ExitCode)
}

// judge is the engine's rule: one success makes healthy, so many failures in a row
// unhealthy, and failures in the start period do not count while it is starting.
func (s *Server) judge(c *container, result *dcontainer.HealthcheckResult) {
	h, check, before := c.health, c.config.Healthcheck, c.health.Status
	h.Log = append(h.Log, result)
	h.Log = h.Log[max(0, len(h.Log)-5):]
	switch {
	case result.ExitCode == 0:
		h.FailingStreak, h.Status = 0, dcontainer.Healthy
	case before == dcontainer.Starting && result.Start.Sub(c.started) < check.StartPeriod:
	default:
		h.FailingStreak++
		if h.FailingStreak >= cmp.Or(check.Retries, 3) {
			h.Status = dcontainer.Unhealthy
		}
	}
	if h.Status != before {
		s.containerEvent(c, events.Action("health_status: "+h.Status))
	}
}

// healthCommand is what the check runs.
func healthCommand(c *container) []string {
	test := c.config.Healthcheck.Test
	switch test[0] {
	case "CMD":
		return test[1:]
	case "CMD-SHELL":
		return []string{"/bin/sh", "-c", strings.Join(test[1:], " ")}
	}
	return test
}

func (c *container) hasHealthcheck() bool {
	h := c.config.Healthcheck
	return h != nil && len(h.Test) > 0 && h.Test[0] != "NONE" && h.Test[0] != dcontainer.NoHealthcheck
}
