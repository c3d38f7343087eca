package enginetest_test

import (
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/mount"
	"github.com/docker/docker/api/types/network"

	"gocompose/engine/enginetest"
)

func ipam(pools ...network.IPAMConfig) network.CreateOptions {
	return network.CreateOptions{IPAM: &network.IPAM{Config: pools}}
}

// TestIPAM gives what Engine 20.10.24 said to these networks, and Engine 25 on
// where that judges addresses first.
func TestIPAM(t *testing.T) {
	yes := true
	withIPv6 := func(o network.CreateOptions) network.CreateOptions { o.EnableIPv6 = &yes; return o }
	for _, c := range []struct {
		options  network.CreateOptions
		old, new string // part of the error; empty: none
	}{
		{ipam(network.IPAMConfig{Subnet: "10.78.0.0/24", Gateway: "10.79.0.1"}), "failed to allocate gateway (10.79.0.1): Requested address is out of range", "invalid gateway 10.79.0.1"},
		{ipam(network.IPAMConfig{Subnet: "10.78.0.0"}), "Invalid subnet 10.78.0.0 : invalid CIDR address", "invalid subnet 10.78.0.0"},
		{ipam(network.IPAMConfig{}), "Invalid subnet  : invalid CIDR address", "invalid subnet"},
		{ipam(network.IPAMConfig{Subnet: "10.78.0.5/24"}), "", "it should be 10.78.0.0/24"},
		{ipam(network.IPAMConfig{Subnet: "10.78.0.0/24"}, network.IPAMConfig{Subnet: "10.79.0.0/24"}), "bridge driver doesn't support multiple subnets", "bridge driver doesn't support multiple subnets"},
		{ipam(network.IPAMConfig{Subnet: "172.17.5.0/24"}), "Pool overlaps with other one on this address space", "Pool overlaps"},
		{ipam(network.IPAMConfig{Subnet: "10.78.0.0/24", AuxAddress: map[string]string{"a": "10.79.0.9"}}), "auxiliary address: (a:10.79.0.9) must belong to the master pool: 10.78.0.0/24", "invalid auxiliary address a"},
		{network.CreateOptions{IPAM: &network.IPAM{Driver: "nope"}}, `plugin "nope" not found`, `plugin "nope" not found`},
		{network.CreateOptions{Driver: "host"}, `only one instance of "host" network is allowed`, `only one instance`},
		{withIPv6(network.CreateOptions{}), "could not find an available, non-overlapping IPv6 address pool", ""},
		{withIPv6(ipam(network.IPAMConfig{Subnet: "fd00:78::/64"})), "", ""},
		{ipam(network.IPAMConfig{Subnet: "10.78.0.0/24", IPRange: "10.78.0.128/25", AuxAddress: map[string]string{"a": "10.78.0.9"}}), "", ""},
	} {
		for version, want := range map[string]string{"1.41": c.old, "1.51": c.new} {
			srv := open(t, enginetest.Options{APIVersion: version})
			_, err := dial(t, srv).NetworkCreate(bounded(t), "n", c.options)
			if (err != nil) != (want != "") || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %+v: %v, want %q", version, c.options.IPAM, err, want)
			}
		}
	}
}

// TestStaticAddresses starts containers with addresses that the network has,
// or has not.
func TestStaticAddresses(t *testing.T) {
	yes := true
	srv := enginetest.New(t)
	srv.AddImage("img", enginetest.Image{})
	api, ctx := dial(t, srv), bounded(t)
	options := ipam(network.IPAMConfig{Subnet: "10.78.0.0/24", Gateway: "10.78.0.1", AuxAddress: map[string]string{"a": "10.78.0.9"}}, network.IPAMConfig{Subnet: "fd00:78::/64"})
	options.EnableIPv6 = &yes
	_, err := api.NetworkCreate(ctx, "n", options)
	check(t, err)
	_, err = api.NetworkCreate(ctx, "plain", network.CreateOptions{})
	check(t, err)
	for _, c := range []struct {
		network string
		asked   network.EndpointIPAMConfig
		four    string
		six     string
		problem string
	}{
		{network: "n", asked: network.EndpointIPAMConfig{IPv4Address: "10.78.0.20", IPv6Address: "fd00:78::20"}, four: "10.78.0.20", six: "fd00:78::20"},
		{network: "n", asked: network.EndpointIPAMConfig{IPv4Address: "10.78.0.20"}, problem: "Address already in use"},
		{network: "n", asked: network.EndpointIPAMConfig{IPv4Address: "10.78.0.1"}, problem: "Address already in use"},
		{network: "n", asked: network.EndpointIPAMConfig{IPv4Address: "10.78.0.9"}, problem: "Address already in use"},
		{network: "n", asked: network.EndpointIPAMConfig{IPv4Address: "10.99.0.9"}, problem: "Invalid address 10.99.0.9: It does not belong to any of this network's subnets"},
		{network: "plain", asked: network.EndpointIPAMConfig{IPv4Address: "172.18.0.9"}, problem: "only when connecting to networks with user configured subnets"},
		{network: "bridge", asked: network.EndpointIPAMConfig{IPv4Address: "172.17.0.9"}, problem: "supported on user defined networks only"},
		{network: "n", asked: network.EndpointIPAMConfig{LinkLocalIPs: []string{"169.254.8.8"}}, four: "10.78.0.2", six: "fd00:78::2"},
	} {
		made, err := api.ContainerCreate(ctx, &container.Config{Image: "img"}, &container.HostConfig{NetworkMode: container.NetworkMode(c.network)},
			&network.NetworkingConfig{EndpointsConfig: map[string]*network.EndpointSettings{c.network: {IPAMConfig: &c.asked}}}, nil, "")
		check(t, err)
		err = api.ContainerStart(ctx, made.ID, container.StartOptions{})
		if (err != nil) != (c.problem != "") || err != nil && !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%+v: %v, want %q", c.asked, err, c.problem)
		}
		seen, err := api.ContainerInspect(ctx, made.ID)
		check(t, err)
		if e := seen.NetworkSettings.Networks[c.network]; e.IPAddress != c.four || e.GlobalIPv6Address != c.six {
			t.Errorf("%+v: has %s and %s, want %s and %s", c.asked, e.IPAddress, e.GlobalIPv6Address, c.four, c.six)
		}
	}
}

// TestMountTypes refuses what an engine does not know.
func TestMountTypes(t *testing.T) {
	for _, c := range []struct {
		mount    mount.Mount
		old, new string
	}{
		{mount.Mount{Type: "image", Source: "img", Target: "/x"}, `invalid mount config for type "image": mount type unknown`, ""},
		{mount.Mount{Type: "image", Source: "none", Target: "/x"}, "mount type unknown", "No such image: none"},
		{mount.Mount{Type: "npipe", Source: `\\.\pipe\x`, Target: `\\.\pipe\x`}, "mount type unknown", "mount type unknown"},
		{mount.Mount{Type: "tmpfs", Source: "a", Target: "/x"}, "field Source must not be specified", "field Source must not be specified"},
		{mount.Mount{Type: "tmpfs", Target: "/x"}, "", ""},
	} {
		for version, want := range map[string]string{"1.41": c.old, "1.51": c.new} {
			srv := open(t, enginetest.Options{APIVersion: version})
			srv.AddImage("img", enginetest.Image{})
			_, err := dial(t, srv).ContainerCreate(bounded(t), &container.Config{Image: "img"}, &container.HostConfig{Mounts: []mount.Mount{c.mount}}, nil, nil, "")
			if (err != nil) != (want != "") || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %+v: %v, want %q", version, c.mount, err, want)
			}
		}
	}
}
