package engine

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"

	"gocompose/compose"
	"gocompose/engine/enginetest"
	"gocompose/engine/plan"
)

func TestStatusText(t *testing.T) {
	for status, want := range map[string]struct {
		health string
		code   int
	}{
		"Up 3 seconds":                        {"", 0},
		"Up 3 seconds (healthy)":              {"healthy", 0},
		"Up About a minute (unhealthy)":       {"unhealthy", 0},
		"Up 1 second (health: starting)":      {"starting", 0},
		"Up 2 hours (Paused)":                 {"", 0},
		"Exited (137) 4 weeks ago":            {"", 137},
		"Exited (0) Less than a second ago":   {"", 0},
		"Restarting (3) Less than a second a": {"", 3},
		"Created":                             {"", 0},
		"":                                    {"", 0},
	} {
		if got := health(status); got != want.health {
			t.Errorf("health(%q) = %q, want %q", status, got, want.health)
		}
		if got := exitCode(status); got != want.code {
			t.Errorf("exitCode(%q) = %d, want %d", status, got, want.code)
		}
	}
}

func TestDependsOnLabel(t *testing.T) {
	for label, want := range map[string]map[string]*compose.Dependency{
		"": {},
		"db:service_healthy:true,cache:service_started:false": {
			"db":    {Condition: "service_healthy", Restart: true, Required: true},
			"cache": {Condition: "service_started", Required: true},
		},
		"db": {"db": {Required: true}},
	} {
		if got := dependsOn(label); !reflect.DeepEqual(got, want) {
			t.Errorf("dependsOn(%q) = %v, want %v", label, got, want)
		}
	}
}

func TestContainerName(t *testing.T) {
	c := container.Summary{ID: strings.Repeat("a", 64), Names: []string{"/web/db", "/shop-db-1"}}
	if got := name(c); got != "shop-db-1" {
		t.Errorf("name of a linked container: %q", got)
	}
	c.Names = nil
	if got := name(c); got != "aaaaaaaaaaaa" {
		t.Errorf("name of a nameless container: %q", got)
	}
}

func TestImagesByName(t *testing.T) {
	state := plan.State{Images: imagesByName([]image.Summary{
		{ID: "sha256:1", RepoTags: []string{"redis:latest", "mirror/redis:7"}, RepoDigests: []string{"redis@sha256:dd"}},
		{ID: "sha256:2", RepoTags: []string{"<none>:<none>"}, RepoDigests: []string{"<none>@<none>"}},
	})}
	for ref, want := range map[string]string{
		"redis": "sha256:1", "redis:latest": "sha256:1", "docker.io/library/redis": "sha256:1", "mirror/redis:7": "sha256:1",
		"sha256:2": "sha256:2", "redis:8": "", "<none>:<none>": "", "Not A Reference": "",
	} {
		if got, _ := state.Image(ref); got.ID != want {
			t.Errorf("image %q is %q, want %q", ref, got.ID, want)
		}
	}
}

func TestObserveParts(t *testing.T) {
	b := newBench(t, `
services:
  web:
    image: gocompose-test
    command: sleep 1000
    ports: ["127.0.0.1:18080:80"]
    volumes: [data:/data, /anonymous]
    depends_on: {db: {condition: service_started}}
  db: {image: gocompose-test, command: sleep 1000}
volumes: {data: }
`)
	b.mustUp(plan.UpOptions{})
	state, err := b.engine.Observe(t.Context(), "shop")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(state.Containers, func(c plan.Container) bool { return c.Name == "shop-web-1" })
	if i < 0 {
		t.Fatalf("no shop-web-1 among %d containers", len(state.Containers))
	}
	web := state.Containers[i]
	if web.State != "running" || web.Service != "web" || web.Number != 1 || web.DependsOn["db"] == nil || web.Attributes["ports"] == "" {
		t.Errorf("container %+v", web)
	}
	if len(web.Ports) != 1 || web.Ports[0] != (plan.PublishedPort{HostIP: "127.0.0.1", Published: 18080, Target: 80, Protocol: "tcp"}) {
		t.Errorf("ports %+v", web.Ports)
	}
	anonymous := slices.DeleteFunc(slices.Clone(web.Mounts), func(m plan.MountPoint) bool { return !m.Anonymous() })
	if len(web.Mounts) != 2 || len(anonymous) != 1 || anonymous[0].Target != "/anonymous" {
		t.Errorf("mounts %+v", web.Mounts)
	}
	if other, err := b.engine.Observe(t.Context(), "elsewhere"); err != nil || len(other.Containers) != 0 || len(other.Others) != 2 {
		t.Errorf("seen from another project: %+v, %v", other, err)
	}
}

