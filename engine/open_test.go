package engine

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/docker/cli/cli/config"

	"gocompose/engine/build"
	"gocompose/engine/endpoint"
)

// TestHeaders: what HttpHeaders of the docker configuration says goes with every
// call, as proxies before an engine may ask for it.
func TestHeaders(t *testing.T) {
	folder := t.TempDir()
	config.SetDir(folder)
	if err := os.WriteFile(filepath.Join(folder, "config.json"), []byte(`{"HttpHeaders": {"X-Team": "shop"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("X-Team"); got != "shop" {
			t.Errorf("%s comes with %q", r.URL, got)
		}
		if r.URL.Path == "/grpc" {
			w.WriteHeader(http.StatusNotFound)
		}
		w.Write([]byte("{}"))
	}))
	defer server.Close()
	e, err := Open(endpoint.Choice{Host: server.Listener.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if _, err := e.client.Info(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := build.Find(t.Context(), e.builds(), build.Auto); err != nil {
		t.Error(err)
	}
}

func TestHostname(t *testing.T) {
	config.SetDir(t.TempDir())
	for address, want := range map[string]string{
		"unix:///run/docker.sock": "localhost", "tcp://10.0.0.7:2375": "10.0.0.7", "tcp://[fd00::7]": "fd00::7", "ssh://me@box:22": "box",
	} {
		e, err := Open(endpoint.Choice{Host: address})
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Hostname(); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
		e.Close()
	}
}
