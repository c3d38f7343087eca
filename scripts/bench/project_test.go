package main

import (
	"net/http"
	"strings"
	"testing"
)

// An engine that keeps a network does not end the measuring.
func TestFloorLeavesNetworkThatStays(t *testing.T) {
	var made []string
	f := fakeEngine(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/containers/create"):
			made = append(made, r.URL.Query().Get("name"))
			w.Write([]byte(`{"Id":"c"}`))
		case r.Method == "DELETE" && strings.Contains(r.URL.Path, "/networks/"):
			http.Error(w, `{"message":"network p has active endpoints"}`, http.StatusForbidden)
		}
	})
	for range 2 {
		if err := f.up(t.Context(), 1, sleeps); err != nil {
			t.Fatal(err)
		}
		if err := f.down(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(made, " "); got != "p-1 p-2-1" {
		t.Errorf("the containers were %s", got)
	}
}

func TestDownThatFailedLeavesOnlyNetworksBehind(t *testing.T) {
	for listed, stops := range map[string]bool{`[]`: false, `[{"Id":"c"}]`: true} {
		f := fakeEngine(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(listed)) })
		tool := &tool{title: "false", path: "false", engine: f.engine, project: f.project, dir: t.TempDir(), stacks: map[int]string{}}
		measured, err := tool.do(t.Context(), taskDown)
		if (err != nil) != stops {
			t.Errorf("with %s left: %v", listed, err)
		}
		if measured.wall != 0 {
			t.Errorf("with %s left: a failure was measured", listed)
		}
		if want := map[bool]string{true: "p", false: "p-2"}[stops]; tool.project.name() != want {
			t.Errorf("with %s left: the next is %s", listed, tool.project.name())
		}
	}
}
