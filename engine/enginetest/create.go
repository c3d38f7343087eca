package enginetest

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/mount"
	"github.com/docker/go-connections/nat"
)

var validName = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_.-]+$`)

func (s *Server) containerCreate(r *request) (int, any, error) {
	var q dcontainer.CreateRequest
	if err := decodeRequired(r.Request, &q); err != nil {
		return 0, nil, err
	}
	if q.Config == nil {
		return 0, nil, badRequestf("config cannot be empty in order to create a container")
	}
	if q.HostConfig == nil {
		q.HostConfig = &dcontainer.HostConfig{}
	}
	if err := s.checkCreate(q); err != nil {
		return 0, nil, err
	}
	c := &container{
		id: s.id(), created: s.now(), config: q.Config, host: q.HostConfig,
		files: map[string]storedFile{}, ending: newEnding(), gone: make(chan struct{}),
	}
	if err := s.takeImage(c); err != nil {
		return 0, nil, err
	}
	if err := s.takeName(c, r.FormValue("name")); err != nil {
		return 0, nil, err
	}
	if err := s.checkLinks(c); err != nil {
		return 0, nil, err
	}
	if err := s.takeMounts(c); err != nil {
		s.containerEvent(c, events.ActionDestroy)
		return 0, nil, badRequestf("%v", err)
	}
	c.setDefaults(s)
	c.endpoints = firstEndpoints(q)
	s.keepMACs(c, c.endpoints)
	s.containers[c.id] = c
	s.containerEvent(c, events.ActionCreate)
	return http.StatusCreated, dcontainer.CreateResponse{ID: c.id, Warnings: []string{}}, nil
}

// checkCreate looks at what can be wrong without looking at the store.
func (s *Server) checkCreate(q dcontainer.CreateRequest) error {
	policy := q.HostConfig.RestartPolicy
	switch policy.Name {
	case "", "no", "always", "unless-stopped", "on-failure":
	default:
		return badRequestf("invalid restart policy '%s'", policy.Name)
	}
	if policy.MaximumRetryCount != 0 && policy.Name != "on-failure" {
		return badRequestf("maximum retry count cannot be used with restart policy '%s'", policy.Name)
	}
	if q.HostConfig.AutoRemove && policy.Name != "" && policy.Name != "no" {
		return badRequestf("can't create 'AutoRemove' container with restart policy")
	}
	for _, bindings := range q.HostConfig.PortBindings {
		for _, b := range bindings {
			if _, _, err := nat.ParsePortRangeToInt(orZero(b.HostPort)); err != nil {
				return badRequestf("invalid port specification: %q", b.HostPort)
			}
		}
	}
	for _, m := range q.HostConfig.Mounts {
		if m.Type == mount.TypeBind && !s.onHost(m.Source) && (m.BindOptions == nil || !m.BindOptions.CreateMountpoint) {
			return badRequestf("invalid mount config for type \"bind\": bind source path does not exist: %s", m.Source)
		}
	}
	if q.NetworkingConfig != nil && len(q.NetworkingConfig.EndpointsConfig) > 1 && !s.speaks("1.44") {
		names := slices.Sorted(maps.Keys(q.NetworkingConfig.EndpointsConfig))
		return badRequestf("Container cannot be connected to network endpoints: %s", strings.Join(names, ", "))
	}
	return nil
}

func orZero(port string) string {
	if port == "" {
		return "0"
	}
	return port
}

// takeImage finds the image and merges its configuration under the container's own.
func (s *Server) takeImage(c *container) error {
	if c.config.Image != "" {
		found, err := s.findImage(c.config.Image)
		if err != nil {
			return err
		}
		c.image = found
		found.config.mergeInto(c.config)
	}
	if command := c.command(); len(command) == 0 || len(command) == 1 && command[0] == "" {
		return badRequestf("No command specified")
	}
	return nil
}

func (s *Server) takeName(c *container, name string) error {
	if name == "" {
		c.name = "test_" + c.id[:8]
		return nil
	}
	name = strings.TrimPrefix(name, "/")
	if !validName.MatchString(name) {
		return badRequestf("Invalid container name (%s), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed", name)
	}
	if err := s.nameFree(name); err != nil {
		return err
	}
	c.name = name
	return nil
}

func (s *Server) nameFree(name string) error {
	if other := s.named(name); other != nil {
		return conflictf("Conflict. The container name \"/%s\" is already in use by container \"%s\". You have to remove (or rename) that container to be able to reuse that name.", name, other.id)
	}
	return nil
}
