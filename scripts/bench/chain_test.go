package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// healthyEngine tells of each container that is started what becomes of its health.
func healthyEngine(t *testing.T, health string) (f *floor, started *[]string) {
	told, started := make(chan string, 10), new([]string)
	f = fakeEngine(t, func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/"+apiVersion)
		switch {
		case path == "/containers/create":
			_ = json.NewEncoder(w).Encode(map[string]string{"Id": r.URL.Query().Get("name")})
		case strings.HasSuffix(path, "/start"):
			id := strings.Split(path, "/")[2]
			*started = append(*started, id)
			told <- "somebody-else"
			told <- id
		case path == "/events":
			w.(http.Flusher).Flush()
			for {
				select {
				case id := <-told:
					fmt.Fprintf(w, `{"status":"health_status: %s","id":%q}`, health, id)
					w.(http.Flusher).Flush()
				case <-r.Context().Done():
					return
				}
			}
		}
	})
	return f, started
}

func TestChainStartsEachAfterTheOneBefore(t *testing.T) {
	f, started := healthyEngine(t, "healthy")
	if err := f.chain(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	if want := []string{"p-1", "p-2", "p-3"}; !slices.Equal(*started, want) {
		t.Errorf("%v were started, not %v", *started, want)
	}
}

func TestChainEndsWithUnhealthy(t *testing.T) {
	f, _ := healthyEngine(t, "unhealthy")
	err := f.chain(t.Context(), 3)
	if err == nil || !strings.Contains(err.Error(), "p-1: health_status: unhealthy") {
		t.Errorf("%v", err)
	}
}

func TestVerdictBeyondFloor(t *testing.T) {
	g := goal{beyond: time.Second}
	for beyond, want := range map[time.Duration]string{time.Second: "≤ floor + 1.00 s met", 1001 * time.Millisecond: "≤ floor + 1.00 s missed"} {
		if got := (report{}).verdicts(g, figure{ratio: 1.1, beyond: beyond}); !slices.Equal(got, []string{want}) {
			t.Errorf("%s beyond: %q, not %q", beyond, got, want)
		}
	}
}
