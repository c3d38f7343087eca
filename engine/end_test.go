package engine

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gocompose/engine/endpoint"
	"gocompose/engine/plan"
)

// TestUnclearEnd has an engine that ends a wait with an error of its own.
func TestUnclearEnd(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/wait") {
			w.Write([]byte(`{"StatusCode": 0, "Error": {"Message": "could not remove it"}}`))
		}
	}))
	defer srv.Close()
	t.Setenv("DOCKER_API_VERSION", "1.41")
	e, err := Open(endpoint.Choice{Host: strings.Replace(srv.URL, "http", "tcp", 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	_, hook := (&run{Engine: e}).toItsEnd(t.Context(), "job")
	all := e.AwaitEnds(t.Context(), []plan.Container{{ID: "job"}}, func(x Ended) { t.Errorf("told of %+v", x) })
	for _, err := range []error{hook, all} {
		if err == nil || err.Error() != "wait for container job: could not remove it" {
			t.Error(err)
		}
	}
}
