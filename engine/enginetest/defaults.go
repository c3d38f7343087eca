package enginetest

import (
	"os"

	dcontainer "github.com/docker/docker/api/types/container"
	dnetwork "github.com/docker/docker/api/types/network"
)

// setDefaults fills what the engine fills.
func (c *container) setDefaults(s *Server) {
	h := c.host
	if h.NetworkMode == "" {
		h.NetworkMode = "default"
	}
	switch {
	case c.config.Hostname != "":
	case h.NetworkMode.IsHost():
		c.config.Hostname, _ = os.Hostname()
	default:
		c.config.Hostname = short(c.id)
	}
	c.config.Env = orNone(c.config.Env)
	if h.LogConfig.Type == "" {
		h.LogConfig.Type = "json-file"
	}
	h.LogConfig.Config = orEmpty(h.LogConfig.Config)
	if h.ShmSize == 0 {
		h.ShmSize = 64 << 20
	}
	if h.IpcMode == "" {
		h.IpcMode = "private"
	}
	if h.CgroupnsMode == "" {
		h.CgroupnsMode = "host"
	}
	if h.Runtime == "" {
		h.Runtime = "runc"
	}
	if h.OomKillDisable == nil {
		h.OomKillDisable = new(bool)
	}
	if h.MaskedPaths == nil && !h.Privileged {
		h.MaskedPaths, h.ReadonlyPaths = maskedPaths, readonlyPaths
	}
}

// firstEndpoints are those of the request, and the network mode's where it is not among them.
func firstEndpoints(q dcontainer.CreateRequest) map[string]*dnetwork.EndpointSettings {
	endpoints := map[string]*dnetwork.EndpointSettings{}
	mode := defaultIsBridge(string(q.HostConfig.NetworkMode))
	if q.HostConfig.NetworkMode.IsContainer() {
		return endpoints
	}
	if q.NetworkingConfig != nil {
		for name, e := range q.NetworkingConfig.EndpointsConfig {
			if e == nil {
				e = &dnetwork.EndpointSettings{}
			}
			endpoints[defaultIsBridge(name)] = e
		}
	}
	if endpoints[mode] == nil {
		endpoints[mode] = &dnetwork.EndpointSettings{}
	}
	return endpoints
}

var maskedPaths = []string{
	"/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list",
	"/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware",
}

var readonlyPaths = []string{"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"}

func defaultIsBridge(network string) string {
	if network == "default" {
		return "bridge"
	}
	return network
}
