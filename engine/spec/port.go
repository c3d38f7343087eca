package spec

import (
	"fmt"
	"strings"

	"github.com/docker/go-connections/nat"

	"gocompose/compose"
)

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
