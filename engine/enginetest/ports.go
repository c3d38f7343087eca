package enginetest

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/docker/go-connections/nat"
)

// HoldPorts makes host ports look taken by a program outside of the engine.
func (s *Server) HoldPorts(ports ...int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, port := range ports {
		s.held[port] = true
	}
}

// publish binds what is exposed and has bindings; bindings of ports that are not
// exposed are left out, as the engine does.
func (s *Server) publish(c *container, endpoint string) error {
	c.ports = nat.PortMap{}
	exposed := map[string]nat.PortBinding{}
	for port := range c.config.ExposedPorts {
		exposed[string(port)] = nat.PortBinding{}
	}
	for _, key := range sortedKeys(exposed) {
		port := nat.Port(key)
		bindings := c.host.PortBindings[port]
		if len(bindings) == 0 && c.host.PublishAllPorts {
			bindings = []nat.PortBinding{{}}
		}
		c.ports[port] = nil
		for _, b := range bindings {
			bound, err := s.bind(port.Proto(), b)
			if err != nil {
				return fmt.Errorf("driver failed programming external connectivity on endpoint %s (%s): %w", c.name, endpoint, err)
			}
			c.ports[port] = append(c.ports[port], bound...)
		}
	}
	return nil
}

// bind gives the addresses bound: both families where no address was asked for.
func (s *Server) bind(proto string, b nat.PortBinding) ([]nat.PortBinding, error) {
	ip := b.HostIP
	if ip == "" {
		ip = "0.0.0.0"
	}
	port, err := s.choosePort(proto, ip, b.HostPort)
	if err != nil {
		return nil, err
	}
	bound := []nat.PortBinding{{HostIP: ip, HostPort: strconv.Itoa(port)}}
	if b.HostIP == "" {
		bound = append(bound, nat.PortBinding{HostIP: "::", HostPort: strconv.Itoa(port)})
	}
	return bound, nil
}

// choosePort takes the port asked for, the first free one of a range, or one of 32768 and up.
func (s *Server) choosePort(proto, ip, asked string) (int, error) {
	first, last, err := nat.ParsePortRangeToInt(orZero(asked))
	if err != nil {
		return 0, badRequestf("invalid port specification: %q", asked)
	}
	if first == 0 {
		first, last = 32768, 60999
	}
	for port := first; port <= last; port++ {
		if err = s.portFree(proto, ip, port); err == nil {
			return port, nil
		}
	}
	if first != last {
		return 0, fmt.Errorf("Bind for %s:%d failed: port is already allocated", ip, first)
	}
	return 0, err
}

func (s *Server) portFree(proto, ip string, port int) error {
	inUse := fmt.Errorf("Error starting userland proxy: listen %s4 %s:%d: bind: address already in use", proto, ip, port)
	if s.held[port] {
		return inUse
	}
	for _, c := range s.containers {
		for other, bindings := range c.ports {
			for _, b := range bindings {
				if other.Proto() != proto || b.HostPort != strconv.Itoa(port) {
					continue
				}
				if b.HostIP == ip {
					return fmt.Errorf("Bind for %s:%d failed: port is already allocated", ip, port)
				}
				if slices.Contains([]string{b.HostIP, ip}, "0.0.0.0") && b.HostIP != "::" {
					return inUse
				}
			}
		}
	}
	return nil
}
