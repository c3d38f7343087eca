package enginetest

import (
	"net/http"
	"time"

	dcontainer "github.com/docker/docker/api/types/container"
	dnetwork "github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/storage"
	"github.com/docker/go-connections/nat"
)

func (s *Server) containerInspect(r *request) (int, any, error) {
	c, err := s.find(r.args[0])
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.inspect(), nil
}

func (c *container) inspect() dcontainer.InspectResponse {
	base := &dcontainer.ContainerJSONBase{
		ID: c.id, Name: "/" + c.name, Created: c.created.Format(time.RFC3339Nano), State: c.state(),
		RestartCount: c.restarts, Driver: "overlay2", Platform: "linux", HostConfig: c.host, ExecIDs: c.execs,
		GraphDriver: storage.DriverData{Name: "overlay2"},
	}
	command := c.command()
	base.Path, base.Args = command[0], orNone(command[1:])
	if c.image != nil {
		base.Image = c.image.id
	}
	if !c.started.IsZero() {
		folder := "/var/lib/docker/containers/" + c.id + "/"
		base.ResolvConfPath, base.HostnamePath, base.HostsPath = folder+"resolv.conf", folder+"hostname", folder+"hosts"
		base.LogPath = folder + c.id + "-json.log"
	}
	return dcontainer.InspectResponse{ContainerJSONBase: base, Config: c.config, Mounts: c.mountPoints(), NetworkSettings: c.networkSettings()}
}

func (c *container) state() *dcontainer.State {
	state := &dcontainer.State{
		Status: c.status(), Running: c.running, Paused: c.paused, Restarting: c.restarting, ExitCode: c.exitCode, Error: c.problem,
		StartedAt: c.started.Format(time.RFC3339Nano), FinishedAt: c.finished.Format(time.RFC3339Nano),
	}
	if c.process != nil {
		state.Pid = c.process.pid
	}
	if c.health != nil {
		health := *c.health
		state.Health = &health
	}
	return state
}

func (c *container) mountPoints() []dcontainer.MountPoint {
	points := []dcontainer.MountPoint{}
	for _, m := range c.mounts {
		points = append(points, m.MountPoint)
	}
	return points
}

func (c *container) networkSettings() *dcontainer.NetworkSettings {
	settings := &dcontainer.NetworkSettings{Networks: c.endpoints}
	settings.Ports = nat.PortMap{}
	if c.sandbox != "" {
		settings.SandboxID, settings.SandboxKey = c.sandbox, "/var/run/docker/netns/"+short(c.sandbox)
		if c.host.NetworkMode.IsHost() {
			settings.SandboxKey = "/var/run/docker/netns/default"
		}
	}
	if c.ports != nil {
		settings.Ports = c.ports
	}
	if e := c.endpoints["bridge"]; e != nil {
		settings.DefaultNetworkSettings = defaultNetwork(e)
	}
	return settings
}

// defaultNetwork repeats the endpoint on the bridge network at the top, for old clients.
func defaultNetwork(e *dnetwork.EndpointSettings) dcontainer.DefaultNetworkSettings {
	return dcontainer.DefaultNetworkSettings{
		EndpointID: e.EndpointID, Gateway: e.Gateway, IPAddress: e.IPAddress, IPPrefixLen: e.IPPrefixLen, MacAddress: e.MacAddress,
	}
}

// Containers gives what inspecting every container, running or not, would; newest first.
func (s *Server) Containers() []dcontainer.InspectResponse {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []dcontainer.InspectResponse
	for _, c := range s.sorted() {
		all = append(all, clone(c.inspect()))
	}
	return all
}
