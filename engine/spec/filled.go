package spec

import (
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
)

// Filled gives, in the form of Describe, what a container has of its image and
// of the engine where its request says nothing.
func Filled(seen container.InspectResponse, made image.InspectResponse) map[string]string {
	h := seen.HostConfig
	host := container.HostConfig{ShmSize: 64 << 20, IpcMode: "private", LogConfig: h.LogConfig, Runtime: h.Runtime, CgroupnsMode: h.CgroupnsMode}
	host.MemorySwap = 2 * h.Memory
	if h.IpcMode.IsShareable() { // one of the two, as the engine is set up
		host.IpcMode = h.IpcMode
	}
	if _, attached := seen.NetworkSettings.Networks[string(h.NetworkMode)]; attached {
		host.NetworkMode = h.NetworkMode // whichever of its networks the tool took first
	}
	config := imageConfig(made)
	config.Hostname = seen.ID[:12]
	if h.NetworkMode.IsHost() || h.NetworkMode.IsContainer() || h.UTSMode.IsHost() {
		config.Hostname = seen.Config.Hostname // that of the host or of the other container
	}
	return Describe(config, &host)
}

// imageConfig gives an image's configuration as a container's; that of an image
// which is gone is empty.
func imageConfig(made image.InspectResponse) *container.Config {
	c := made.Config
	if c == nil {
		return &container.Config{}
	}
	out := &container.Config{
		User: c.User, Env: c.Env, Cmd: c.Cmd, Entrypoint: c.Entrypoint, WorkingDir: c.WorkingDir,
		Labels: c.Labels, StopSignal: c.StopSignal,
	}
	out.Healthcheck = c.Healthcheck
	return out
}
