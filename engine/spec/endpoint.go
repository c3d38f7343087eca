package spec

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"

	"gocompose/compose"
)

// optionInterface is the driver option that names the interface of an endpoint
// in the container, from Engine 28.1 on.
const optionInterface = "com.docker.network.endpoint.ifname"

// NetworkOrder gives the keys of a service's networks, the highest priority
// first, then by name; the first one is the container's network mode.
func NetworkOrder(s *compose.Service) []string { return s.NetworkOrder() }

// Endpoint gives how a container of a service is attached to one network. On
// it the container answers to its own name, its service's and the aliases; the
// engine's own networks know no names. One that is run once answers to its own
// name only, unless it is to have the others.
func Endpoint(p *compose.Project, s *compose.Service, key string, in Instance) *network.EndpointSettings {
	n := cmp.Or(s.Networks[key], &compose.ServiceNetwork{})
	e := &network.EndpointSettings{DriverOpts: n.DriverOpts, GwPriority: n.GatewayPriority, MacAddress: n.MacAddress}
	if !predefined(p.Networks[key].Name) {
		e.Aliases = aliases(s, n, in)
		e.Links = links(p, s)
	}
	if key == s.NetworkOrder()[0] {
		e.MacAddress = cmp.Or(n.MacAddress, s.MacAddress)
	}
	if n.InterfaceName != "" {
		e.DriverOpts = maps.Clone(n.DriverOpts)
		if e.DriverOpts == nil {
			e.DriverOpts = map[string]string{}
		}
		e.DriverOpts[optionInterface] = n.InterfaceName
	}
	if n.IPv4Address != "" || n.IPv6Address != "" || len(n.LinkLocalIPs) > 0 {
		e.IPAMConfig = &network.EndpointIPAMConfig{IPv4Address: n.IPv4Address, IPv6Address: n.IPv6Address, LinkLocalIPs: n.LinkLocalIPs}
	}
	return e
}

func predefined(name string) bool { return name == "bridge" || name == "host" || name == "none" }

func aliases(s *compose.Service, n *compose.ServiceNetwork, in Instance) []string {
	out := []string{in.Name}
	if in.OneOff != nil && !in.OneOff.Aliases {
		return out
	}
	if in.Name != s.Name {
		out = append(out, s.Name)
	}
	return append(out, n.Aliases...)
}

// links gives "name:alias", further names that only this container knows. A
// service is linked by its own name, so that the alias stands for all of its
// containers, those of later included; db-1 and the like are single ones.
// (docker compose links the containers that are there at the time)
func links(p *compose.Project, s *compose.Service) (out []string) {
	for _, link := range s.Links {
		name, alias, aliased := strings.Cut(link, ":")
		if aliased && alias != name {
			out = append(out, name+":"+alias)
		}
		for i, c := range containerNames(p, name) {
			out = append(out, c+":"+p.Join(name, strconv.Itoa(i+1)))
		}
	}
	return distinct(append(out, externalLinks(s)...))
}

// distinct keeps the first of each, in order.
func distinct(links []string) (out []string) {
	for _, link := range links {
		if !slices.Contains(out, link) {
			out = append(out, link)
		}
	}
	return out
}

func externalLinks(s *compose.Service) (out []string) {
	for _, link := range s.ExternalLinks {
		name, alias, _ := strings.Cut(link, ":")
		out = append(out, name+":"+cmp.Or(alias, name))
	}
	return out
}

// containerNames gives the names of a service's containers, as they are numbered at first.
func containerNames(p *compose.Project, service string) (out []string) {
	s := p.Services[service]
	switch {
	case s == nil:
		return nil
	case s.ContainerName != "":
		return []string{s.ContainerName}
	}
	for n := range s.Replicas() {
		out = append(out, p.ContainerName(s, n+1))
	}
	return out
}

// legacyLinks gives "container:alias" for the engine's bridge, where names are
// known by links only, and only those of containers that are there.
func legacyLinks(p *compose.Project, s *compose.Service) (out []string) {
	for _, link := range s.Links {
		name, alias, _ := strings.Cut(link, ":")
		for i, c := range containerNames(p, name) {
			out = append(out, c+":"+cmp.Or(alias, name), c+":"+p.Join(name, strconv.Itoa(i+1)))
		}
	}
	return distinct(append(out, externalLinks(s)...))
}

// attach adds the network mode, and the endpoints of the networks that go into
// the request. A mode that the file has leaves no networks.
//
// Engines before API 1.44 take one endpoint, and its hardware address as the container's.
func attach(r *Request, p *compose.Project, s *compose.Service, in Instance) {
	all := map[string]*network.EndpointSettings{}
	r.NetworkingConfig.EndpointsConfig = all
	keys := NetworkOrder(s)
	if s.NetworkMode != "" || len(keys) == 0 {
		attachMode(r, p, s, in)
		return
	}
	r.HostConfig.NetworkMode = container.NetworkMode(p.Networks[keys[0]].Name)
	if in.OneEndpoint {
		keys = keys[:1]
	}
	for _, key := range keys {
		all[p.Networks[key].Name] = Endpoint(p, s, key, in)
	}
	if main := all[string(r.HostConfig.NetworkMode)]; in.OneEndpoint {
		r.Config.MacAddress, main.MacAddress = main.MacAddress, ""
	}
}

// attachMode is attach for a service with a network_mode.
func attachMode(r *Request, p *compose.Project, s *compose.Service, in Instance) {
	mode := container.NetworkMode(s.NetworkMode)
	r.HostConfig.NetworkMode = mode
	if mode.IsBridge() || mode.IsDefault() {
		r.HostConfig.Links = legacyLinks(p, s)
	}
	switch {
	case in.OneEndpoint:
		r.Config.MacAddress = s.MacAddress
	case s.MacAddress != "" && !mode.IsContainer() && !mode.IsHost() && !mode.IsNone():
		r.NetworkingConfig.EndpointsConfig[s.NetworkMode] = &network.EndpointSettings{MacAddress: s.MacAddress}
	}
}
