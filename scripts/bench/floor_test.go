package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// fakeEngine serves handler as DOCKER_HOST.
func fakeEngine(t *testing.T, handler http.HandlerFunc) *floor {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	t.Setenv("DOCKER_HOST", "tcp://"+server.Listener.Addr().String())
	e, err := newEngine()
	if err != nil {
		t.Fatal(err)
	}
	return &floor{engine: e, project: project{base: "p"}}
}

func TestFloorMakesAndRemovesEverything(t *testing.T) {
	var mu sync.Mutex
	there := map[string]bool{}
	f := fakeEngine(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		path := strings.TrimPrefix(r.URL.Path, "/"+apiVersion)
		switch {
		case path == "/networks/create":
			there["/networks/p"] = true
		case path == "/containers/create":
			there["/containers/id-of-"+r.URL.Query().Get("name")] = true
			json.NewEncoder(w).Encode(map[string]string{"Id": "id-of-" + r.URL.Query().Get("name")})
		case r.Method == "DELETE":
			delete(there, path)
		case !there[strings.TrimSuffix(path, "/start")]:
			http.NotFound(w, r)
		}
	})
	if err := f.up(t.Context(), stackSize, sleeps); err != nil {
		t.Fatal(err)
	}
	if len(there) != stackSize+1 {
		t.Errorf("%d things were made, not %d", len(there), stackSize+1)
	}
	if err := f.down(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(there) != 0 {
		t.Errorf("left behind: %v", there)
	}
}

func TestCallTellsWhatTheEngineSays(t *testing.T) {
	f := fakeEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"message":"no such image"}`, http.StatusNotFound)
	})
	err := f.up(t.Context(), 1, sleeps)
	if err == nil || !strings.Contains(err.Error(), "/networks/create: status 404") || !strings.Contains(err.Error(), "no such image") {
		t.Errorf("%v", err)
	}
}

func TestNewEngineRefuses(t *testing.T) {
	for _, host := range []string{"ssh://somebody@somewhere", "/var/run/docker.sock"} {
		t.Setenv("DOCKER_HOST", host)
		if _, err := newEngine(); err == nil || !strings.Contains(err.Error(), host) {
			t.Errorf("DOCKER_HOST=%s: %v", host, err)
		}
	}
}

func TestEachBoundsAndReports(t *testing.T) {
	var running, most, calls atomic.Int32
	err := each(50, func(i int) error {
		now := running.Add(1)
		for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
		}
		calls.Add(1)
		running.Add(-1)
		if i == 30 {
			return errors.New("the thirtieth")
		}
		return nil
	})
	if calls.Load() != 50 || most.Load() > inFlight {
		t.Errorf("%d calls, %d at once", calls.Load(), most.Load())
	}
	if fmt.Sprint(err) != "the thirtieth" {
		t.Errorf("the error is %v", err)
	}
}

func TestFloorRunsToTheEnd(t *testing.T) {
	var asked []string
	f := fakeEngine(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+strings.TrimPrefix(r.URL.Path, "/"+apiVersion))
		json.NewEncoder(w).Encode(map[string]string{"Id": "x"})
	})
	f.ids = []string{"c"}
	if err := f.carryOut(t.Context(), taskExec); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(asked, ", "); got != "POST /containers/c/exec, POST /exec/x/start, GET /exec/x/json" {
		t.Errorf("it asked %s", got)
	}
}
