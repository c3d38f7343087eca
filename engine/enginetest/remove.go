package enginetest

import (
	"net/http"
	"strings"
	"syscall"

	"github.com/docker/docker/api/types/events"
)

func containerRemove(s *Server, w http.ResponseWriter, r *request) error {
	c, err := s.lookup(r.args[0])
	if err != nil {
		return err
	}
	defer s.mu.Unlock()
	if c.running {
		if !r.flag("force") {
			procedure := "Stop the container before attempting removal or force remove"
			if c.paused {
				procedure = "Unpause and then " + strings.ToLower(procedure)
			}
			return conflictf("You cannot remove a %s container %s. %s", c.status(), c.id, procedure)
		}
		s.killToRemove(c)
	}
	s.remove(c, r.flag("v"))
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Server) killToRemove(c *container) {
	c.byHand = true
	if c.restarting {
		c.restarting, c.running = false, false
		c.end()
		return
	}
	s.signal(c, syscall.SIGKILL)
}

// remove forgets the container; with its volumes, those go that were made for it alone.
func (s *Server) remove(c *container, volumes bool) {
	if s.containers[c.id] == nil {
		return
	}
	delete(s.containers, c.id)
	close(c.gone)
	if volumes {
		for _, m := range c.mounts {
			if v := s.volumes[m.Name]; v != nil && m.anonymous && len(s.usersOf(m.Name)) == 0 {
				delete(s.volumes, m.Name)
				s.volumeEvent(v, events.ActionDestroy)
			}
		}
	}
	s.containerEvent(c, events.ActionDestroy)
}
