package build

import (
	"context"
	"errors"
	"slices"
	"testing"

	control "github.com/moby/buildkit/api/services/control"
	"github.com/moby/buildkit/session"
)

func TestLostCacheIsAnEntry(t *testing.T) {
	s3 := "type=s3,region=eu,bucket=b,secret_access_key=hush"
	all := []string{"app:cache", "type=registry,ref=r.example.com/app:local", "type=local,src=/one", "type=local,src=/two", s3, "type"}
	for called, want := range map[string]struct{ item, problem string }{
		"app:cache":               {"app:cache", "cache app:cache is not used: gone"},
		"r.example.com/app:local": {all[1], "cache r.example.com/app:local is not used: gone"},
		"s3:123":                  {s3, "cache of type s3 is not used: gone"},
		"local:123":               {"", "cache of type local is not used: gone"},
		"gha:123":                 {"", "cache of type gha is not used: gone"},
	} {
		got := lostCache(all, &control.Vertex{Name: importStep + called, Error: "rpc error: code = NotFound desc = rpc error: code = Unknown desc = gone"})
		if got.Attribute != "cache_from" || got.Item != want.item || got.Problem != want.problem || !got.Ignored {
			t.Errorf("%s: got %+v", called, *got)
		}
	}
}

// Engines before 23 do not say in their answer which step failed.
func TestBuildFailsByItsStepAndNotByACache(t *testing.T) {
	run := &control.Vertex{Digest: "9", Name: "[2/2] RUN two", Started: at(1), Completed: at(3), Error: "executor failed running [two]: exit code: 3"}
	cache := &control.Vertex{Digest: "8", Name: importStep + "app:cache", Started: at(0), Completed: at(2), Error: "lookup r.example.com: no such host"}
	for name, order := range map[string][]*control.Vertex{"cache first": {cache, run}, "step first": {run, cache}} {
		t.Run(name, func(t *testing.T) {
			told := make(chan struct{})
			engine := &fakeEngine{
				solve: func(context.Context, *control.SolveRequest, session.Caller) (*control.SolveResponse, error) {
					<-told
					return nil, errors.New(run.Error)
				},
				status: func(stream control.Control_StatusServer) error {
					defer close(told)
					return stream.Send(&control.StatusResponse{Vertexes: order})
				}}
			var seen recorder
			_, err := Build(t.Context(), engine.start(t), Spec{Context: t.TempDir(), DockerfileInline: "FROM x\nRUN two\n",
				CacheFrom: []string{"app:cache"}}, Auto, seen.add)
			var failure *Failure
			if !errors.As(err, &failure) || failure.Line != 2 || failure.Instruction != "RUN two" || failure.Cause.Error() != run.Error {
				t.Errorf("got %v", err)
			}
			without := slices.DeleteFunc(seen.events, func(e Event) bool { return e.Without == nil })
			if len(without) != 1 || without[0].Kind != Warning || without[0].Without.Item != "app:cache" {
				t.Errorf("told %+v", without)
			}
		})
	}
}
