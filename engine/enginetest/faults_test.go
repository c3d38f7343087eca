package enginetest_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/client"

	"gocompose/engine/enginetest"
)

func TestFaults(t *testing.T) {
	create := func(api *client.Client, name string) error {
		_, err := api.NetworkCreate(context.Background(), name, network.CreateOptions{})
		return err
	}
	for _, c := range []struct {
		name    string
		fault   enginetest.Fault
		want    [3]string // of three creations: part of the error, empty for success
		created int
	}{
		{"none", enginetest.Fault{Method: "DELETE"}, [3]string{}, 3},
		{"every", enginetest.Fault{Method: "POST", Path: "/networks/create", Status: 500, Message: "no space left on device"},
			[3]string{"no space left on device", "no space left on device", "no space left on device"}, 0},
		{"the second", enginetest.Fault{Path: "/networks/*", Nth: 2, Status: 409, Message: "busy"}, [3]string{"", "busy", ""}, 2},
		{"other path", enginetest.Fault{Path: "/volumes/*", Status: 500}, [3]string{}, 3},
		{"dropped", enginetest.Fault{Path: "/networks/create", Nth: 1, Effect: enginetest.Drop}, [3]string{"EOF", "", ""}, 2},
		{"dropped after", enginetest.Fault{Path: "/networks/create", Nth: 1, Effect: enginetest.DropAfter}, [3]string{"EOF", "", ""}, 3},
		{"cut", enginetest.Fault{Path: "/networks/create", Nth: 1, Effect: enginetest.Cut, Bytes: 5}, [3]string{"EOF", "", ""}, 3},
		{"gone", enginetest.Fault{Path: "/networks/create", Nth: 2, Effect: enginetest.GoAway}, [3]string{"", "EOF", "Cannot connect"}, 1},
		{"late", enginetest.Fault{Path: "/networks/create", Delay: time.Millisecond}, [3]string{}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			srv := enginetest.New(t)
			srv.FailCall(c.fault)
			api := dial(t, srv)
			for i, want := range c.want {
				err := create(api, []string{"a", "b", "c"}[i])
				switch {
				case want == "" && err != nil:
					t.Errorf("creation %d: %v", i+1, err)
				case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
					t.Errorf("creation %d: %v, want %s", i+1, err, want)
				}
			}
			if got := len(srv.Networks()) - 3; got != c.created {
				t.Errorf("%d networks, want %d", got, c.created)
			}
		})
	}
}

func TestFaultStatus(t *testing.T) {
	srv := enginetest.New(t)
	srv.FailCall(enginetest.Fault{Method: "GET", Path: "/networks/*", Status: http.StatusConflict, Message: "scripted"})
	api := dial(t, srv)
	if _, err := api.NetworkInspect(bounded(t), "bridge", network.InspectOptions{}); !cerrdefs.IsConflict(err) {
		t.Errorf("%v is no conflict", err)
	}
	srv.ClearFaults()
	if _, err := api.NetworkInspect(bounded(t), "bridge", network.InspectOptions{}); err != nil {
		t.Errorf("after ClearFaults: %v", err)
	}
}

func TestComeBack(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("web", enginetest.Image{})
	api, ctx := dial(t, srv), bounded(t)
	id := run(t, api, "web", &container.Config{Image: "web"}, nil)
	srv.GoAway()
	if _, err := api.ContainerInspect(ctx, id); !client.IsErrConnectionFailed(err) {
		t.Errorf("an engine that went away: %v", err)
	}
	check(t, srv.ComeBack())
	if c, err := api.ContainerInspect(ctx, id); err != nil || !c.State.Running {
		t.Errorf("after ComeBack: %v", err)
	}
}

func TestCutPull(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddRemoteImage("alpine:3", enginetest.Image{})
	srv.FailCall(enginetest.Fault{Path: "/images/create", Effect: enginetest.Cut, Bytes: 30})
	r, err := dial(t, srv).ImagePull(bounded(t), "alpine:3", image.PullOptions{})
	check(t, err)
	text, err := io.ReadAll(r)
	if err == nil || len(text) != 30 {
		t.Errorf("read %q, %v", text, err)
	}
}

func TestDelayEndsWithTheServer(t *testing.T) {
	srv := enginetest.New(t)
	srv.FailCall(enginetest.Fault{Path: "/version", Delay: time.Hour})
	failed := make(chan error, 1)
	api := dial(t, srv)
	go func() {
		_, err := api.ServerVersion(context.Background())
		failed <- err
	}()
	waitForCall(t, srv, "GET /version")
	srv.Close()
	if err := <-failed; err == nil {
		t.Error("an answer from a closed server")
	}
}

func TestCalls(t *testing.T) {
	srv := enginetest.New(t)
	api, ctx := dial(t, srv), bounded(t)
	_, err := api.NetworkList(ctx, network.ListOptions{})
	check(t, err)
	_, err = api.NetworkCreate(ctx, "a", network.CreateOptions{Labels: map[string]string{"k": "v"}})
	check(t, err)
	api.NetworkRemove(ctx, "nothing")
	var got []string
	for _, c := range srv.Calls() {
		got = append(got, c.String())
	}
	if want := "HEAD /_ping, GET /networks, POST /networks/create, DELETE /networks/nothing"; strings.Join(got, ", ") != want {
		t.Errorf("calls %q, want %s", got, want)
	}
	changes := srv.Changes()
	if len(changes) != 2 || !strings.Contains(string(changes[0].Body), `"k":"v"`) || changes[0].Version != "1.41" ||
		changes[0].Status != 201 || changes[1].Status != 404 {
		t.Errorf("changes %+v", changes)
	}
	srv.ForgetCalls()
	if left := srv.Calls(); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}
