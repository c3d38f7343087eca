package enginetest_test

import (
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"

	"gocompose/engine/enginetest"
)

// pull gives the answer's text.
func pull(t *testing.T, api *client.Client, ref string) string {
	t.Helper()
	r, err := api.ImagePull(bounded(t), ref, image.PullOptions{})
	check(t, err)
	defer r.Close()
	text, err := io.ReadAll(r)
	check(t, err)
	return string(text)
}

func TestPull(t *testing.T) {
	srv := enginetest.New(t)
	old := srv.AddRemoteImage("alpine", enginetest.Image{ID: "sha256:" + strings.Repeat("a", 64)})
	api, ctx := dial(t, srv), bounded(t)
	first := pull(t, api, "alpine")
	for _, want := range []string{`{"status":"Pulling from library/alpine","id":"latest"}` + "\r\n", `"Pull complete"`, "Status: Downloaded newer image for alpine:latest"} {
		if !strings.Contains(first, want) {
			t.Errorf("no %s in %s", want, first)
		}
	}
	if second := pull(t, api, "alpine:latest"); !strings.Contains(second, "Status: Image is up to date for alpine:latest") || strings.Contains(second, "Pull complete") {
		t.Errorf("second pull: %s", second)
	}
	srv.AddRemoteImage("alpine", enginetest.Image{ID: "sha256:" + strings.Repeat("b", 64)})
	pull(t, api, "alpine")
	got, err := api.ImageInspect(ctx, "alpine")
	if err != nil || got.ID != "sha256:"+strings.Repeat("b", 64) || len(got.RepoDigests) != 1 {
		t.Errorf("%+v %v", got, err)
	}
	if left, err := api.ImageInspect(ctx, old); err != nil || len(left.RepoTags) != 0 {
		t.Errorf("the old image: %+v %v", left.RepoTags, err)
	}
	if byDigest, err := api.ImageInspect(ctx, got.RepoDigests[0]); err != nil || byDigest.ID != got.ID {
		t.Errorf("by digest: %v", err)
	}
	if events := actions(srv.Events()); !slices.Equal(events, []string{"image pull", "image pull", "image pull"}) {
		t.Errorf("events %q", events)
	}
}

func TestPullRefused(t *testing.T) {
	api := dial(t, enginetest.New(t))
	for ref, want := range map[string]string{
		"nothing/there": "pull access denied for nothing/there, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
		"nothing:1":     "pull access denied for nothing, repository does not exist",
	} {
		_, err := api.ImagePull(bounded(t), ref, image.PullOptions{})
		if !cerrdefs.IsNotFound(err) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", ref, err)
		}
	}
}

