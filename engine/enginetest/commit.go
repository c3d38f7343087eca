package enginetest

import (
	"net/http"
	"slices"
	"strings"

	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
)

// containerCommit answers POST /commit: an image of the container's
// configuration, with the changes applied. Files are not kept.
func (s *Server) containerCommit(r *request) (int, any, error) {
	c, err := s.find(r.FormValue("container"))
	if err != nil {
		return 0, nil, err
	}
	made := c.image.child()
	made.id, made.parent, made.created = "sha256:"+s.id(), c.image.id, s.now()
	made.config.Cmd, made.config.Env, made.config.Labels = c.config.Cmd, c.config.Env, clone(orEmpty(c.config.Labels))
	steps, err := parseDockerfile("Dockerfile", "FROM scratch\n"+strings.Join(r.URL.Query()["changes"], "\n"), "")
	if err != nil {
		return 0, nil, badRequestf("%v", err)
	}
	b := &builder{s: s, env: map[string]string{}}
	for _, step := range steps[1:] {
		if !slices.Contains(changes, step.name) {
			return 0, nil, badRequestf("%s is not a valid change command", strings.ToLower(step.name))
		}
		b.configure(made, step)
	}
	if c.running && !c.paused && (r.FormValue("pause") == "" || r.flag("pause")) {
		s.containerEvent(c, events.ActionPause)
		defer s.containerEvent(c, events.ActionUnPause)
	}
	s.keep(made)
	if repo := r.FormValue("repo"); repo != "" {
		name := repo + ":" + or(r.FormValue("tag"), "latest")
		if err := checkReference(name); err != nil {
			return 0, nil, err
		}
		s.tag(made, familiar(name))
	}
	s.containerEvent(c, events.ActionCommit, "comment", r.FormValue("comment"))
	return http.StatusCreated, dcontainer.CommitResponse{ID: made.id}, nil
}

// changes is the instructions that commit takes.
var changes = []string{"CMD", "ENTRYPOINT", "ENV", "EXPOSE", "LABEL", "ONBUILD", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR", "HEALTHCHECK"}

// containerExport answers GET /containers/{}/export with all files that a container has.
func containerExport(s *Server, w http.ResponseWriter, r *request) error {
	c, err := s.lookup(r.args[0])
	if err != nil {
		return err
	}
	defer s.mu.Unlock()
	packed, err := s.pack(c, "/", ".")
	if err != nil {
		return err
	}
	s.containerEvent(c, events.ActionExport)
	w.Header().Set("Content-Type", "application/octet-stream")
	_, err = w.Write(packed)
	return err
}
