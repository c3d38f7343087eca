package compose

import (
	"fmt"
	"net/netip"

	"gocompose/compose/diag"
)

// static is an address that a service asks for on a network.
type static struct {
	service *Service
	key     string // of the network
	word    string // ipv4_address or ipv6_address
	address netip.Addr
}

func (a static) pos() diag.Pos { return a.service.At("networks", a.key, a.word) }

// addresses looks at the static addresses of services: the engine finds what is
// wrong with them only when the containers start.
func (c *checker) addresses() {
	type place struct {
		network string
		address netip.Addr
	}
	first := map[place]static{}
	for _, s := range c.inOrder() {
		for _, a := range statics(s) {
			if c.oneAddress(a); s.Replicas() == 0 {
				continue
			}
			at := place{a.key, a.address}
			if other, ok := first[at]; ok {
				c.clash(a.pos(), other.pos(), "service "+other.service.Name, "give each an address of its own",
					fmt.Sprintf("services %s and %s both have the address %s on network %s", other.service.Name, s.Name, a.address, a.key))
				continue
			}
			first[at] = a
			c.inSubnet(a)
		}
	}
}

// statics gives what a service asks for, by network.
func statics(s *Service) (out []static) {
	for _, key := range sortedKeys(s.Networks) {
		n := s.Networks[key]
		if n == nil {
			continue
		}
		for _, v := range [][2]string{{"ipv4_address", n.IPv4Address}, {"ipv6_address", n.IPv6Address}} {
			if a, err := netip.ParseAddr(v[1]); err == nil {
				out = append(out, static{s, key, v[0], a})
			}
		}
	}
	return out
}

func (c *checker) oneAddress(a static) {
	if n := a.service.Replicas(); n > 1 {
		c.clash(a.service.scalePos(), a.pos(), "the address", "leave the address out, or run one",
			fmt.Sprintf("service %s cannot run %d containers with the one address %s", a.service.Name, n, a.address))
	}
}

// inSubnet wants an address in a subnet of its network that is neither the
// gateway's nor kept free. Of a network without subnets only the engine knows.
func (c *checker) inSubnet(a static) {
	n := c.project.networks[a.key]
	if n == nil || n.External || n.IPAM.Driver != "" && n.IPAM.Driver != "default" {
		return
	}
	if a.address.Is6() && n.EnableIPv6 != nil && !*n.EnableIPv6 {
		c.clash(a.pos(), n.At("enable_ipv6"), "network "+a.key, "enable it, or remove the address",
			fmt.Sprintf("service %s has an IPv6 address on network %s, which has no IPv6", a.service.Name, a.key))
		return
	}
	var pool *IPAMPool
	for i := range n.IPAM.Config {
		p, err := netip.ParsePrefix(n.IPAM.Config[i].Subnet)
		if err != nil || p.Addr().Is4() != a.address.Is4() {
			continue
		}
		if pool = &n.IPAM.Config[i]; p.Addr().IsUnspecified() || p.Contains(a.address) {
			c.notTaken(a, pool)
			return
		}
	}
	if pool != nil {
		c.clash(a.pos(), pool.Pos, "its subnet "+pool.Subnet, "choose an address of the subnet",
			fmt.Sprintf("%s is outside the subnets of network %s", a.address, a.key))
	}
}

func (c *checker) notTaken(a static, pool *IPAMPool) {
	whose := ""
	if g, err := netip.ParseAddr(pool.Gateway); err == nil && g == a.address {
		whose = "the gateway"
	}
	for _, name := range sortedKeys(pool.AuxAddresses) {
		if x, err := netip.ParseAddr(pool.AuxAddresses[name]); err == nil && x == a.address {
			whose = "aux_addresses, as " + name
		}
	}
	if whose != "" {
		c.clash(a.pos(), pool.Pos, "the subnet", "choose another address",
			fmt.Sprintf("%s belongs to %s of network %s", a.address, whose, a.key))
	}
}
