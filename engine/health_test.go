package engine

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"gocompose/engine/endpoint"
	"gocompose/engine/plan"
)

// What the list of an engine says of health is asked for again where it may be
// from before the last start, and only there.
func TestFreshHealth(t *testing.T) {
	var asked atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		probed := "2026-01-01T12:00:01Z"
		if strings.Contains(r.URL.Path, "stale") {
			probed = "2026-01-01T11:59:59Z"
		}
		fmt.Fprintf(w, `{"State": {"StartedAt": "2026-01-01T12:00:00Z", "Health": {"Status": "healthy", "Log": [{"Start": %q}]}}}`, probed)
	}))
	defer srv.Close()
	t.Setenv("DOCKER_HOST", strings.Replace(srv.URL, "http", "tcp", 1))
	t.Setenv("DOCKER_API_VERSION", "1.41")
	e, err := Open(endpoint.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	containers := []plan.Container{
		{ID: "stale", Health: "healthy", Status: "Up Less than a second (healthy)"},
		{ID: "fresh", Health: "healthy", Status: "Up Less than a second (healthy)"},
		{ID: "stale-but-old", Health: "healthy", Status: "Up 3 seconds (healthy)"},
		{ID: "stale-and-starting", Health: "starting", Status: "Up Less than a second (health: starting)"},
	}
	if err := e.freshHealth(t.Context(), containers); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"starting", "healthy", "healthy", "starting"} {
		if containers[i].Health != want {
			t.Errorf("%s: %s, want %s", containers[i].ID, containers[i].Health, want)
		}
	}
	if n := asked.Load(); n != 2 {
		t.Errorf("asked %d times", n)
	}
}
