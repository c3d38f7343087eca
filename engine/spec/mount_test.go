package spec_test

import (
	"testing"

	"gocompose/compose"
	"gocompose/engine/spec"
)

// TestMountedImages names the image of a service that is mounted, and labels a
// container with what it mounts, as docker compose does.
func TestMountedImages(t *testing.T) {
	source := &compose.Service{Name: "assets", Build: &compose.Build{}}
	web := &compose.Service{Name: "web", Image: "nginx", Volumes: []compose.Mount{
		{Type: compose.MountImage, Source: "assets", Target: "/a"}, {Type: compose.MountImage, Source: "alpine:3", Target: "/b"},
	}}
	p := &compose.Project{Name: "shop", Services: map[string]*compose.Service{"web": web, "assets": source}}
	r := spec.Container(p, web, spec.Instance{Mounted: "/a=sha256:1,/b=sha256:2"})
	if got := r.HostConfig.Mounts[0].Source + " " + r.HostConfig.Mounts[1].Source; got != "shop-assets alpine:3" {
		t.Errorf("mounts are of %s", got)
	}
	if got := r.Labels[spec.LabelMounted]; got != "/a=sha256:1,/b=sha256:2" {
		t.Errorf("the label is %q", got)
	}
	if _, ok := spec.Container(p, web, spec.Instance{}).Labels[spec.LabelMounted]; ok {
		t.Error("there is a label where nothing is mounted")
	}
}
