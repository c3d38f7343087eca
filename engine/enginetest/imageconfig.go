package enginetest

import (
	"maps"
	"slices"
	"strings"

	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/go-connections/nat"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// imageConfig is an image's part of a container's configuration.
type imageConfig dockerspec.DockerOCIImageConfig

func newImageConfig(i Image) imageConfig {
	if len(i.Entrypoint) == 0 && len(i.Cmd) == 0 {
		i.Cmd = []string{"/app"}
	}
	c := imageConfig{ImageConfig: ocispec.ImageConfig{
		Entrypoint: i.Entrypoint, Cmd: i.Cmd, Env: i.Env, Labels: i.Labels, User: i.User, WorkingDir: i.WorkingDir, StopSignal: i.StopSignal,
	}}
	c.Healthcheck = i.Healthcheck
	for _, port := range i.Exposed {
		if c.ExposedPorts == nil {
			c.ExposedPorts = map[string]struct{}{}
		}
		c.ExposedPorts[port] = struct{}{}
	}
	for _, volume := range i.Volumes {
		if c.Volumes == nil {
			c.Volumes = map[string]struct{}{}
		}
		c.Volumes[volume] = struct{}{}
	}
	return c
}

// mergeInto fills what the container leaves open, as the engine's create does: a
// command of its own or an entrypoint of its own hides the image's command.
func (i imageConfig) mergeInto(c *dcontainer.Config) {
	for port := range i.ExposedPorts {
		if c.ExposedPorts == nil {
			c.ExposedPorts = nat.PortSet{}
		}
		c.ExposedPorts[nat.Port(port)] = struct{}{}
	}
	for volume := range i.Volumes {
		if c.Volumes == nil {
			c.Volumes = map[string]struct{}{}
		}
		c.Volumes[volume] = struct{}{}
	}
	c.Env = mergeEnv(i.Env, c.Env)
	labels := maps.Clone(orEmpty(i.Labels))
	maps.Copy(labels, c.Labels)
	c.Labels = labels
	if len(c.Entrypoint) == 0 && c.Entrypoint == nil {
		if len(c.Cmd) == 0 {
			c.Cmd = i.Cmd
		}
		c.Entrypoint = i.Entrypoint
	}
	if c.Healthcheck == nil {
		c.Healthcheck = i.Healthcheck
	} else if i.Healthcheck != nil {
		mergeHealthcheck(c.Healthcheck, i.Healthcheck)
	}
	c.User, c.WorkingDir, c.StopSignal = or(c.User, i.User), or(c.WorkingDir, i.WorkingDir), or(c.StopSignal, i.StopSignal)
}

func or(own, unset string) string {
	if own == "" {
		return unset
	}
	return own
}

// mergeEnv puts the image's variables that the container does not set after its own.
func mergeEnv(image, own []string) []string {
	for _, variable := range image {
		key, _, _ := strings.Cut(variable, "=")
		if !slices.ContainsFunc(own, func(o string) bool { k, _, _ := strings.Cut(o, "="); return k == key }) {
			own = append(own, variable)
		}
	}
	return own
}

func mergeHealthcheck(own, image *dcontainer.HealthConfig) {
	if len(own.Test) == 0 {
		own.Test = image.Test
	}
	if own.Interval == 0 {
		own.Interval = image.Interval
	}
	if own.Timeout == 0 {
		own.Timeout = image.Timeout
	}
	if own.StartPeriod == 0 {
		own.StartPeriod = image.StartPeriod
	}
	if own.Retries == 0 {
		own.Retries = image.Retries
	}
}
