package plan

import (
	"fmt"
	"net/netip"
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// staticAddress is an address that the files give to a service on a network.
type staticAddress struct {
	network *compose.Network
	address netip.Addr
	pos     diag.Pos
}

func (u *up) staticAddresses(s *compose.Service) (out []staticAddress) {
	for _, k := range s.NetworkOrder() {
		n := s.Networks[k]
		if n == nil {
			continue
		}
		for _, a := range [][2]string{{"ipv4_address", n.IPv4Address}, {"ipv6_address", n.IPv6Address}} {
			if address, err := netip.ParseAddr(a[1]); err == nil {
				out = append(out, staticAddress{u.goal.Project.Networks[k], address, s.At("networks", k, a[0])})
			}
		}
	}
	return out
}

// anySubnet is the first API whose engines give a static address on a network
// for which they chose the subnet; older ones find out when the container starts.
var anySubnet = requirement{api: API{1, 52}, engine: "29.0.4", name: "a static address on a network without a subnet"}

// supportedAddresses finds static addresses that the engine would not give.
func (u *up) supportedAddresses(s *compose.Service) {
	for _, a := range u.staticAddresses(s) {
		n := a.network
		if predefined(n.Name) {
			u.problems.Add(diag.Diagnostic{Pos: a.pos, Summary: "network " + n.Name + " is the engine's own, and gives no static addresses",
				Hint: "leave the address out, or use a network of the project"})
			continue
		}
		has := slices.ContainsFunc(n.IPAM.Config, func(p compose.IPAMPool) bool {
			prefix, err := netip.ParsePrefix(p.Subnet)
			return err == nil && prefix.Addr().Is4() == a.address.Is4()
		})
		if !has && !n.External && (n.IPAM.Driver == "" || n.IPAM.Driver == "default") && u.state.API.Before(anySubnet.api) {
			d := u.tooOld(anySubnet, a.pos)
			d.Hint = "give network " + n.Key + " an ipam.config with a subnet that has the address"
			u.problems.Add(d)
		}
	}
}

// addressesFree looks for others that hold the addresses which a slot takes, on
// networks that stay.
func (u *up) addressesFree(s *slot) {
	if !s.starts() || s.old != nil && u.o.Spares(s.service.Name) {
		return // it starts with the addresses that it was made with
	}
	for _, a := range u.staticAddresses(s.service) {
		if u.has(key(CreateNetwork{Network: a.network})) {
			continue
		}
		for _, c := range u.state.All() {
			if slices.Contains(c.Addresses[a.network.Name], a.address) && (s.old == nil || c.ID != s.old.ID) {
				u.takeOver(s, &c, diag.Diagnostic{Pos: a.pos,
					Summary: fmt.Sprintf("address %s on network %s is taken by %s (%s)", a.address, a.network.Name, c.Name, u.owner(&c)),
					Hint:    u.stopIt(&c) + ", or choose another address"})
			}
		}
	}
}
