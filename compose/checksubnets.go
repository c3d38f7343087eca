package compose

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"gocompose/compose/diag"
)

// pool is a subnet of a network of the file.
type pool struct {
	network *Network
	prefix  netip.Prefix
	pos     diag.Pos
}

// subnets refuses networks whose subnets overlap, as the engine would: all that
// its own address management gives out are of one space. Two subnets overlap
// only where one is a part of the other, so that in order each is compared with
// the last one that is no part.
func (c *checker) subnets() {
	var all []pool
	for _, n := range c.used() {
		all = append(all, c.pools(n)...)
	}
	slices.SortStableFunc(all, func(a, b pool) int {
		return cmp.Or(a.prefix.Addr().Compare(b.prefix.Addr()), cmp.Compare(a.prefix.Bits(), b.prefix.Bits()))
	})
	var last pool
	for _, p := range all {
		if last.network == nil || !last.prefix.Overlaps(p.prefix) {
			last = p
			continue
		}
		first, second := last, p
		if second.pos.Compare(first.pos) < 0 {
			first, second = second, first
		}
		c.clash(second.pos, first.pos, "subnet "+first.prefix.String()+" of network "+first.network.Key, "choose another subnet",
			fmt.Sprintf("subnet %s of network %s overlaps with another", second.prefix, second.network.Key))
	}
}

// used gives the networks of the enabled services, by key.
func (c *checker) used() (out []*Network) {
	seen := map[string]bool{}
	for _, s := range c.project.Services {
		for key := range s.Networks {
			seen[key] = c.project.networks[key] != nil
		}
	}
	for _, key := range sortedKeys(seen) {
		if seen[key] {
			out = append(out, c.project.networks[key])
		}
	}
	return out
}

// pools gives the subnets that the engine sets aside for a network. The bridge
// driver takes one of each family.
func (c *checker) pools(n *Network) (out []pool) {
	for _, p := range n.Reserved() {
		prefix, _ := p.Prefix()
		for _, other := range out {
			if (n.Driver == "" || n.Driver == "bridge") && other.prefix.Addr().Is4() == prefix.Addr().Is4() {
				c.clash(p.Pos, other.pos, "the first one", "keep one of them, or make a second network",
					fmt.Sprintf("network %s has two subnets, and the bridge driver takes one", n.Key))
			}
		}
		out = append(out, pool{n, prefix, p.Pos})
	}
	if !n.External && (n.EnableIPv6 == nil || !*n.EnableIPv6) {
		c.withoutIPv6(n)
	}
	return out
}

func (c *checker) withoutIPv6(n *Network) {
	for _, p := range n.IPAM.Config {
		if prefix, ok := p.Prefix(); ok && prefix.Addr().Is6() {
			c.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: p.Pos, Summary: fmt.Sprintf("subnet %s has no effect in network %s, which has no IPv6", p.Subnet, n.Key),
				Hint: "add enable_ipv6: true to the network"})
		}
	}
}
