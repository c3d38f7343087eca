package enginetest

import (
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"slices"

	"github.com/docker/docker/api/types/events"
	dnetwork "github.com/docker/docker/api/types/network"
)

// join gives the endpoint its id and addresses; the engine's aliases end with the short id.
func (s *Server) join(c *container, n *network, e *dnetwork.EndpointSettings) error {
	if predefined(n.Name) && len(e.Aliases) > 0 {
		return badRequestf("network-scoped alias is supported only for containers in user defined networks")
	}
	e.NetworkID = n.ID
	if !predefined(n.Name) {
		s.addShortID(c, e)
	}
	if err := n.giveAddresses(e); err != nil {
		return err
	}
	if n.Name == defaultIsBridge(string(c.host.NetworkMode)) && c.config.MacAddress != "" {
		e.MacAddress = c.config.MacAddress
	}
	if asked := c.macs[n.Name]; asked != "" {
		e.MacAddress = asked
	}
	if address, err := netip.ParseAddr(e.IPAddress); err == nil && e.MacAddress == "" {
		four := address.As4()
		e.MacAddress = fmt.Sprintf("02:42:%02x:%02x:%02x:%02x", four[0], four[1], four[2], four[3])
	}
	e.EndpointID = s.id()
	return nil
}

// giveAddresses gives one of each family that the network has, or what is asked for.
func (n *network) giveAddresses(e *dnetwork.EndpointSettings) error {
	asked := dnetwork.EndpointIPAMConfig{}
	if e.IPAMConfig != nil {
		asked = *e.IPAMConfig
	}
	if n.four.subnet.IsValid() || asked.IPv4Address != "" {
		a, err := n.address(n.four, asked.IPv4Address)
		if err != nil {
			return err
		}
		n.taken[a] = true
		e.IPAddress, e.IPPrefixLen, e.Gateway = a.String(), n.four.subnet.Bits(), n.four.gateway.String()
	}
	if n.six.subnet.IsValid() || asked.IPv6Address != "" {
		a, err := n.address(n.six, asked.IPv6Address)
		if err != nil {
			return err
		}
		n.taken[a] = true
		e.GlobalIPv6Address, e.GlobalIPv6PrefixLen, e.IPv6Gateway = a.String(), n.six.subnet.Bits(), n.six.gateway.String()
	}
	return nil
}

// keepMACs remembers the hardware addresses that were asked for, which from
// API 1.44 on an endpoint has of its own; the others come with the addresses.
func (s *Server) keepMACs(c *container, endpoints map[string]*dnetwork.EndpointSettings) {
	c.macs = map[string]string{}
	for name, e := range endpoints {
		if s.speaks("1.44") {
			c.macs[name] = e.MacAddress
		} else {
			e.MacAddress = ""
		}
	}
}

// addShortID follows the engine: an alias up to API 1.44, a DNS name from 1.44 on.
func (s *Server) addShortID(c *container, e *dnetwork.EndpointSettings) {
	if s.speaks("1.44") {
		names := append([]string{c.name}, e.Aliases...)
		e.DNSNames = slices.Compact(append(names, short(c.id)))
	}
	if !s.speaks("1.45") && !slices.Contains(e.Aliases, short(c.id)) {
		e.Aliases = append(e.Aliases, short(c.id))
	}
}

// leave gives address and endpoint back; the network id and the aliases stay.
func (s *Server) leave(c *container, e *dnetwork.EndpointSettings) {
	n := s.networks[e.NetworkID]
	if n == nil || e.EndpointID == "" {
		return
	}
	for _, text := range []string{e.IPAddress, e.GlobalIPv6Address} {
		if address, err := netip.ParseAddr(text); err == nil {
			delete(n.taken, address)
		}
	}
	e.EndpointID, e.IPAddress, e.IPPrefixLen, e.Gateway, e.MacAddress = "", "", 0, "", c.macs[n.Name]
	e.GlobalIPv6Address, e.GlobalIPv6PrefixLen, e.IPv6Gateway = "", 0, ""
	s.networkEvent(n, events.ActionDisconnect, c.id)
}

func cidr(e *dnetwork.EndpointSettings) string {
	if e.IPAddress == "" {
		return ""
	}
	return fmt.Sprintf("%s/%d", e.IPAddress, e.IPPrefixLen)
}

func (s *Server) networkConnect(r *request) (int, any, error) {
	var q dnetwork.ConnectOptions
	if err := decode(r.Request, &q); err != nil {
		return 0, nil, err
	}
	n, err := s.findNetwork(r.args[0])
	if err != nil {
		return 0, nil, err
	}
	c, err := s.find(q.Container)
	if err != nil {
		return 0, nil, err
	}
	if c.running && c.endpoints[n.Name] != nil {
		return 0, nil, failf(http.StatusForbidden, "endpoint with name %s already exists in network %s", c.name, n.Name)
	}
	e := q.EndpointConfig
	if e == nil {
		e = &dnetwork.EndpointSettings{}
	}
	if s.speaks("1.44") {
		c.macs[n.Name] = e.MacAddress
	}
	if c.running {
		if err := s.join(c, n, e); err != nil {
			return 0, nil, err
		}
		s.networkEvent(n, events.ActionConnect, c.id)
	} else if !predefined(n.Name) {
		s.addShortID(c, e)
	}
	c.endpoints[n.Name] = e
	return http.StatusOK, nil, nil
}

func (s *Server) networkDisconnect(r *request) (int, any, error) {
	var q dnetwork.DisconnectOptions
	if err := decode(r.Request, &q); err != nil {
		return 0, nil, err
	}
	n, err := s.findNetwork(r.args[0])
	if err != nil {
		return 0, nil, err
	}
	c, err := s.find(q.Container)
	if err != nil {
		return 0, nil, err
	}
	e := c.endpoints[n.Name]
	switch {
	case e == nil && c.running: // the engine tells of it all the same
		s.networkEvent(n, events.ActionDisconnect, c.id)
		return 0, nil, fmt.Errorf("container %s is not connected to network %s", c.id, n.Name)
	case e == nil:
		return 0, nil, fmt.Errorf("container %s is not connected to the network %s", c.id, n.Name)
	case c.running:
		s.leave(c, e)
	default:
		s.networkEvent(n, events.ActionDisconnect, c.id)
	}
	delete(c.endpoints, n.Name)
	return http.StatusOK, nil, nil
}

// networkNames lists the networks of the container, sorted.
func (c *container) networkNames() []string { return slices.Sorted(maps.Keys(c.endpoints)) }