// The engine lists the ports of a container in any order.
func TestObservedPorts(t *testing.T) {
	seen := observed(container.Summary{Names: []string{"/shop-web-1"}, Ports: []container.Port{
		{IP: "::", PublicPort: 8080, PrivatePort: 80, Type: "tcp"},
		{IP: "0.0.0.0", PublicPort: 9090, PrivatePort: 80, Type: "tcp"},
		{IP: "0.0.0.0", PublicPort: 8080, PrivatePort: 80, Type: "tcp"},
		{PrivatePort: 53, Type: "udp"},
		{PrivatePort: 53, Type: "tcp"},
	}})
	want := []plan.PublishedPort{
		{Target: 53, Protocol: "tcp"},
		{Target: 53, Protocol: "udp"},
		{HostIP: "0.0.0.0", Published: 8080, Target: 80, Protocol: "tcp"},
		{HostIP: "::", Published: 8080, Target: 80, Protocol: "tcp"},
		{HostIP: "0.0.0.0", Published: 9090, Target: 80, Protocol: "tcp"},
	}
	if !slices.Equal(seen.Ports, want) {
		t.Errorf("ports %+v, want %+v", seen.Ports, want)
	}
}

// An engine whose images are in containerd's store says so of an image that is removed while it lists them.
func TestObserveWhileAnImageGoes(t *testing.T) {
	for name, c := range map[string]struct {
		fault enginetest.Fault
		fails bool
	}{
		"once":        {enginetest.Fault{Nth: 1, Status: http.StatusNotFound, Message: "content digest sha256:11: not found"}, false},
		"every time":  {enginetest.Fault{Status: http.StatusNotFound, Message: "content digest sha256:11: not found"}, true},
		"other words": {enginetest.Fault{Nth: 1, Status: http.StatusInternalServerError, Message: "disk is broken"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, twoServices)
			c.fault.Method, c.fault.Path = "GET", "/images/json"
			b.srv.FailCall(c.fault)
			state, err := b.engine.Observe(t.Context(), "shop")
			if c.fails != (err != nil) {
				t.Fatalf("error %v", err)
			}
			if err == nil && len(state.Images) == 0 {
				t.Error("no images")
			}
		})
	}
}

func TestNoEngine(t *testing.T) {
	b := newBench(t, twoServices)
	b.srv.Close()
	_, err := b.engine.Observe(t.Context(), "shop")
	if err == nil || !strings.Contains(err.Error(), "start Docker") {
		t.Errorf("error %v", err)
	}
}

func TestPull(t *testing.T) {
	b := newBench(t, "services: {web: {image: acme/app:1}}")
	b.srv.AddRemoteImage("acme/app:1", enginetest.Image{})
	pull := func() error {
		state, err := b.engine.Observe(t.Context(), "shop")
		if err != nil {
			t.Fatal(err)
		}
		p, problems := plan.Images(b.project, state, plan.ImageOptions{})
		if problems.Err() != nil {
			t.Fatal(problems)
		}
		return b.apply(p, ApplyOptions{Project: b.project, State: state})
	}
	if err := pull(); err != nil {
		t.Fatal(err)
	}
	if b.phases(Progress) == nil {
		t.Error("the pull told no progress")
	}
	b.load("services: {web: {image: acme/other:1}}")
	if err := pull(); err == nil || !strings.Contains(err.Error(), "docker login") {
		t.Errorf("error of an image that nobody has: %v", err)
	}
}
