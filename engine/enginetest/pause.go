package enginetest

import (
	"net/http"

	"github.com/docker/docker/api/types/events"
)

func (s *Server) containerPause(r *request) (int, any, error) {
	c, err := s.find(r.args[0])
	switch {
	case err != nil:
		return 0, nil, err
	case !c.running:
		return 0, nil, conflictf("Container %s is not running", c.id)
	case c.paused:
		return 0, nil, conflictf("Container %s is already paused", c.id)
	case c.restarting:
		return 0, nil, conflictf("Container %s is restarting, wait until the container is running", c.id)
	}
	c.paused = true
	s.containerEvent(c, events.ActionPause)
	return http.StatusNoContent, nil, nil
}

func (s *Server) containerUnpause(r *request) (int, any, error) {
	c, err := s.find(r.args[0])
	if err != nil {
		return 0, nil, err
	}
	if !c.paused {
		return 0, nil, failf(http.StatusInternalServerError, "Container %s is not paused", c.id)
	}
	s.resume(c)
	return http.StatusNoContent, nil, nil
}

func (s *Server) containerRename(r *request) (int, any, error) {
	c, err := s.find(r.args[0])
	if err != nil {
		return 0, nil, err
	}
	name, old := r.FormValue("name"), c.name
	switch {
	case name == "":
		return 0, nil, badRequestf("Neither old nor new names may be empty")
	case name == old:
		return 0, nil, badRequestf("Renaming a container with the same name as its current name")
	case !validName.MatchString(name):
		return 0, nil, badRequestf("Error when allocating new name: Invalid container name (/%s), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed", name)
	}
	if err := s.nameFree(name); err != nil {
		return 0, nil, conflictf("Error when allocating new name: %s", err)
	}
	c.name = name
	s.containerEvent(c, events.ActionRename, "oldName", "/"+old)
	return http.StatusNoContent, nil, nil
}
