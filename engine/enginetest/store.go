package enginetest

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// id makes 64 hexadecimal digits: random, or from the seed and a counter.
func (s *Server) id() string {
	if s.options.Seed == "" {
		var b [32]byte
		rand.Read(b[:])
		return hex.EncodeToString(b[:])
	}
	s.counter++
	return digest(fmt.Sprintf("%s %d", s.options.Seed, s.counter))
}

// freshID is id for those who do not hold the lock.
func (s *Server) freshID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.id()
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// sleep waits for d or for the end of the server.
func (s *Server) sleep(d time.Duration) {
	if d <= 0 {
		return
	}
	select {
	case <-time.After(d):
	case <-s.ctx.Done():
	}
}

// find looks a container up as the engine does: full id, name, then a prefix of one id.
func (s *Server) find(ref string) (*container, error) {
	if c := s.containers[ref]; c != nil {
		return c, nil
	}
	if c := s.named(ref); c != nil {
		return c, nil
	}
	var found []*container
	for id, c := range s.containers {
		if isHex.MatchString(ref) && strings.HasPrefix(id, ref) {
			found = append(found, c)
		}
	}
	switch len(found) {
	case 0:
		return nil, notFoundf("No such container: %s", ref)
	case 1:
		return found[0], nil
	}
	return nil, badRequestf("Multiple IDs found with provided prefix: %s", ref)
}

var isHex = regexp.MustCompile("^[0-9a-f]+$")

func (s *Server) named(name string) *container {
	name = strings.TrimPrefix(name, "/")
	for _, c := range s.containers {
		if c.name == name {
			return c
		}
	}
	return nil
}

func short(id string) string { return strings.TrimPrefix(id, "sha256:")[:12] }

func trimSIG(name string) string { return strings.TrimPrefix(strings.ToUpper(name), "SIG") }

var signals = map[string]syscall.Signal{
	"HUP": syscall.SIGHUP, "INT": syscall.SIGINT, "QUIT": syscall.SIGQUIT, "KILL": syscall.SIGKILL,
	"USR1": syscall.SIGUSR1, "USR2": syscall.SIGUSR2, "TERM": syscall.SIGTERM, "WINCH": syscall.SIGWINCH,
	"STOP": syscall.SIGSTOP, "CONT": syscall.SIGCONT, "ABRT": syscall.SIGABRT, "PIPE": syscall.SIGPIPE, "ALRM": syscall.SIGALRM,
}
