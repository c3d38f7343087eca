package spec_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/mount"
	"github.com/docker/docker/api/types/network"

	"gocompose/engine/spec"
)

// TestForeignVolumes tells the anonymous volumes that the image asks for from
// those that the service asked for.
func TestForeignVolumes(t *testing.T) {
	var made image.InspectResponse
	if err := json.Unmarshal([]byte(`{"Config": {"Volumes": {"/data": {}}}}`), &made); err != nil {
		t.Fatal(err)
	}
	a, b := strings.Repeat("a", 64), strings.Repeat("b", 64)
	seen := container.InspectResponse{
		ContainerJSONBase: &container.ContainerJSONBase{ID: a, Name: "/shop_web_1", HostConfig: &container.HostConfig{
			Binds:  []string{a + ":/data:rw", "/srv:/srv:ro", "named:/named:rw"},
			Mounts: []mount.Mount{{Type: mount.TypeVolume, Source: b, Target: "/own"}},
		}},
		Config:          &container.Config{Labels: map[string]string{spec.LabelNumber: "1"}},
		NetworkSettings: &container.NetworkSettings{Networks: map[string]*network.EndpointSettings{"by-hand": {}}},
		Mounts: []container.MountPoint{
			{Type: mount.TypeVolume, Name: a, Destination: "/data"}, {Type: mount.TypeVolume, Name: b, Destination: "/own"},
			{Type: mount.TypeVolume, Name: "named", Destination: "/named"}, {Type: mount.TypeBind, Source: "/srv", Destination: "/srv"},
		},
	}
	for service, want := range map[string]string{
		`{image: redis}`:                     `["/own","/srv:/srv:ro","named:/named"]`,
		`{image: redis, volumes: ["/data"]}`: `["/data","/own","/srv:/srv:ro","named:/named"]`,
	} {
		p := projectOf(t, service)
		got := spec.DescribeForeign(p, p.Services["web"], seen, made)
		if got["volumes"] != want {
			t.Errorf("%s: %s, not %s", service, got["volumes"], want)
		}
		if name, network := got["container_name"], got["networks.by-hand"]; name != "" || network != "" {
			t.Errorf("%s: name %s, network %s", service, name, network)
		}
	}
}
