package spec_test

import (
	"slices"
	"testing"

	"gocompose/compose"
	"gocompose/engine/spec"
)

// TestMacAddress gives the hardware address to the container up to API 1.43,
// and to the endpoint from 1.44 on.
func TestMacAddress(t *testing.T) {
	const mac = "02:42:ac:11:00:99"
	for _, c := range []struct {
		service, endpoint string
	}{
		{`{image: nginx, mac_address: "` + mac + `"}`, "shop_default"},
		{`{image: nginx, networks: {back: {mac_address: "` + mac + `"}, front: {priority: -1}}}`, "shop_back"},
		{`{image: nginx, mac_address: "` + mac + `", networks: {back: , front: {priority: 1}}}`, "shop_front"},
		{`{image: nginx, mac_address: "` + mac + `", network_mode: bridge}`, "bridge"},
	} {
		old := one(t, c.service, spec.Instance{OneEndpoint: true})
		if old.Config.MacAddress != mac {
			t.Errorf("%s: the container has %q", c.service, old.Config.MacAddress)
		}
		for name, e := range old.NetworkingConfig.EndpointsConfig {
			if e.MacAddress != "" {
				t.Errorf("%s: the endpoint on %s has %q too, which an old engine refuses", c.service, name, e.MacAddress)
			}
		}
		recent := one(t, c.service, spec.Instance{})
		if e := recent.NetworkingConfig.EndpointsConfig[c.endpoint]; e == nil || e.MacAddress != mac || recent.Config.MacAddress != "" {
			t.Errorf("%s: the container has %q, the endpoint is %+v", c.service, recent.Config.MacAddress, e)
		}
	}
}

// TestLinks names what a link adds: on a network an alias of the service, on
// the engine's bridge those of its containers.
func TestLinks(t *testing.T) {
	three := 3
	db := &compose.Service{Name: "db", Scale: &three}
	named := &compose.Service{Name: "named", ContainerName: "cache"}
	for _, c := range []struct {
		mode                string
		links, externals    []string
		endpoint, container []string
	}{
		{links: []string{"db:database"}, endpoint: []string{"db:database", "shop-db-1:db-1", "shop-db-2:db-2", "shop-db-3:db-3"}},
		{links: []string{"named", "named:named"}, endpoint: []string{"cache:named-1"}},
		{externals: []string{"old:o", "older"}, endpoint: []string{"old:o", "older:older"}},
		{mode: "bridge", links: []string{"named:c"}, externals: []string{"old"}, container: []string{"cache:c", "cache:named-1", "old:old"}},
		{mode: "bridge", links: []string{"named"}, container: []string{"cache:named", "cache:named-1"}},
		{mode: "host", links: []string{"named"}},
		{},
	} {
		web := &compose.Service{Name: "web", Image: "nginx", Links: c.links, ExternalLinks: c.externals, NetworkMode: c.mode}
		if c.mode == "" {
			web.Networks = map[string]*compose.ServiceNetwork{"n": nil}
		}
		p := &compose.Project{Name: "shop", Services: map[string]*compose.Service{"web": web, "db": db, "named": named},
			Networks: map[string]*compose.Network{"n": {Name: "shop_n"}}}
		r := spec.Container(p, web, spec.Instance{})
		if !slices.Equal(r.HostConfig.Links, c.container) {
			t.Errorf("%+v: the container has %q, want %q", c, r.HostConfig.Links, c.container)
		}
		if e := r.NetworkingConfig.EndpointsConfig["shop_n"]; e != nil && !slices.Equal(e.Links, c.endpoint) {
			t.Errorf("%+v: the endpoint has %q, want %q", c, e.Links, c.endpoint)
		}
	}
}
