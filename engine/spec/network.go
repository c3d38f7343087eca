package spec

import (
	"cmp"
	"maps"
	"slices"

	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/volume"

	"gocompose/compose"
)

// Network gives the create options of a network.
func Network(p *compose.Project, n *compose.Network) network.CreateOptions {
	options := network.CreateOptions{
		Driver:     n.Driver,
		Options:    n.DriverOpts,
		Internal:   n.Internal,
		Attachable: n.Attachable,
		EnableIPv4: n.EnableIPv4,
		EnableIPv6: n.EnableIPv6,
		Labels:     resourceLabels(p, n.Labels, LabelNetwork, n.Key, NetworkHash(n)),
	}
	options.IPAM = ipam(n.IPAM)
	return options
}

// ipam gives the address management that a network asks for; nil for the
// engine's own. A pool that says nothing is left out, for the engine refuses it.
func ipam(i compose.IPAM) *network.IPAM {
	var pools []network.IPAMConfig
	for _, p := range i.Config {
		if p.Subnet != "" {
			pools = append(pools, network.IPAMConfig{Subnet: p.Subnet, Gateway: p.Gateway, IPRange: p.IPRange, AuxAddress: p.AuxAddresses})
		}
	}
	if i.Driver == "" && len(pools) == 0 && len(i.Options) == 0 {
		return nil
	}
	return &network.IPAM{Driver: cmp.Or(i.Driver, "default"), Options: i.Options, Config: pools}
}

// Volume gives the create options of a volume.
func Volume(p *compose.Project, v *compose.Volume) volume.CreateOptions {
	return volume.CreateOptions{
		Name:       v.Name,
		Driver:     v.Driver,
		DriverOpts: v.DriverOpts,
		Labels:     resourceLabels(p, v.Labels, LabelVolume, v.Key, VolumeHash(v)),
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
