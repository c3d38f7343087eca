package spec

import (
	"cmp"
	"maps"
	"slices"

	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/volume"

	"gocompose/compose"
)

// NetworkOrder gives the keys of a service's networks; the first one is the
// container's network mode.
func NetworkOrder(s *compose.Service) []string { return sortedKeys(s.Networks) }

// Endpoint gives how a container of a service is attached to one network. On
// it the container answers to its own name, its service's and the aliases.
func Endpoint(s *compose.Service, key, container string) *network.EndpointSettings {
	aliases := []string{container}
	if container != s.Name {
		aliases = append(aliases, s.Name)
	}
	if n := s.Networks[key]; n != nil {
		aliases = append(aliases, n.Aliases...)
	}
	return &network.EndpointSettings{Aliases: aliases}
}

func endpoints(p *compose.Project, s *compose.Service, container string) map[string]*network.EndpointSettings {
	out := make(map[string]*network.EndpointSettings, len(s.Networks))
	for _, key := range NetworkOrder(s) {
		out[p.Networks[key].Name] = Endpoint(s, key, container)
	}
	return out
}

// Network gives the create options of a network.
func Network(p *compose.Project, n *compose.Network) network.CreateOptions {
	options := network.CreateOptions{
		Driver:     n.Driver,
		Options:    n.DriverOpts,
		Internal:   n.Internal,
		Attachable: n.Attachable,
		EnableIPv6: n.EnableIPv6,
		Labels:     resourceLabels(p, n.Labels, LabelNetwork, n.Key, NetworkHash(n)),
	}
	if n.IPAM.Driver != "" || len(n.IPAM.Config) > 0 {
		options.IPAM = &network.IPAM{Driver: cmp.Or(n.IPAM.Driver, "default")}
		for _, pool := range n.IPAM.Config {
			options.IPAM.Config = append(options.IPAM.Config, network.IPAMConfig{Subnet: pool.Subnet, Gateway: pool.Gateway, IPRange: pool.IPRange})
		}
	}
	return options
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
