package spec

import (
	"net"
	"slices"
	"strings"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/mount"
	"github.com/docker/docker/api/types/network"

	"gocompose/compose"
)

// A foreign container is one that another tool made, such as docker-compose
// 1.29, or a gocompose whose digests cannot be read. Nobody knows what it was
// asked for; what it is can be compared with what it would be.

const unconfinedLabel = "label=disable"

// DescribeForeign is Describe for a foreign container of a service. Volumes
// without a name are written as if they had been asked for, and the places of
// secrets and configs are left out: every tool has its own way with them.
func DescribeForeign(p *compose.Project, s *compose.Service, seen container.InspectResponse, made image.InspectResponse) map[string]string {
	h := *seen.HostConfig
	h.Binds, h.Mounts = foreignMounts(s, seen, made)
	if h.Privileged || h.PidMode.IsHost() || h.IpcMode.IsHost() { // then the engine adds it
		h.SecurityOpt = slices.DeleteFunc(slices.Clone(h.SecurityOpt), func(option string) bool {
			return option == unconfinedLabel && !slices.Contains(s.SecurityOpt, option)
		})
	}
	out := Describe(seen.Config, &h)
	describeFiles(out, p, s, func(target string) bool {
		return slices.ContainsFunc(seen.Mounts, func(m container.MountPoint) bool { return m.Destination == target })
	})
	name, number := strings.TrimPrefix(seen.Name, "/"), seen.Config.Labels[LabelNumber]
	if !strings.HasSuffix(name, s.Name+"-"+number) && !strings.HasSuffix(name, s.Name+"_"+number) {
		out["container_name"] = quote(name)
	}
	if s.NetworkMode == "" {
		for network, e := range seen.NetworkSettings.Networks {
			if key, ours := networkKey(p, network); ours {
				out["networks."+key] = endpointText(e, s.Name, name, seen.ID)
			}
		}
	}
	return out
}

// DescribeAround gives what DescribeForeign says beyond Describe, of a
// container as it is to be.
func DescribeAround(p *compose.Project, s *compose.Service) map[string]string {
	out := map[string]string{}
	if s.ContainerName != "" {
		out["container_name"] = quote(s.ContainerName)
	}
	describeFiles(out, p, s, func(string) bool { return true })
	for key := range s.Networks {
		out["networks."+key] = endpointText(Endpoint(p, s, key, Instance{Name: s.Name}), s.Name)
	}
	return out
}

// describeFiles adds where the secrets and configs are that come from files, as
// far as there is a mount. Others may have been copied into the container.
func describeFiles(out map[string]string, p *compose.Project, s *compose.Service, there func(target string) bool) {
	var secrets, configs []string
	for _, m := range s.Secrets {
		if o := p.Secrets[m.Source]; o != nil && o.File != "" && there(m.SecretPath()) {
			secrets = append(secrets, m.SecretPath())
		}
	}
	for _, m := range s.Configs {
		if o := p.Configs[m.Source]; o != nil && o.File != "" && there(m.ConfigPath()) {
			configs = append(configs, m.ConfigPath())
		}
	}
	for attribute, targets := range map[string][]string{"secrets": secrets, "configs": configs} {
		if len(targets) > 0 {
			out[attribute] = listText(targets)
		}
	}
}

// networkKey gives the key of one of the project's networks, and its name for
// one that the files do not declare any more. Others were connected by hand.
func networkKey(p *compose.Project, name string) (key string, ours bool) {
	for key, n := range p.Networks {
		if n.Name == name {
			return key, true
		}
	}
	return name, strings.HasPrefix(name, p.Name+"_")
}

// endpointText gives the further names and the fixed addresses on a network.
// The names that every tool gives go without saying: the service's, the
// container's, and its short id.
func endpointText(e *network.EndpointSettings, own ...string) string {
	words := slices.DeleteFunc(slices.Clone(e.Aliases), func(alias string) bool {
		return slices.ContainsFunc(own, func(o string) bool { return alias == o || len(alias) == 12 && strings.HasPrefix(o, alias) })
	})
	slices.Sort(words)
	if e.IPAMConfig != nil {
		for _, address := range append([]string{e.IPAMConfig.IPv4Address, e.IPAMConfig.IPv6Address}, e.IPAMConfig.LinkLocalIPs...) {
			if ip := net.ParseIP(address); ip != nil {
				words = append(words, ip.String())
			}
		}
	}
	return listText(slices.Compact(words))
}

// foreignMounts gives the mounts of a foreign container as a request has them.
func foreignMounts(s *compose.Service, seen container.InspectResponse, made image.InspectResponse) (binds []string, mounts []mount.Mount) {
	anonymous, known := map[string]bool{}, map[string]bool{}
	for _, m := range seen.Mounts {
		anonymous[m.Name] = m.Type == mount.TypeVolume && len(m.Name) == 64 && strings.Trim(m.Name, "0123456789abcdef") == ""
	}
	hidden := injectedPaths(s)
	for _, b := range seen.HostConfig.Binds {
		words := strings.SplitN(b, ":", 3)
		if len(words) > 1 && !anonymous[words[0]] && !hidden[words[1]] {
			binds = append(binds, b)
		}
	}
	for _, m := range seen.HostConfig.Mounts {
		if anonymous[m.Source] {
			m.Source = ""
		}
		if known[m.Target] = true; !hidden[m.Target] && (m.Source != "" || m.Type != mount.TypeVolume || !implied(s, made, m.Target)) {
			mounts = append(mounts, m)
		}
	}
	for _, m := range seen.Mounts {
		if anonymous[m.Name] && !known[m.Destination] && !implied(s, made, m.Destination) {
			mounts = append(mounts, mount.Mount{Type: mount.TypeVolume, Target: m.Destination})
		}
	}
	return binds, mounts
}

// injectedPaths gives where a service's secrets and configs are.
func injectedPaths(s *compose.Service) map[string]bool {
	paths := map[string]bool{filesAt: true}
	for _, m := range s.Secrets {
		paths[m.SecretPath()] = true
	}
	for _, m := range s.Configs {
		paths[m.ConfigPath()] = true
	}
	return paths
}

// implied tells whether it is the image that asks for a volume at a place, and
// not the service.
func implied(s *compose.Service, made image.InspectResponse, target string) bool {
	if made.Config == nil || slices.ContainsFunc(s.Volumes, func(m compose.Mount) bool { return m.Target == target }) {
		return false
	}
	_, ok := made.Config.Volumes[target]
	return ok
}
