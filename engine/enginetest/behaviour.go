package enginetest

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// Behaviour is what a started container does. The zero Behaviour keeps running
// until its stop signal and then exits with 0; where the container has a health
// check, every probe succeeds.
type Behaviour struct {
	Logs        []Line        // printed in order right after the start
	Exit        *Exit         // nil keeps running
	StopCode    int           // exit code after a signal other than SIGKILL
	Deaf        bool          // heeds no signal but SIGKILL, so a stop takes its whole time-out
	StartError  string        // the start fails with 400, these words and exit code 127, as for a missing program
	Health      []Probe       // results of the health check one after another, the last one for ever
	HealthEvery time.Duration // pause before each probe; the health check's own interval where 0

	Program func(*Process) int // in place of Logs, Exit, StopCode and Deaf; gives the exit code
	Exec    func(*Process) int // what exec and health checks run; nil exits with 0 at once
}

// Line is one line of output.
type Line struct {
	Text   string // without the new line
	Stderr bool
	After  time.Duration // waited before it
}

// Exit ends a container by itself.
type Exit struct {
	Code  int
	After time.Duration // after the last line
}

// Probe is one result of a health check: 0 is success.
type Probe struct {
	ExitCode int
	Output   string
}

// Process is one run of a container's command, or one exec in it.
type Process struct {
	Args    []string // entrypoint and command
	Env     []string // KEY=VALUE
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Signals <-chan syscall.Signal // all but SIGKILL
	Killed  <-chan struct{}       // closed by SIGKILL; what the program gives after that is not used

	server    *Server
	container *container
	pid       int
	signals   chan syscall.Signal
	kill      func()
}

type behaviourRule struct {
	pattern *regexp.Regexp
	Behaviour
}

// Behave sets what containers do whose name or image reference is the pattern, in
// which * is any text. The latest fitting rule counts, from the next start or probe on.
func (s *Server) Behave(pattern string, b Behaviour) {
	expr := "^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*") + "$"
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behaviours = append(s.behaviours, behaviourRule{regexp.MustCompile(expr), b})
}

// behaviour is the latest rule that fits the name of the container, of its image
// or of one that this was built on.
func (s *Server) behaviour(c *container) Behaviour {
	names := []string{c.name, c.config.Image}
	for i := c.image; i != nil; i = s.images[i.parent] {
		names = append(names, i.tags...)
	}
	for i := len(s.behaviours) - 1; i >= 0; i-- {
		for _, name := range names {
			if s.behaviours[i].pattern.MatchString(name) {
				return s.behaviours[i].Behaviour
			}
		}
	}
	return Behaviour{}
}

func (b Behaviour) program() func(*Process) int {
	if b.Program != nil {
		return b.Program
	}
	return b.run
}

func (b Behaviour) run(p *Process) int {
	for _, line := range b.Logs {
		if sig := b.pause(p, time.After(line.After)); sig {
			return b.StopCode
		}
		out := p.Stdout
		if line.Stderr {
			out = p.Stderr
		}
		fmt.Fprintln(out, line.Text)
	}
	var end <-chan time.Time
	if b.Exit != nil {
		end = time.After(b.Exit.After)
	}
	if b.pause(p, end) {
		return b.StopCode
	}
	if b.Exit == nil {
		return 0
	}
	return b.Exit.Code
}

// pause waits until the timer fires, and tells whether a signal ended it before.
func (b Behaviour) pause(p *Process, timer <-chan time.Time) bool {
	for {
		select {
		case <-timer:
			return false
		case <-p.Killed:
			return true
		case <-p.Signals:
			if !b.Deaf {
				return true
			}
		}
	}
}
