package engine

import (
	"net/netip"

	"github.com/docker/docker/api/types/network"
)

// subnets gives what a network has of the space that the engine gives out: that
// of clusters is another, and other drivers see to their own.
func subnets(n network.Summary) (out []netip.Prefix) {
	if n.Scope != "local" || n.IPAM.Driver != "default" {
		return nil
	}
	for _, c := range n.IPAM.Config {
		p, err := netip.ParsePrefix(c.Subnet)
		if err == nil && (p.Addr().Is4() || n.EnableIPv6) {
			out = append(out, p)
		}
	}
	return out
}

// addresses gives those of an endpoint; a container that does not run has none.
func addresses(e *network.EndpointSettings) (out []netip.Addr) {
	for _, text := range []string{e.IPAddress, e.GlobalIPv6Address} {
		if a, err := netip.ParseAddr(text); err == nil {
			out = append(out, a)
		}
	}
	return out
}