func TestMergeOfConfigurations(t *testing.T) {
	base := enginetest.Image{
		Entrypoint: []string{"/entry"}, Cmd: []string{"run"}, Env: []string{"A=1", "B=2"}, User: "app", WorkingDir: "/w", StopSignal: "SIGINT",
		Labels: map[string]string{"l": "image", "m": "image"}, Healthcheck: &container.HealthConfig{Test: []string{"CMD", "ok"}, Interval: time.Second, Retries: 5},
	}
	for _, c := range []struct {
		name string
		own  container.Config
		path string
		args []string
		look func(*container.Config) any
		want any
	}{
		{"nothing own", container.Config{}, "/entry", []string{"run"}, func(c *container.Config) any { return []string{c.User, c.WorkingDir, c.StopSignal} }, []string{"app", "/w", "SIGINT"}},
		{"own command", container.Config{Cmd: []string{"x", "y"}}, "/entry", []string{"x", "y"}, func(c *container.Config) any { return c.User }, "app"},
		{"own entrypoint", container.Config{Entrypoint: []string{"/mine"}}, "/mine", []string{}, func(c *container.Config) any { return len(c.Cmd) }, 0},
		{"both", container.Config{Entrypoint: []string{"/mine"}, Cmd: []string{"z"}}, "/mine", []string{"z"}, func(c *container.Config) any { return c.StopSignal }, "SIGINT"},
		{"environment", container.Config{Env: []string{"B=9", "C=3"}}, "/entry", []string{"run"}, func(c *container.Config) any { return c.Env }, []string{"B=9", "C=3", "A=1"}},
		{"labels", container.Config{Labels: map[string]string{"l": "own"}}, "/entry", []string{"run"}, func(c *container.Config) any { return c.Labels }, map[string]string{"l": "own", "m": "image"}},
		{"health check", container.Config{Healthcheck: &container.HealthConfig{Interval: time.Minute}}, "/entry", []string{"run"},
			func(c *container.Config) any { return *c.Healthcheck }, container.HealthConfig{Test: []string{"CMD", "ok"}, Interval: time.Minute, Retries: 5}},
		{"user", container.Config{User: "root"}, "/entry", []string{"run"}, func(c *container.Config) any { return c.User }, "root"},
	} {
		srv := enginetest.New(t)
		srv.AddImage("img", base)
		api := dial(t, srv)
		c.own.Image = "img"
		made, err := api.ContainerCreate(bounded(t), &c.own, nil, nil, nil, "")
		check(t, err)
		got, err := api.ContainerInspect(bounded(t), made.ID)
		check(t, err)
		if got.Path != c.path || !slices.Equal(got.Args, c.args) {
			t.Errorf("%s: %s %q, want %s %q", c.name, got.Path, got.Args, c.path, c.args)
		}
		if value := c.look(got.Config); !reflect.DeepEqual(value, c.want) {
			t.Errorf("%s: %v, want %v", c.name, value, c.want)
		}
	}
}

func TestImageRemoval(t *testing.T) {
	srv := enginetest.New(t)
	id := srv.AddImage("img:1", enginetest.Image{})
	api, ctx := dial(t, srv), bounded(t)
	check(t, api.ImageTag(ctx, "img:1", "other:2"))
	running := run(t, api, "app", &container.Config{Image: "img:1"}, nil)
	for _, c := range []struct{ ref, want string }{
		{id, "(cannot be forced) - image is being used by running container " + running[:12]},
		{"none", "No such image: none:latest"},
	} {
		if _, err := api.ImageRemove(ctx, c.ref, image.RemoveOptions{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.ref, err, c.want)
		}
	}
	if _, err := api.ImageRemove(ctx, "other:2", image.RemoveOptions{}); err != nil {
		t.Error(err)
	}
	if _, err := api.ImageRemove(ctx, "img:1", image.RemoveOptions{}); err == nil || !strings.Contains(err.Error(), "must force") {
		t.Errorf("the last name of an image in use: %v", err)
	}
	check(t, api.ContainerRemove(ctx, running, container.RemoveOptions{Force: true}))
	removed, err := api.ImageRemove(ctx, "img:1", image.RemoveOptions{})
	if err != nil || len(removed) != 2 || removed[1].Deleted != id || len(srv.Images()) != 0 {
		t.Errorf("%+v %v", removed, err)
	}
}

func TestImageFilters(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("shop-web", enginetest.Image{Labels: map[string]string{"p": "shop"}})
	srv.AddImage("localhost:5000/shop/db:2", enginetest.Image{})
	api := dial(t, srv)
	for _, c := range []struct {
		key, value string
		want       int
	}{
		{"reference", "shop-web", 1}, {"reference", "shop-*", 1}, {"reference", "shop-web:latest", 1}, {"reference", "shop-web:2", 0},
		{"reference", "localhost:5000/shop/db", 1}, {"reference", "*", 1}, {"label", "p", 1}, {"label", "p=shop", 1}, {"label", "p=x", 0},
		{"dangling", "true", 0}, {"dangling", "false", 2},
	} {
		list, err := api.ImageList(bounded(t), image.ListOptions{Filters: filters.NewArgs(filters.Arg(c.key, c.value))})
		if err != nil || len(list) != c.want {
			t.Errorf("%s=%s: %d, %v, want %d", c.key, c.value, len(list), err, c.want)
		}
	}
}
