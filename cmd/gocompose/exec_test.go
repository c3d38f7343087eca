package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestExecCalls asks the engine no more than it takes to find a container, run a
// command in it, and know its exit code.
func TestExecCalls(t *testing.T) {
	t.Parallel()
	p := newPlanner(t)
	p.run("up", "-d", "db")
	p.fake.ForgetCalls()
	p.run("exec", "db", "true")
	want := []string{"HEAD /_ping", "GET /containers/json", "POST /containers/ID/exec", "POST /exec/ID/start", "GET /exec/ID/json"}
	var got []string
	for _, c := range p.fake.Calls() {
		call := regexp.MustCompile(`[0-9a-f]{64}`).ReplaceAllString(c.String(), "ID")
		if len(got) == len(want) && call == want[len(want)-1] {
			continue // it is asked again where the engine does not know yet
		}
		if filters := c.Query.Get("filters"); c.Path == "/containers/json" && !strings.Contains(filters, "com.docker.compose.service=db") {
			t.Errorf("it asked for all containers with %s, want those of db", filters)
		}
		got = append(got, call)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("it asked\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
