package compose

import (
	"cmp"
	"slices"

	"gocompose/compose/tree"
)

var serviceNetworkFields = table[ServiceNetwork]{
	"aliases":        texts(func(n *ServiceNetwork) *[]string { return &n.Aliases }),
	"driver_opts":    values(func(n *ServiceNetwork) *map[string]string { return &n.DriverOpts }),
	"gw_priority":    rank(func(n *ServiceNetwork) *int { return &n.GatewayPriority }),
	"interface_name": textVia(func(n *ServiceNetwork) *string { return &n.InterfaceName }, (*decoder).interfaceName),
	"ipv4_address":   textVia(func(n *ServiceNetwork) *string { return &n.IPv4Address }, (*decoder).ipv4),
	"ipv6_address":   textVia(func(n *ServiceNetwork) *string { return &n.IPv6Address }, (*decoder).ipv6),
	"link_local_ips": linkLocalIPs,
	"mac_address":    textVia(func(n *ServiceNetwork) *string { return &n.MacAddress }, (*decoder).macAddress),
	"priority":       rank(func(n *ServiceNetwork) *int { return &n.Priority }),
	"x-":             extensions(func(n *ServiceNetwork) *[]tree.Entry { return &n.Extensions }),
}

// NetworkOrder gives the keys of a service's networks, the highest priority
// first, of equals by name. The first is its main network.
func (s *Service) NetworkOrder() []string {
	keys := sortedKeys(s.Networks)
	slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(s.priority(b), s.priority(a)) })
	return keys
}

func (s *Service) priority(network string) int {
	if n := s.Networks[network]; n != nil {
		return n.Priority
	}
	return 0
}

var networkFields = table[Network]{
	"attachable":  truth(func(n *Network) *bool { return &n.Attachable }),
	"driver":      text(func(n *Network) *string { return &n.Driver }),
	"driver_opts": values(func(n *Network) *map[string]string { return &n.DriverOpts }),
	"enable_ipv4": choice(func(n *Network) **bool { return &n.EnableIPv4 }),
	"enable_ipv6": choice(func(n *Network) **bool { return &n.EnableIPv6 }),
	"external":    external(func(n *Network) (*bool, *string) { return &n.External, &n.Name }),
	"internal":    truth(func(n *Network) *bool { return &n.Internal }),
	"ipam":        under(func(n *Network) *IPAM { return &n.IPAM }, ipamFields),
	"labels":      values(func(n *Network) *map[string]string { return &n.Labels }),
	"name":        text(func(n *Network) *string { return &n.Name }),
	"x-":          extensions(func(n *Network) *[]tree.Entry { return &n.Extensions }),
}

func (d *decoder) network(s spot, key string) *Network {
	n := &Network{Key: key, Pos: s.key, node: s.Node}
	d.name(s, "network", key)
	if !s.IsNull() && d.isMap(s) {
		networkFields.decode(d, s, "", n)
		if n.External {
			d.external(s, d.warn)
		}
	}
	return n
}
