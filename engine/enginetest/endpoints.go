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

// join gives the endpoint its id and address; the engine's aliases end with the short id.
func (s *Server) join(c *container, n *network, e *dnetwork.EndpointSettings) error {
	e.NetworkID = n.ID
	if !predefined(n.Name) {
		s.addShortID(c, e)
	}
	if n.subnet.IsValid() {
		address, err := n.addressFor(e)
		if err != nil {
			return err
		}
		n.taken[address] = true
		four := address.As4()
		e.IPAddress, e.IPPrefixLen, e.Gateway = address.String(), n.subnet.Bits(), n.gateway
		if e.MacAddress == "" {
			e.MacAddress = fmt.Sprintf("02:42:%02x:%02x:%02x:%02x", four[0], four[1], four[2], four[3])
		}
	}
	e.EndpointID = s.id()
	return nil
}

func (n *network) addressFor(e *dnetwork.EndpointSettings) (netip.Addr, error) {
	if e.IPAMConfig == nil || e.IPAMConfig.IPv4Address == "" {
		return n.freeAddress()
	}
	address, err := netip.ParseAddr(e.IPAMConfig.IPv4Address)
	if err != nil {
		return address, badRequestf("invalid IPv4 address: %s", e.IPAMConfig.IPv4Address)
	}
	if n.taken[address] {
		return address, failf(http.StatusForbidden, "Address already in use")
	}
	return address, nil
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
	if address, err := netip.ParseAddr(e.IPAddress); err == nil {
		delete(n.taken, address)
	}
	e.EndpointID, e.IPAddress, e.IPPrefixLen, e.Gateway, e.MacAddress = "", "", 0, "", ""
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
