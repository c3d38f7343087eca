package compose

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGrantPaths(t *testing.T) {
	for _, c := range []struct{ target, config, secret string }{
		{"", "/src", "/run/secrets/src"},
		{"x", "/x", "/run/secrets/x"},
		{"a/../b", "/b", "/run/secrets/b"},
		{"/etc/x", "/etc/x", "/etc/x"},
		{`C:\x`, `C:\x`, `C:\x`},
	} {
		m := FileMount{Source: "src", Target: c.target}
		if config, secret := m.ConfigPath(), m.SecretPath(); config != c.config || secret != c.secret {
			t.Errorf("%q: %s and %s, want %s and %s", c.target, config, secret, c.config, c.secret)
		}
	}
}

func TestMainNetwork(t *testing.T) {
	for want, networks := range map[string]map[string]*ServiceNetwork{
		"":  nil,
		"a": {"b": nil, "a": nil},
		"c": {"a": nil, "c": {Priority: 5}, "d": {Priority: 5}},
		"d": {"c": {Priority: -1}, "d": nil},
	} {
		if got := (&Service{Networks: networks}).MainNetwork(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestPlatform(t *testing.T) {
	p := &Project{Environment: map[string]string{"DOCKER_DEFAULT_PLATFORM": "linux/arm64"}}
	if got := p.Platform(&Service{}); got != "linux/arm64" {
		t.Errorf("without platform: %q", got)
	}
	if got := p.Platform(&Service{Platform: "linux/amd64"}); got != "linux/amd64" {
		t.Errorf("with platform: %q", got)
	}
	if got := new(Project).Platform(&Service{}); got != "" {
		t.Errorf("without anything: %q", got)
	}
}

func TestIsCDI(t *testing.T) {
	for name, want := range map[string]bool{
		"vendor.com/gpu=0": true, "nvidia.com/gpu=all": true, "v/c_d=GPU:1": true,
		"/dev/a=b": false, "vendor.com/gpu": false, "gpu=0": false, "": false,
	} {
		if got := (Device{Source: name, Target: name}).IsCDI(); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
	if (Device{Source: "vendor.com/gpu=0", Target: "/dev/x"}).IsCDI() {
		t.Error("a device with a path in the container has no CDI name")
	}
}

// TestLenient loads what docker compose refuses, or stumbles over, without need.
func TestLenient(t *testing.T) {
	for _, text := range []string{
		"{cpus: 1, deploy: {resources: {limits: {memory: 1g}}}}",
		"{pid: }",
		"{devices: [{source: /dev/x}]}",
	} {
		load(t, "services: {a: {image: a, "+text[1:]+"}")
	}
	p := load(t, "services: {a: {image: a, devices: [{source: /dev/x}]}}")
	if got := p.Services["a"].Devices[0].Target; got != "/dev/x" {
		t.Errorf("a device's target is %q", got)
	}
}

func TestImpliedPlaces(t *testing.T) {
	p := load(t, "services:\n  a: {image: a}\n  b:\n    image: b\n    links: [\"a:x\"]\n    pid: service:c\n  c: {image: c, volumes_from: [a]}\n")
	for place, pos := range map[string]string{
		"-:5:13": p.Services["b"].DependsOn["a"].Pos.String(),
		"-:6:10": p.Services["b"].DependsOn["c"].Pos.String(),
		"-:7:32": p.Services["c"].DependsOn["a"].Pos.String(),
	} {
		if pos != place {
			t.Errorf("%s, want %s", pos, place)
		}
	}
}

// TestWarnedOnce wants a warning when a service is first enabled, and not again.
func TestWarnedOnce(t *testing.T) {
	const text = "services:\n  a: {image: a, deploy: {mode: global}}\n  b: {image: b, profiles: [p], deploy: {mode: global}}\n" +
		"  c: {image: c, network_mode: host, ports: [80]}\n"
	p, problems := Load(Options{Files: []string{"-"}, Stdin: strings.NewReader(text), Dir: "/srv/shop"})
	if len(problems) != 2 {
		t.Errorf("load: %v", problems)
	}
	if _, problems = p.Select([]string{"a", "c"}); len(problems) != 0 {
		t.Errorf("select again: %v", problems)
	}
	p, problems = p.Select([]string{"b", "c"})
	if len(problems) != 1 || problems[0].Pos.String() != "-:3:41" {
		t.Errorf("select b: %v", problems)
	}
	if _, problems = p.WithScale(map[string]int{"b": 2}); len(problems) != 0 {
		t.Errorf("scale: %v", problems)
	}
}

func TestUnlinked(t *testing.T) {
	dir := t.TempDir()
	real := filepath.Join(dir, "real", "sub")
	if err := os.MkdirAll(real, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"link": filepath.Join(dir, "real"), "broken": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		"real/sub": real, "link/sub": real, "link": filepath.Join(dir, "real"), "link/new/file": filepath.Join(dir, "real/new/file"),
		"broken/x": filepath.Join(dir, "broken/x"), "none": filepath.Join(dir, "none"),
	} {
		if got := unlinked(filepath.Join(dir, path)); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
