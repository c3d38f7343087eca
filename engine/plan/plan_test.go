package plan_test

import (
	"strings"
	"testing"

	"gocompose/engine/plan"
)

func TestEmpty(t *testing.T) {
	wait := plan.Step{Op: plan.AwaitContainer{}}
	for _, c := range []struct {
		name  string
		steps []plan.Step
		want  bool
	}{
		{"no steps", nil, true},
		{"only a wait", []plan.Step{wait}, true},
		{"a start and a wait", []plan.Step{{Op: plan.StartContainer{}}, wait}, false},
	} {
		if got := (&plan.Plan{Steps: c.steps}).Empty(); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestAPI(t *testing.T) {
	for _, c := range []struct {
		a, b   string
		before bool
	}{
		{"1.41", "1.44", true},
		{"1.44", "1.44", false},
		{"1.100", "1.44", false},
		{"1.9", "1.10", true},
		{"2.0", "1.44", false},
		{"1.44", "2.0", true},
		{"", "1.12", true},
		{"nonsense", "1.12", true},
	} {
		if got := plan.ParseAPI(c.a).Before(plan.ParseAPI(c.b)); got != c.before {
			t.Errorf("%q before %q: %v", c.a, c.b, got)
		}
	}
	if got := plan.ParseAPI("1.41").String(); got != "1.41" {
		t.Errorf("1.41 is written %s", got)
	}
}

func TestStateImage(t *testing.T) {
	id := "sha256:" + digest("redis")
	image := plan.Image{ID: id}
	s := &plan.State{Images: map[string]plan.Image{
		id: image, "redis:latest": image, "localhost:5000/app:1": image, "redis@" + id: image,
	}}
	for ref, want := range map[string]bool{
		"redis":                             true,
		"redis:latest":                      true,
		"library/redis":                     true,
		"docker.io/library/redis:latest":    true,
		"index.docker.io/library/redis":     true,
		"redis@" + id:                       true,
		"docker.io/library/redis@" + id:     true,
		"localhost:5000/app:1":              true,
		id:                                  true,
		"redis:7":                           false,
		"localhost:5000/app":                false,
		"other/redis":                       false,
		"redis@sha256:" + digest("another"): false,
		"UPPER":                             false,
		"":                                  false,
	} {
		if _, got := s.Image(ref); got != want {
			t.Errorf("%q: %v", ref, got)
		}
	}
}

func TestAnonymous(t *testing.T) {
	id := digest("volume")
	for _, c := range []struct {
		mount plan.MountPoint
		want  bool
	}{
		{plan.MountPoint{Type: "volume", Name: id}, true},
		{plan.MountPoint{Type: "volume", Name: "shop_data"}, false},
		{plan.MountPoint{Type: "volume", Name: strings.Repeat("x", 64)}, false},
		{plan.MountPoint{Type: "volume", Name: id[:63]}, false},
		{plan.MountPoint{Type: "bind", Source: "/" + id}, false},
		{plan.MountPoint{Type: "tmpfs"}, false},
	} {
		if got := c.mount.Anonymous(); got != c.want {
			t.Errorf("%+v: %v", c.mount, got)
		}
	}
}
