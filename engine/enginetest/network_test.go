package enginetest_test

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/go-connections/nat"

	"gocompose/engine/enginetest"
)

func TestAddressPoolsRunOut(t *testing.T) {
	srv := enginetest.New(t)
	api, ctx := dial(t, srv), bounded(t)
	for i := range 30 {
		_, err := api.NetworkCreate(ctx, fmt.Sprint("n", i), network.CreateOptions{})
		check(t, err)
	}
	_, err := api.NetworkCreate(ctx, "one-too-many", network.CreateOptions{})
	want := "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
	check(t, api.NetworkRemove(ctx, "n7"))
	if _, err := api.NetworkCreate(ctx, "again", network.CreateOptions{}); err != nil {
		t.Error(err)
	}
	seen := map[string]bool{}
	for _, n := range srv.Networks()[3:] {
		if seen[n.IPAM.Config[0].Subnet] {
			t.Errorf("%s twice", n.IPAM.Config[0].Subnet)
		}
		seen[n.IPAM.Config[0].Subnet] = true
	}
}

func bindTo(host string, port nat.Port) (*container.Config, *container.HostConfig) {
	return &container.Config{Image: "img", ExposedPorts: nat.PortSet{port: {}}},
		&container.HostConfig{PortBindings: nat.PortMap{port: {{HostPort: host}}}}
}

func TestPorts(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("img", enginetest.Image{})
	srv.HoldPorts(7000)
	api, ctx := dial(t, srv), bounded(t)
	for i, c := range []struct {
		host string
		port nat.Port
		want string // host port, or part of the error
	}{
		{"8000", "80/tcp", "8000"},
		{"8000", "80/tcp", "Bind for 0.0.0.0:8000 failed: port is already allocated"},
		{"8000", "80/udp", "8000"},
		{"8000-8002", "80/tcp", "8001"},
		{"8000-8002", "80/tcp", "8002"},
		{"8000-8002", "80/tcp", "port is already allocated"},
		{"7000", "80/tcp", "listen tcp4 0.0.0.0:7000: bind: address already in use"},
		{"", "80/tcp", "32768"},
		{"0", "80/tcp", "32769"},
	} {
		config, host := bindTo(c.host, c.port)
		name := fmt.Sprint("c", i)
		made, err := api.ContainerCreate(ctx, config, host, nil, nil, name)
		check(t, err)
		err = api.ContainerStart(ctx, made.ID, container.StartOptions{})
		if _, number := strconv.Atoi(c.want); number != nil {
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "on endpoint "+name+" (") {
				t.Errorf("%s %s: %v, want %s", c.host, c.port, err, c.want)
			}
			continue
		}
		check(t, err)
		inspected, err := api.ContainerInspect(ctx, made.ID)
		check(t, err)
		if got := inspected.NetworkSettings.Ports[c.port]; len(got) != 2 || got[0].HostPort != c.want {
			t.Errorf("%s %s: %+v, want %s", c.host, c.port, got, c.want)
		}
	}
}

func TestStoppedContainerGivesItsPortBack(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("img", enginetest.Image{})
	api, ctx := dial(t, srv), bounded(t)
	config, host := bindTo("8000", "80/tcp")
	first := run(t, api, "first", config, host)
	check(t, api.ContainerStop(ctx, first, container.StopOptions{}))
	run(t, api, "second", config, host)
	if err := api.ContainerStart(ctx, first, container.StartOptions{}); err == nil {
		t.Error("two containers on one port")
	}
}

func freeHostPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// Many callers at once, as an orchestrator is: for the race detector.
func TestManyAtOnce(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddTestImage()
	api, ctx := dial(t, srv), bounded(t)
	_, err := api.NetworkCreate(ctx, "net", network.CreateOptions{})
	check(t, err)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			name := fmt.Sprint("c", i)
			made, err := api.ContainerCreate(ctx, &container.Config{Image: "gocompose-test", Labels: map[string]string{"n": name}},
				&container.HostConfig{NetworkMode: "net"}, nil, nil, name)
			if err != nil {
				t.Error(err)
				return
			}
			for _, step := range []func() error{
				func() error { return api.ContainerStart(ctx, made.ID, container.StartOptions{}) },
				func() error { _, err := api.ContainerList(ctx, container.ListOptions{All: true}); return err },
				func() error { return api.ContainerRestart(ctx, name, container.StopOptions{}) },
				func() error { return api.ContainerStop(ctx, name, container.StopOptions{}) },
				func() error { return api.ContainerRemove(ctx, name, container.RemoveOptions{}) },
			} {
				if err := step(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	check(t, api.NetworkRemove(ctx, "net"))
	if n := len(srv.Containers()); n != 0 {
		t.Errorf("%d left", n)
	}
}
