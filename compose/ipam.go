package compose

import (
	"net/netip"

	"gocompose/compose/tree"
)

var ipamFields = table[IPAM]{
	"config":  pools,
	"driver":  text(func(i *IPAM) *string { return &i.Driver }),
	"options": values(func(i *IPAM) *map[string]string { return &i.Options }),
	"x-":      extensions(func(i *IPAM) *[]tree.Entry { return &i.Extensions }),
}

var poolFields = table[IPAMPool]{
	"aux_addresses": values(func(p *IPAMPool) *map[string]string { return &p.AuxAddresses }),
	"gateway":       text(func(p *IPAMPool) *string { return &p.Gateway }),
	"ip_range":      text(func(p *IPAMPool) *string { return &p.IPRange }),
	"subnet":        text(func(p *IPAMPool) *string { return &p.Subnet }),
	"x-":            func(*decoder, spot, *IPAMPool) {}, // docker compose keeps none here
}

// Prefix gives the subnet of a pool; not where it has none of its own, as with
// 0.0.0.0/24, which asks newer engines for any network of that size.
func (p IPAMPool) Prefix() (netip.Prefix, bool) {
	prefix, err := netip.ParsePrefix(p.Subnet)
	return prefix, err == nil && !prefix.Addr().IsUnspecified()
}

// Reserved gives the pools that the engine sets aside for a network, out of one
// space for all that are not a cluster's.
func (n *Network) Reserved() (out []IPAMPool) {
	if n.External || n.Driver == "overlay" || n.IPAM.Driver != "" && n.IPAM.Driver != "default" {
		return nil
	}
	for _, p := range n.IPAM.Config {
		if prefix, ok := p.Prefix(); ok && (prefix.Addr().Is4() || n.EnableIPv6 != nil && *n.EnableIPv6) {
			out = append(out, p)
		}
	}
	return out
}

func pools(d *decoder, s spot, into *IPAM) {
	if !d.isList(s) {
		return
	}
	for i := range s.Items {
		item := s.item(i)
		if !d.isMap(item) {
			continue
		}
		p := IPAMPool{Pos: item.Pos}
		poolFields.decode(d, item, item.name+".", &p)
		d.pool(item, &p)
		into.Config = append(into.Config, p)
	}
}

// pool judges the addresses of one subnet as the engine would when the network
// is created, which may be after others were stopped for it.
func (d *decoder) pool(s spot, p *IPAMPool) {
	if p.Subnet == "" {
		for _, e := range s.Entries {
			if d.tells(e.Value) && (e.Key == "gateway" || e.Key == "ip_range" || e.Key == "aux_addresses") {
				d.fail(e.KeyPos, "add subnet: beside it, such as 10.5.0.0/24", "%s needs a subnet", s.name+"."+e.Key)
			}
		}
		return
	}
	subnet, ok := d.block(s.get("subnet"), p.Subnet)
	if !ok || subnet.Addr().IsUnspecified() { // 0.0.0.0/24 asks newer engines for any network of that size
		return
	}
	if p.Gateway != "" {
		d.inside(s.get("gateway"), p.Gateway, subnet)
	}
	if p.IPRange != "" {
		d.ipRange(s.get("ip_range"), p.IPRange, subnet)
	}
	for _, name := range sortedKeys(p.AuxAddresses) {
		d.inside(s.get("aux_addresses").get(name), p.AuxAddresses[name], subnet)
	}
}

// tells whether a value can be judged: it is not empty, and not a template that is kept.
func (d *decoder) tells(n *tree.Node) bool {
	return (n.Kind != tree.Scalar || n.Value != "") && n.Kind != tree.Null && !d.broken[n.Pos]
}

// block reads a subnet or a part of one in CIDR notation, without bits behind the prefix.
func (d *decoder) block(s spot, v string) (netip.Prefix, bool) {
	if d.broken[s.Pos] {
		return netip.Prefix{}, false
	}
	p, err := netip.ParsePrefix(v)
	switch {
	case err != nil:
		d.fail(s.at(), "write such as 10.5.0.0/24 or fd00:5::/64", "%q is not a subnet", v)
	case p != p.Masked():
		d.fail(s.at(), "write "+p.Masked().String(), "%q is an address in a subnet, not a subnet", v)
	default:
		return p, true
	}
	return p, false
}

func (d *decoder) ipRange(s spot, v string, subnet netip.Prefix) {
	p, ok := d.block(s, v)
	if ok && (!subnet.Contains(p.Addr()) || p.Bits() < subnet.Bits()) {
		d.fail(s.at(), "choose a part of "+subnet.String(), "ip_range %s is outside the subnet %s", v, subnet)
	}
}

// inside wants an address of the subnet.
func (d *decoder) inside(s spot, v string, subnet netip.Prefix) {
	if d.broken[s.Pos] {
		return
	}
	a, err := netip.ParseAddr(v)
	switch {
	case err != nil:
		d.fail(s.at(), "write such as "+subnet.Addr().Next().String(), "%q is not an IP address", v)
	case !subnet.Contains(a):
		d.fail(s.at(), "choose one such as "+subnet.Addr().Next().String(), "%s %s is outside the subnet %s", s.word, v, subnet)
	}
}

// get gives the entry of a map that has it.
func (s spot) get(key string) spot {
	for _, e := range s.Entries {
		if e.Key == key {
			return s.below(e)
		}
	}
	return s
}
