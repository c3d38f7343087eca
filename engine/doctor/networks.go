package doctor

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/docker/go-units"

	"gocompose/engine/plan"
)

// young is how old a network may be that the containers of a command under way
// are still to come to.
const young = time.Minute

// manyNetworks is from how many left over ones on they are told of together.
const manyNetworks = 5

// networks finds those that compose tools made for projects of which nothing is left.
func networks(f Facts) Check {
	c := Check{Name: "networks", Summary: fmt.Sprintf("%d, none of them left over", len(f.Networks))}
	idle := leftOver(f)
	if len(idle) == 0 {
		return c
	}
	c.Summary = fmt.Sprintf("%d, %d of them left over", len(f.Networks), len(idle))
	if len(idle) > manyNetworks {
		c.Findings = []Finding{{Command: append([]string{"docker", "network", "rm"}, names(idle)...),
			Summary: fmt.Sprintf("%d networks of projects without containers have nothing attached; the oldest, %s, was made %s ago", len(idle), idle[0].Name, age(f, idle[0].Created))}}
		return c
	}
	for _, n := range idle {
		c.Findings = append(c.Findings, Finding{Command: []string{"docker", "network", "rm", n.Name},
			Summary: fmt.Sprintf("network %s of project %s, made %s ago, has nothing attached, and its project has no containers", n.Name, n.Project, age(f, n.Created))})
	}
	return c
}

// leftOver gives the networks of projects without containers, the oldest first.
func leftOver(f Facts) (idle []plan.Network) {
	used := map[string]bool{}
	for _, c := range f.Containers {
		used["project "+c.Project] = true
		for name, id := range c.Networks {
			used[name], used[id] = true, true // one that never started has no id there
		}
	}
	for _, n := range f.Networks {
		if n.Project != "" && !used["project "+n.Project] && !used[n.Name] && !used[n.ID] && f.Now.Sub(n.Created) > young {
			idle = append(idle, n)
		}
	}
	slices.SortStableFunc(idle, func(a, b plan.Network) int { return a.Created.Compare(b.Created) })
	return idle
}

func age(f Facts, t time.Time) string { return strings.ToLower(units.HumanDuration(f.Now.Sub(t))) }

// enginePools are those of an engine that is told of no others.
var enginePools = []Pool{
	{netip.MustParsePrefix("172.17.0.0/16"), 16}, {netip.MustParsePrefix("172.18.0.0/15"), 16}, {netip.MustParsePrefix("172.20.0.0/14"), 16},
	{netip.MustParsePrefix("172.24.0.0/13"), 16}, {netip.MustParsePrefix("192.168.0.0/16"), 20},
}

// fewSubnets is how many are soon used up.
const fewSubnets = 3

// pools counts the subnets that are left for new networks: those that overlap
// neither with a network nor with a route of the host.
func pools(f Facts) Check {
	all := f.Pools
	if len(all) == 0 {
		all = enginePools
	}
	taken := slices.Clone(f.Routes)
	for _, n := range f.Networks {
		taken = append(taken, n.Subnets...)
	}
	total, free := 0, 0
	for _, p := range all {
		if p.Base.Addr().Is4() && p.Bits >= p.Base.Bits() {
			size := 1 << (p.Bits - p.Base.Bits())
			total, free = total+size, free+size-len(p.held(taken))
		}
	}
	if total == 0 || f.Podman || f.OS == "windows" {
		return Check{Name: "address pools", Summary: "not known: this engine has others than those for IPv4 of Docker Engine on Linux"}
	}
	c := Check{Name: "address pools", Summary: fmt.Sprintf("%d of %d subnets are left for new networks", free, total)}
	if free > fewSubnets {
		return c
	}
	found := Finding{Severity: Warning, Summary: fmt.Sprintf("only %d of %d subnets are left for new networks", free, total)}
	if free == 0 {
		found = Finding{Severity: Error, Summary: fmt.Sprintf("none of %d subnets is left, so no network can be made", total)}
	}
	found.Command, found.Hint = []string{"docker", "network", "prune"}, "or give the engine more, as default-address-pools in its daemon.json"
	if idle := leftOver(f); len(idle) > 0 {
		found.Command = append([]string{"docker", "network", "rm"}, names(idle)...)
	}
	c.Findings = []Finding{found}
	return c
}

// held gives the subnets of a pool that others overlap with.
func (p Pool) held(taken []netip.Prefix) map[netip.Prefix]bool {
	held := map[netip.Prefix]bool{}
	for _, t := range taken {
		if !t.Overlaps(p.Base) {
			continue
		}
		within := t
		if t.Bits() < p.Base.Bits() {
			within = p.Base
		}
		for at := netip.PrefixFrom(within.Addr(), p.Bits).Masked(); within.Overlaps(at); at = following(at) {
			held[at] = true
		}
	}
	return held
}

// following gives the prefix of the same length that comes next; none follows the last of all.
func following(p netip.Prefix) netip.Prefix {
	a := p.Addr().As4()
	n := uint32(a[0])<<24 | uint32(a[1])<<16 | uint32(a[2])<<8 | uint32(a[3])
	n += 1 << (32 - p.Bits())
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}), p.Bits())
}

func names(networks []plan.Network) (out []string) {
	for _, n := range networks {
		out = append(out, n.Name)
	}
	return out
}
