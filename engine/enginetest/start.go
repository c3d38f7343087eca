package enginetest

import (
	"errors"
	"net/http"
	"slices"

	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
)

func (s *Server) containerStart(r *request) (int, any, error) {
	c, err := s.find(r.args[0])
	if err != nil {
		return 0, nil, err
	}
	switch {
	case c.paused:
		return 0, nil, conflictf("cannot start a paused container, try unpause instead")
	case c.running:
		return 0, nil, errNotModified
	}
	c.restarts, c.byHand, c.backoff = 0, false, 0
	return http.StatusNoContent, nil, s.start(c)
}

// start takes networks, ports and volumes and launches the program. On failure the
// container keeps the words and the exit code of it.
func (s *Server) start(c *container) error {
	if err := s.take(c); err != nil {
		s.release(c)
		c.ports, c.problem = nil, err.Error()
		if c.exitCode == 0 {
			c.exitCode = 128
		}
		if errors.Is(err, errNoProgram) {
			c.exitCode = 127
		}
		if c.host.AutoRemove {
			s.remove(c, true)
		}
		return err
	}
	c.running, c.started, c.exitCode, c.problem, c.byHand = true, s.now(), 0, "", false
	c.health = nil
	if c.hasHealthcheck() {
		c.health = &dcontainer.Health{Status: dcontainer.Starting, Log: []*dcontainer.HealthcheckResult{}}
	}
	c.logs.begin()
	s.launch(c)
	s.containerEvent(c, events.ActionStart)
	return nil
}

func (s *Server) take(c *container) error {
	if err := s.checkSharedNetwork(c); err != nil {
		return err
	}
	c.sandbox = s.id()
	for i, name := range c.startOrder() {
		e := c.endpoints[name]
		n, err := s.networkOf(name, e.NetworkID)
		if err != nil {
			return err
		}
		if err := s.join(c, n, e); err != nil {
			return err
		}
		if i == 0 && n.four.subnet.IsValid() {
			if err := s.publish(c, e.EndpointID); err != nil {
				return err
			}
		}
		if name != n.Name {
			delete(c.endpoints, name)
			c.endpoints[n.Name] = e
		}
		s.networkEvent(n, events.ActionConnect, c.id)
	}
	s.mountEvents(c, events.ActionMount)
	words := or(s.behaviour(c).StartError, c.missing(c.command()[0], duringStart))
	if words != "" {
		return &apiError{http.StatusBadRequest, words, errNoProgram}
	}
	return nil
}

// errNoProgram marks a start that failed for want of the program.
var errNoProgram = errors.New("no such program")

// networkOf finds a network by the id of the last run, else by its name.
func (s *Server) networkOf(name, id string) (*network, error) {
	if id != "" && s.networks[id] == nil {
		return nil, notFoundf("network %s not found", id)
	}
	if id != "" {
		return s.networks[id], nil
	}
	return s.findNetwork(name)
}

// startOrder puts the network of the network mode first.
func (c *container) startOrder() []string {
	names, first := c.networkNames(), defaultIsBridge(string(c.host.NetworkMode))
	if i := slices.Index(names, first); i > 0 {
		names = slices.Insert(slices.Delete(names, i, i+1), 0, first)
	}
	return names
}

func (s *Server) checkSharedNetwork(c *container) error {
	if !c.host.NetworkMode.IsContainer() {
		return nil
	}
	other, err := s.find(c.host.NetworkMode.ConnectedContainer())
	if err != nil {
		return err
	}
	if !other.running {
		return conflictf("cannot join network of a non running container: %s", other.id)
	}
	return nil
}
