package enginetest_test

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/client"

	"gocompose/engine/enginetest"
)

func dial(t *testing.T, host string) *client.Client {
	t.Helper()
	c, err := client.NewClientWithOpts(client.WithHost(host), client.WithAPIVersionNegotiation())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func bounded(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestLifeOfAContainer(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("redis", enginetest.Image{Cmd: []string{"redis-server"}, Exposed: []string{"6379/tcp"}})
	api, ctx := dial(t, srv.Host()), bounded(t)

	if _, err := api.NetworkCreate(ctx, "shop_default", network.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	made, err := api.ContainerCreate(ctx, &container.Config{Image: "redis"}, &container.HostConfig{NetworkMode: "shop_default"},
		&network.NetworkingConfig{EndpointsConfig: map[string]*network.EndpointSettings{"shop_default": {Aliases: []string{"db"}}}}, nil, "shop-db-1")
	if err != nil {
		t.Fatal(err)
	}
	if err := api.ContainerStart(ctx, made.ID, container.StartOptions{}); err != nil {
		t.Fatal(err)
	}
	list, err := api.ContainerList(ctx, container.ListOptions{})
	if err != nil || len(list) != 1 || list[0].State != "running" {
		t.Fatalf("list: %+v, %v", list, err)
	}
	if err := api.ContainerStop(ctx, "shop-db-1", container.StopOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := api.ContainerRemove(ctx, "shop-db-1", container.RemoveOptions{}); err != nil {
		t.Fatal(err)
	}
	var actions []string
	for _, e := range srv.Events() {
		actions = append(actions, string(e.Type)+" "+string(e.Action))
	}
	want := []string{"network create", "container create", "network connect", "container start",
		"container kill", "container die", "network disconnect", "container stop", "container destroy"}
	if len(actions) != len(want) {
		t.Fatalf("events %q, want %q", actions, want)
	}
	for i := range want {
		if actions[i] != want[i] {
			t.Fatalf("event %d is %q, want %q", i, actions[i], want[i])
		}
	}
}

func TestPull(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddRemoteImage("alpine:3", enginetest.Image{})
	api, ctx := dial(t, srv.Host()), bounded(t)
	r, err := api.ImagePull(ctx, "alpine:3", image.PullOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(r); err != nil || len(text) == 0 {
		t.Fatalf("%q %v", text, err)
	}
	if _, err := api.ImageInspect(ctx, "alpine:3"); err != nil {
		t.Error(err)
	}
	if _, err := api.ImagePull(ctx, "nothing/there", image.PullOptions{}); !client.IsErrNotFound(err) {
		t.Errorf("pulling what is not there: %v", err)
	}
}
