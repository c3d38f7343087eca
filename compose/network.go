package compose

import (
	"gocompose/compose/tree"
)

var serviceNetworkFields = table[ServiceNetwork]{
	"aliases": texts(func(n *ServiceNetwork) *[]string { return &n.Aliases }),
	"x-":      extensions(func(n *ServiceNetwork) *[]tree.Entry { return &n.Extensions }),
}.later(`driver_opts gw_priority interface_name ipv4_address ipv6_address link_local_ips mac_address priority`)

// serviceNetworks decodes a service's networks, whose list form Merge has
// turned into a map; a network without options stays nil.
func serviceNetworks(d *decoder, s spot, into *Service) {
	if !d.isMap(s) {
		return
	}
	into.Networks = make(map[string]*ServiceNetwork, len(s.Entries))
	for _, e := range s.Entries {
		below := s.below(e)
		into.Networks[e.Key] = nil
		if !below.IsNull() && d.isMap(below) {
			into.Networks[e.Key] = &ServiceNetwork{}
			serviceNetworkFields.decode(d, below, below.name+".", into.Networks[e.Key])
		}
	}
}

var networkFields = table[Network]{
	"attachable":  truth(func(n *Network) *bool { return &n.Attachable }),
	"driver":      text(func(n *Network) *string { return &n.Driver }),
	"driver_opts": values(func(n *Network) *map[string]string { return &n.DriverOpts }),
	"enable_ipv6": choice(func(n *Network) **bool { return &n.EnableIPv6 }),
	"external":    external(func(n *Network) (*bool, *string) { return &n.External, &n.Name }),
	"internal":    truth(func(n *Network) *bool { return &n.Internal }),
	"ipam":        under(func(n *Network) *IPAM { return &n.IPAM }, ipamFields),
	"labels":      values(func(n *Network) *map[string]string { return &n.Labels }),
	"name":        text(func(n *Network) *string { return &n.Name }),
	"x-":          extensions(func(n *Network) *[]tree.Entry { return &n.Extensions }),
}.later("enable_ipv4")

var ipamFields = table[IPAM]{
	"config": pools,
	"driver": text(func(i *IPAM) *string { return &i.Driver }),
	"x-":     extensions(func(i *IPAM) *[]tree.Entry { return &i.Extensions }),
}.later("options")

var poolFields = table[IPAMPool]{
	"gateway":  text(func(p *IPAMPool) *string { return &p.Gateway }),
	"ip_range": text(func(p *IPAMPool) *string { return &p.IPRange }),
	"subnet":   text(func(p *IPAMPool) *string { return &p.Subnet }),
	"x-":       func(*decoder, spot, *IPAMPool) {}, // docker compose keeps none here
}.later("aux_addresses")

func pools(d *decoder, s spot, into *IPAM) {
	if !d.isList(s) {
		return
	}
	for i := range s.Items {
		item := s.item(i)
		if d.isMap(item) {
			var p IPAMPool
			poolFields.decode(d, item, item.name+".", &p)
			into.Config = append(into.Config, p)
		}
	}
}

func (d *decoder) network(s spot, key string) *Network {
	n := &Network{Key: key, Pos: s.key}
	d.name(s, "network", key)
	if !s.IsNull() && d.isMap(s) {
		networkFields.decode(d, s, "", n)
		if n.External {
			d.external(s, d.warn)
		}
	}
	return n
}

var topVolumeFields = table[Volume]{
	"driver":      text(func(v *Volume) *string { return &v.Driver }),
	"driver_opts": values(func(v *Volume) *map[string]string { return &v.DriverOpts }),
	"external":    external(func(v *Volume) (*bool, *string) { return &v.External, &v.Name }),
	"labels":      values(func(v *Volume) *map[string]string { return &v.Labels }),
	"name":        text(func(v *Volume) *string { return &v.Name }),
	"x-":          extensions(func(v *Volume) *[]tree.Entry { return &v.Extensions }),
}

func (d *decoder) volume(s spot, key string) *Volume {
	v := &Volume{Key: key, Pos: s.key}
	d.name(s, "volume", key)
	if !s.IsNull() && d.isMap(s) {
		topVolumeFields.decode(d, s, "", v)
		if v.External {
			d.external(s, d.fail)
		}
	}
	if device := v.DriverOpts["device"]; device != "" && v.Driver == "local" && v.DriverOpts["o"] == "bind" {
		v.DriverOpts["device"] = d.hostPath(s, device) // the local driver's way to write a bind mount
	}
	return v
}
