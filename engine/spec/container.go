package spec

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/strslice"
	"github.com/docker/go-connections/nat"

	"gocompose/compose"
)

// Container gives the create request of one container of a service. Its
// Config, HostConfig and NetworkingConfig are never nil.
func Container(p *compose.Project, s *compose.Service, in Instance) container.CreateRequest {
	endpoints := endpoints(p, s, in.Name)
	host := hostConfig(p, s, in)
	if keys := NetworkOrder(s); len(keys) > 0 {
		host.NetworkMode = container.NetworkMode(p.Networks[keys[0]].Name)
		if in.OneEndpoint {
			endpoints = map[string]*network.EndpointSettings{string(host.NetworkMode): endpoints[string(host.NetworkMode)]}
		}
	}
	return container.CreateRequest{
		Config:           config(p, s, in),
		HostConfig:       host,
		NetworkingConfig: &network.NetworkingConfig{EndpointsConfig: endpoints},
	}
}

func config(p *compose.Project, s *compose.Service, in Instance) *container.Config {
	c := &container.Config{
		Hostname:     s.Hostname,
		User:         s.User,
		ExposedPorts: exposedPorts(s),
		Tty:          s.TTY,
		OpenStdin:    s.StdinOpen,
		AttachStdout: true,
		AttachStderr: true,
		Env:          environment(s),
		Cmd:          strslice.StrSlice(s.Command),
		Entrypoint:   strslice.StrSlice(s.Entrypoint),
		Image:        p.ImageName(s),
		WorkingDir:   s.WorkingDir,
		StopSignal:   s.StopSignal,
		Healthcheck:  healthcheck(s.Healthcheck),
		Labels:       containerLabels(p, s, in),
	}
	if s.StopGracePeriod != nil {
		seconds := int(time.Duration(*s.StopGracePeriod).Round(time.Second).Seconds())
		c.StopTimeout = &seconds
	}
	return c
}

func hostConfig(p *compose.Project, s *compose.Service, in Instance) *container.HostConfig {
	h := &container.HostConfig{
		CapAdd:         strslice.StrSlice(s.CapAdd),
		CapDrop:        strslice.StrSlice(s.CapDrop),
		ExtraHosts:     s.ExtraHosts.List(":"),
		Init:           s.Init,
		Privileged:     s.Privileged,
		ReadonlyRootfs: s.ReadOnly,
		RestartPolicy:  restartPolicy(s.Restart),
		PortBindings:   portBindings(s),
		Tmpfs:          tmpfs(s),
	}
	h.Binds, h.Mounts = mounts(p, s, in.Anonymous)
	return h
}

// environment gives "KEY=value" sorted by key; a KEY alone unsets the image's.
func environment(s *compose.Service) []string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(s.Environment)) {
		if value := s.Environment[key]; value != nil {
			key += "=" + *value
		}
		out = append(out, key)
	}
	return out
}

// restartPolicy reads no, always, unless-stopped and on-failure[:N], which the loader has checked.
func restartPolicy(restart string) container.RestartPolicy {
	name, attempts, _ := strings.Cut(restart, ":")
	n, _ := strconv.Atoi(attempts)
	return container.RestartPolicy{Name: container.RestartPolicyMode(name), MaximumRetryCount: n}
}

func healthcheck(h *compose.Healthcheck) *container.HealthConfig {
	if h == nil {
		return nil
	}
	if h.Disable {
		return &container.HealthConfig{Test: []string{"NONE"}}
	}
	out := &container.HealthConfig{
		Test:          h.Test,
		Interval:      duration(h.Interval),
		Timeout:       duration(h.Timeout),
		StartPeriod:   duration(h.StartPeriod),
		StartInterval: duration(h.StartInterval),
	}
	if h.Retries != nil {
		out.Retries = int(*h.Retries)
	}
	return out
}

func duration(d *compose.Duration) time.Duration {
	if d == nil {
		return 0
	}
	return time.Duration(*d)
}

func exposedPorts(s *compose.Service) nat.PortSet {
	out := nat.PortSet{}
	for _, e := range s.Expose {
		port, protocol, ok := strings.Cut(e, "/")
		if !ok {
			protocol = "tcp"
		}
		first, last, err := nat.ParsePortRange(port)
		for n := first; err == nil && n <= last; n++ {
			out[nat.Port(fmt.Sprintf("%d/%s", n, protocol))] = struct{}{}
		}
	}
	for _, port := range s.Ports {
		out[natPort(port)] = struct{}{}
	}
	return out
}

func portBindings(s *compose.Service) nat.PortMap {
	out := nat.PortMap{}
	for _, port := range s.Ports {
		key := natPort(port)
		out[key] = append(out[key], nat.PortBinding{HostIP: port.HostIP, HostPort: port.Published})
	}
	return out
}

func natPort(p compose.Port) nat.Port {
	return nat.Port(fmt.Sprintf("%d/%s", p.Target, p.Protocol))
}

func tmpfs(s *compose.Service) map[string]string {
	out := make(map[string]string, len(s.Tmpfs))
	for _, t := range s.Tmpfs {
		path, options, _ := strings.Cut(t, ":")
		out[path] = options
	}
	return out
}
