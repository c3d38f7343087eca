package compose

import (
	"fmt"
	"net"
	"strings"
)

// namespaces looks at network_mode and at what cannot stand beside it.
func (c *checker) namespaces(s *Service) {
	if s.UTS == "host" && s.Hostname != "" {
		c.clash(s.At("hostname"), s.At("uts"), "uts", "keep one of the two", "service "+s.Name+" cannot have a hostname of its own with uts: host")
	}
	mode := s.NetworkMode
	if mode == "" {
		c.mac(s)
		return
	}
	if s.node.Get("networks") != nil && len(s.Networks) > 0 {
		c.clash(s.At("networks"), s.At("network_mode"), "network_mode", "keep one of the two",
			fmt.Sprintf("service %s has both network_mode and networks", s.Name))
	}
	if n := c.project.networks[mode]; n != nil && n.Name != mode {
		c.warn(s.valueAt("network_mode"), "write networks: ["+mode+"] for the network of this project",
			"network_mode: "+mode+" is the engine's network of that name, not "+n.Name)
	}
	switch {
	case strings.HasPrefix(mode, servicePrefix), strings.HasPrefix(mode, containerPrefix):
		c.shares(s, mode, "dns", "expose", "extra_hosts", "hostname", "links", "mac_address", "ports")
	case mode == "host":
		c.shares(s, mode, "links", "mac_address")
		if len(s.Ports) > 0 {
			c.warn(s.At("ports"), "remove ports", "ports of service "+s.Name+" have no effect: with network_mode: host every port is the host's")
		}
	}
}

// shares refuses what a container cannot have for itself in another's network,
// as the engine would when it is too late.
func (c *checker) shares(s *Service, mode string, keys ...string) {
	for _, key := range keys {
		if n := s.node.Get(key); !n.IsNull() && (n.Value != "" || len(n.Items)+len(n.Entries) > 0) {
			c.clash(s.At(key), s.At("network_mode"), "network_mode", "set it where the network belongs, or remove network_mode",
				fmt.Sprintf("service %s cannot have %s of its own with network_mode: %s", s.Name, key, mode))
		}
	}
}

// mac refuses two addresses for the network that mac_address is meant for: the
// one with the highest priority, of equals the first by name.
func (c *checker) mac(s *Service) {
	main := s.MainNetwork()
	n := s.Networks[main]
	if s.MacAddress == "" || n == nil || n.MacAddress == "" || sameMAC(n.MacAddress, s.MacAddress) {
		return
	}
	c.clash(s.At("mac_address"), s.At("networks", main, "mac_address"), "networks."+main+".mac_address", "keep one of the two",
		fmt.Sprintf("service %s has two MAC addresses for its network %s", s.Name, main))
}

func sameMAC(a, b string) bool {
	x, errX := net.ParseMAC(a)
	y, errY := net.ParseMAC(b)
	return errX == nil && errY == nil && x.String() == y.String()
}

// MainNetwork gives the key of the network that a service's mac_address and
// gateway belong to: the highest priority, of equals the first by name; ""
// where it is in none.
func (s *Service) MainNetwork() string {
	best, highest := "", 0
	for _, key := range sortedKeys(s.Networks) {
		priority := 0
		if n := s.Networks[key]; n != nil {
			priority = n.Priority
		}
		if best == "" || priority > highest {
			best, highest = key, priority
		}
	}
	return best
}
