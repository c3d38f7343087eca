package enginetest

import (
	"net/http"
	"net/netip"

	dnetwork "github.com/docker/docker/api/types/network"
)

// chooseSubnet takes what was asked for, else the first free of the engine's pools:
// 172.17.0.0/16 to 172.31.0.0/16, then 192.168.0.0/20 and its fifteen followers.
func (s *Server) chooseSubnet(ipam *dnetwork.IPAM) (netip.Prefix, error) {
	if ipam != nil && len(ipam.Config) > 0 && ipam.Config[0].Subnet != "" {
		asked, err := netip.ParsePrefix(ipam.Config[0].Subnet)
		if err != nil {
			return asked, badRequestf("invalid CIDR address: %s", ipam.Config[0].Subnet)
		}
		if s.overlaps(asked) {
			return asked, failf(http.StatusForbidden, "Pool overlaps with other one on this address space")
		}
		return asked.Masked(), nil
	}
	for _, pool := range defaultPools() {
		if !s.overlaps(pool) {
			return pool, nil
		}
	}
	return netip.Prefix{}, notFoundf("could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network")
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
		if n.subnet.IsValid() && n.subnet.Overlaps(p) {
			return true
		}
	}
	return false
}

// takeSubnet makes the first address the gateway's.
func (n *network) takeSubnet(subnet netip.Prefix) {
	gateway := subnet.Addr().Next()
	n.subnet, n.gateway = subnet, gateway.String()
	n.taken[gateway] = true
	n.IPAM.Config = []dnetwork.IPAMConfig{{Subnet: subnet.String(), Gateway: n.gateway}}
}

func (n *network) freeAddress() (netip.Addr, error) {
	for a := n.subnet.Addr().Next(); n.subnet.Contains(a); a = a.Next() {
		if !n.taken[a] {
			return a, nil
		}
	}
	return netip.Addr{}, badRequestf("no available IPv4 addresses on this network's address pools: %s (%s)", n.Name, n.ID)
}
