package plan

import (
	"fmt"
	"net/netip"
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// subnetsFree looks for networks that overlap with those that are to be made:
// the engine would refuse them when the containers on the old ones have stopped.
// A subnet that a network of this plan gives up is waited for.
func (u *up) subnetsFree() {
	for _, step := range u.steps {
		op, ok := step.Op.(CreateNetwork)
		if !ok {
			continue
		}
		for _, pool := range op.Network.Reserved() {
			prefix, _ := pool.Prefix()
			for i := range u.state.Networks {
				u.subnetFree(step.Key, op.Network, pool, prefix, &u.state.Networks[i])
			}
		}
	}
}

func (u *up) subnetFree(step string, n *compose.Network, pool compose.IPAMPool, prefix netip.Prefix, other *Network) {
	i := slices.IndexFunc(other.Subnets, prefix.Overlaps)
	switch {
	case i < 0:
	case u.renewed[other.ID] != "":
		u.need(step, u.renewed[other.ID])
	default:
		hint := "choose another subnet"
		switch {
		case other.Project == u.goal.Project.Name:
			hint += ", or run `gocompose down` first"
		case !predefined(other.Name):
			hint += ", or remove that network with `docker network rm " + other.Name + "`"
		}
		u.problems.Add(diag.Diagnostic{Pos: pool.Pos, Hint: hint,
			Summary: fmt.Sprintf("subnet %s of network %s overlaps with %s of network %s", prefix, n.Name, other.Subnets[i], other.Name)})
	}
}

// predefined tells whether a network is one of the engine's own.
func predefined(name string) bool { return name == "bridge" || name == "host" || name == "none" }
