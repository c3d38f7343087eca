package enginetest_test

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/client"

	"gocompose/engine/enginetest"
)

func TestUnixSocket(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "engine.sock")
	srv := open(t, enginetest.Options{Socket: socket})
	if want := "unix://" + socket; srv.Host() != want {
		t.Errorf("host %s, want %s", srv.Host(), want)
	}
	if _, err := dial(t, srv).Ping(bounded(t)); err != nil {
		t.Error(err)
	}
	if _, err := enginetest.Start(enginetest.Options{Socket: filepath.Join(t.TempDir(), "no", "such", "folder")}); err == nil {
		t.Error("listened in a folder that is not there")
	}
}

func TestNegotiation(t *testing.T) {
	for _, c := range []struct{ engine, negotiated, builder string }{
		{"", "1.41", "1"}, {"1.44", "1.44", "2"}, {"1.55", "1.51", ""},
	} {
		srv := open(t, enginetest.Options{APIVersion: c.engine, BuilderVersion: c.builder})
		api := dial(t, srv)
		ping, err := api.Ping(bounded(t))
		check(t, err)
		if want := strings.TrimSpace(c.builder); want != "" && string(ping.BuilderVersion) != want {
			t.Errorf("builder %q, want %q", ping.BuilderVersion, want)
		}
		if _, err := api.ServerVersion(bounded(t)); err != nil || api.ClientVersion() != c.negotiated {
			t.Errorf("engine %q: %s, want %s; %v", c.engine, api.ClientVersion(), c.negotiated, err)
		}
	}
}

func TestVersionsNotSpoken(t *testing.T) {
	srv := enginetest.New(t)
	for version, want := range map[string]string{"1.51": "client version 1.51 is too new. Maximum supported API version is 1.41", "1.2": "client version 1.2 is too old"} {
		api, err := client.NewClientWithOpts(client.WithHost(srv.Host()), client.WithVersion(version))
		check(t, err)
		defer api.Close()
		if _, err := api.Info(bounded(t)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", version, err, want)
		}
	}
}

func TestNotServed(t *testing.T) {
	srv := enginetest.New(t)
	base := "http" + strings.TrimPrefix(srv.Host(), "tcp")
	for _, path := range []string{"/grpc", "/session", "/v1.41/session", "/build/prune", "/nothing"} {
		answer, err := http.Post(base+path, "", nil)
		check(t, err)
		answer.Body.Close()
		if answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, answer.Status)
		}
	}
}

func TestSeed(t *testing.T) {
	ids := func(seed string) []string {
		srv := open(t, enginetest.Options{Seed: seed})
		srv.AddImage("img", enginetest.Image{})
		api := dial(t, srv)
		var list []string
		for range 2 {
			made, err := api.ContainerCreate(bounded(t), &container.Config{Image: "img"}, nil, nil, nil, "")
			check(t, err)
			list = append(list, made.ID)
		}
		return list
	}
	a, b := ids("x"), ids("x")
	if !slices.Equal(a, b) || a[0] == a[1] || len(a[0]) != 64 {
		t.Errorf("%q and %q from one seed", a, b)
	}
	if slices.Equal(a, ids("y")) || slices.Equal(ids(""), ids("")) {
		t.Error("the same ids from another seed, or from none")
	}
}

func TestTimeOfOptions(t *testing.T) {
	now := time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)
	srv := open(t, enginetest.Options{Now: func() time.Time { return now }})
	srv.AddImage("img", enginetest.Image{})
	api := dial(t, srv)
	id := run(t, api, "app", &container.Config{Image: "img"}, nil)
	now = now.Add(3 * time.Minute)
	list, err := api.ContainerList(bounded(t), container.ListOptions{})
	if err != nil || list[0].Status != "Up 3 minutes" || list[0].Created != 1704164645 {
		t.Errorf("%+v %v", list, err)
	}
	if c := srv.Containers()[0]; c.ID != id || c.State.StartedAt != "2024-01-02T03:04:05Z" {
		t.Errorf("%+v", c.State)
	}
}

// What newer engines do differently, by API version.
func TestNewerEngines(t *testing.T) {
	for _, c := range []struct {
		api               string
		shortIDIsAlias    bool
		dnsNames          bool
		twoEndpoints      bool
		anonymousIsMarked bool
	}{
		{"1.41", true, false, false, false},
		{"1.43", true, false, false, true},
		{"1.44", true, true, true, true},
		{"1.45", false, true, true, true},
		{"1.51", false, true, true, true},
	} {
		srv := open(t, enginetest.Options{APIVersion: c.api})
		srv.AddImage("img", enginetest.Image{Volumes: []string{"/data"}})
		api, ctx := dial(t, srv), bounded(t)
		for _, name := range []string{"one", "two"} {
			_, err := api.NetworkCreate(ctx, name, network.CreateOptions{})
			check(t, err)
		}
		both := &network.NetworkingConfig{EndpointsConfig: map[string]*network.EndpointSettings{"one": {Aliases: []string{"web"}}, "two": {}}}
		_, err := api.ContainerCreate(ctx, &container.Config{Image: "img"}, &container.HostConfig{NetworkMode: "one"}, both, nil, "both")
		if (err == nil) != c.twoEndpoints {
			t.Errorf("%s: two endpoints: %v", c.api, err)
		}
		id := run(t, api, "app", &container.Config{Image: "img"}, &container.HostConfig{NetworkMode: "one"})
		inspected, err := api.ContainerInspect(ctx, id)
		check(t, err)
		e := inspected.NetworkSettings.Networks["one"]
		if slices.Contains(e.Aliases, id[:12]) != c.shortIDIsAlias || slices.Contains(e.DNSNames, id[:12]) != c.dnsNames {
			t.Errorf("%s: aliases %q, names %q", c.api, e.Aliases, e.DNSNames)
		}
		if _, marked := srv.Volumes()[0].Labels["com.docker.volume.anonymous"]; marked != c.anonymousIsMarked {
			t.Errorf("%s: anonymous volume %+v", c.api, srv.Volumes()[0])
		}
	}
}
