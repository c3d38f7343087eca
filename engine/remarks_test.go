package engine

import (
	"testing"

	"gocompose/compose/diag"
)

// TestRemarks gives an engine's warnings the places of what they are about,
// each once a service.
func TestRemarks(t *testing.T) {
	b := newBench(t, "services:\n  web:\n    image: gocompose-test\n    mem_limit: 64m\n    blkio_config: {weight: 300}\n    oom_kill_disable: true\n    cpu_count: 2\n  db: {image: gocompose-test}\n")
	r := &run{Engine: b.engine}
	web, db := b.project.Services["web"], b.project.Services["db"]
	for range 2 {
		r.remark(web, []string{
			"Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.",
			"WARNING: Your kernel does not support swap limit capabilities or the cgroup is not mounted. Memory limited without swap.",
		})
	}
	r.remark(web, []string{"OOM killer is disabled for the container, but no memory limit is set"})
	r.remark(web, r.ignored(t.Context(), web))
	r.remark(db, r.ignored(t.Context(), db))
	r.remark(db, []string{"something else"})
	r.remark(db, nil)
	var got []string
	for _, d := range r.said() {
		if d.Severity != diag.Warning || d.Hint == "" {
			t.Errorf("%+v", d)
		}
		got = append(got, d.Pos.String()+" "+d.Summary)
	}
	want := []string{
		"compose.yaml:4:5 the engine says of service web: Your kernel does not support swap limit capabilities or the cgroup is not mounted. Memory limited without swap",
		"compose.yaml:5:5 the engine says of service web: Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded",
		"compose.yaml:6:5 the engine says of service web: OOM killer is disabled for the container, but no memory limit is set",
		"compose.yaml:7:5 the engine says of service web: linux does not support CPU count; write cpus instead",
		"compose.yaml:8:3 the engine says of service db: something else",
	}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("%q", got)
		}
	}
}
