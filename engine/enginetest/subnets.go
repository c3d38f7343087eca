package enginetest

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"

	dnetwork "github.com/docker/docker/api/types/network"
)

// pool is one address family of a network.
type pool struct {
	subnet  netip.Prefix // invalid where the network has no such addresses
	hands   netip.Prefix // what addresses are given out of: the subnet, or its ip range
	gateway netip.Addr
	asked   bool // for this subnet; then containers may have static addresses
}

// choosePools takes what was asked for, else for IPv4 the first free of the
// engine's pools, and for IPv6 from Engine 27 on one that the engine makes up.
func (s *Server) choosePools(q dnetwork.CreateRequest) (four, six pool, err error) {
	if err := s.checkIPAM(q); err != nil {
		return four, six, err
	}
	withIPv6 := q.EnableIPv6 != nil && *q.EnableIPv6
	if q.IPAM != nil {
		for _, c := range q.IPAM.Config {
			p := poolOf(c)
			if s.overlaps(p.subnet) && (p.subnet.Addr().Is4() || withIPv6) {
				return four, six, failf(http.StatusForbidden, "Pool overlaps with other one on this address space")
			}
			switch {
			case p.subnet.Addr().Is4():
				four = p
			case withIPv6:
				six = p
			}
		}
	}
	if !four.subnet.IsValid() && (q.EnableIPv4 == nil || *q.EnableIPv4) {
		if four, err = s.freePool(); err != nil {
			return four, six, err
		}
	}
	if withIPv6 && !six.subnet.IsValid() {
		if !s.speaks("1.46") {
			return four, six, notFoundf("could not find an available, non-overlapping IPv6 address pool among the defaults to assign to the network")
		}
		six = poolOf(dnetwork.IPAMConfig{Subnet: fmt.Sprintf("fd00:0:0:%x::/64", len(s.networks))})
		six.asked = false
	}
	return four, six, nil
}

// checkIPAM refuses in the words of Engine 20.10, and from 25 on in those of the new.
func (s *Server) checkIPAM(q dnetwork.CreateRequest) error {
	if q.IPAM == nil {
		return nil
	}
	if err := dnetwork.ValidateIPAM(q.IPAM, q.EnableIPv6 != nil && *q.EnableIPv6); err != nil && s.speaks("1.44") {
		return badRequestf("%v", err)
	}
	families := map[bool]int{}
	for _, c := range q.IPAM.Config {
		p, err := netip.ParsePrefix(c.Subnet)
		if err != nil {
			return fmt.Errorf("Invalid subnet %s : invalid CIDR address: %s", c.Subnet, c.Subnet)
		}
		if families[p.Addr().Is4()]++; families[p.Addr().Is4()] > 1 && q.Driver == "bridge" {
			return failf(http.StatusForbidden, "bridge driver doesn't support multiple subnets")
		}
		if g, err := netip.ParseAddr(c.Gateway); c.Gateway != "" && (err != nil || !p.Contains(g)) {
			return fmt.Errorf("failed to allocate gateway (%s): Requested address is out of range", c.Gateway)
		}
		for _, name := range sortedKeys(c.AuxAddress) {
			if a, err := netip.ParseAddr(c.AuxAddress[name]); err != nil || !p.Contains(a) {
				return failf(http.StatusForbidden, "auxiliary address: (%s:%s) must belong to the master pool: %s", name, c.AuxAddress[name], c.Subnet)
			}
		}
	}
	return nil
}

// poolOf reads a pool that checkIPAM found good.
func poolOf(c dnetwork.IPAMConfig) pool {
	p := pool{subnet: netip.MustParsePrefix(c.Subnet).Masked(), asked: true}
	p.hands = p.subnet
	if r, err := netip.ParsePrefix(c.IPRange); err == nil {
		p.hands = r.Masked()
	}
	p.gateway = p.hands.Addr()
	if p.hands == p.subnet {
		p.gateway = p.gateway.Next()
	}
	if g, err := netip.ParseAddr(c.Gateway); err == nil {
		p.gateway = g
	}
	return p
}

// freePool gives 172.17.0.0/16 to 172.31.0.0/16, then 192.168.0.0/20 and its fifteen followers.
func (s *Server) freePool() (pool, error) {
	for _, subnet := range defaultPools() {
		if !s.overlaps(subnet) {
			p := poolOf(dnetwork.IPAMConfig{Subnet: subnet.String()})
			p.asked = false
			return p, nil
		}
	}
	return pool{}, notFoundf("could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network")
}

func defaultPools() []netip.Prefix {
	var pools []netip.Prefix
	for i := 17; i < 32; i++ {
		pools = append(pools, netip.PrefixFrom(netip.AddrFrom4([4]byte{172, byte(i)}), 16))
	}
	for i := 0; i < 256; i += 16 {
		pools = append(pools, netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 168, byte(i)}), 20))
	}
	return pools
}

func (s *Server) overlaps(p netip.Prefix) bool {
	for _, n := range s.networks {
		if n.four.subnet.IsValid() && n.four.subnet.Overlaps(p) || n.six.subnet.IsValid() && n.six.subnet.Overlaps(p) {
			return true
		}
	}
	return false
}

// takePools makes the gateways and the auxiliary addresses nobody else's, and
// lists the pools: those that were asked for as they were asked for.
func (n *network) takePools(four, six pool, asked *dnetwork.IPAM) {
	n.four, n.six = four, six
	for _, p := range []pool{four, six} {
		if p.subnet.IsValid() {
			n.taken[p.gateway] = true
		}
		if p.subnet.IsValid() && !p.asked {
			n.IPAM.Config = append(n.IPAM.Config, dnetwork.IPAMConfig{Subnet: p.subnet.String(), Gateway: p.gateway.String()})
		}
	}
	if asked == nil {
		return
	}
	for _, c := range asked.Config {
		n.IPAM.Config = append(n.IPAM.Config, c)
		for _, text := range c.AuxAddress {
			n.taken[netip.MustParseAddr(text)] = true
		}
	}
}

// address gives the static address where one is asked for, else a free one.
func (n *network) address(p pool, static string) (netip.Addr, error) {
	if static == "" {
		return n.freeAddress(p)
	}
	a, err := netip.ParseAddr(static)
	switch {
	case err != nil:
		return a, badRequestf("invalid IPv4 address: %s", static)
	case predefined(n.Name):
		return a, badRequestf("user specified IP address is supported on user defined networks only")
	case !n.four.asked && !n.six.asked:
		return a, badRequestf("user specified IP address is supported only when connecting to networks with user configured subnets")
	case !p.subnet.IsValid() || !p.subnet.Contains(a):
		return a, fmt.Errorf("Invalid address %s: It does not belong to any of this network's subnets", static)
	case n.taken[a]:
		return a, failf(http.StatusForbidden, "Address already in use")
	}
	return a, nil
}

func (n *network) freeAddress(p pool) (netip.Addr, error) {
	for a := p.hands.Addr().Next(); p.hands.Contains(a); a = a.Next() {
		if !n.taken[a] {
			return a, nil
		}
	}
	family := "IPv4"
	if strings.Contains(p.subnet.String(), ":") {
		family = "IPv6"
	}
	return netip.Addr{}, badRequestf("no available %s addresses on this network's address pools: %s (%s)", family, n.Name, n.ID)
}
