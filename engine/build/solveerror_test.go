package build

import (
	"context"
	"errors"
	"slices"
	"testing"

	control "github.com/moby/buildkit/api/services/control"
	"github.com/moby/buildkit/session"
	"github.com/moby/buildkit/solver/errdefs"
	"github.com/moby/buildkit/solver/pb"
	digest "github.com/opencontainers/go-digest"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// failing is a BuildKit whose only step fails; its answer carries what a newer or an older engine would put into it.
func failing(vertex *control.Vertex, log string, answer error) *fakeEngine {
	told := make(chan struct{})
	return &fakeEngine{
		solve: func(context.Context, *control.SolveRequest, session.Caller) (*control.SolveResponse, error) {
			<-told
			return nil, answer
		},
		status: func(stream control.Control_StatusServer) error {
			defer close(told)
			return stream.Send(&control.StatusResponse{Vertexes: []*control.Vertex{vertex},
				Logs: []*control.VertexLog{{Vertex: vertex.Digest, Stream: 2, Msg: []byte(log), Timestamp: at(1)}}})
		}}
}

func TestBuildKitFailures(t *testing.T) {
	const text = "FROM debian:12 AS base\n\nFROM base\nRUN one && \\\n    two\nCOPY gone /\n"
	source := func(err error, data string, line int32) error {
		return errdefs.WithSource(err, &errdefs.Source{Info: &pb.SourceInfo{Filename: "Dockerfile", Data: []byte(data)},
			Ranges: []*pb.Range{{Start: &pb.Position{Line: line}, End: &pb.Position{Line: line}}}})
	}
	run := &control.Vertex{Digest: "sha256:9", Name: "[stage-1 1/2] RUN one && two", Started: at(0), Completed: at(1),
		Error: "process \"/bin/sh -c one && two\" did not complete successfully: exit code: 2"}
	for name, c := range map[string]struct {
		vertex *control.Vertex
		answer error
		want   Failure
		cause  string
	}{
		"place in the error": {
			run, source(errdefs.WrapVertex(errors.New("failed to solve: "+run.Error), digest.Digest(run.Digest)), text, 5),
			Failure{Instruction: "RUN one && two", Line: 4, Output: []string{"oh", "no"}}, run.Error},
		"place in the step's name": {
			run, errors.New("failed to solve: " + run.Error),
			Failure{Instruction: "RUN one && two", Line: 4, Output: []string{"oh", "no"}}, run.Error},
		"the engine's Dockerfile counts": {
			run, source(errors.New(run.Error), "FROM other\nRUN elsewhere\n", 2),
			Failure{Instruction: "RUN elsewhere", Line: 2, Output: []string{"oh", "no"}}, run.Error},
		"a base image": {
			&control.Vertex{Digest: "1", Name: "[internal] load metadata for docker.io/library/debian:12", Error: "no route to host"},
			errors.New("failed to solve: no route to host"),
			Failure{Instruction: "FROM debian:12 AS base", Line: 1, Output: []string{"oh", "no"}}, "no route to host"},
		"a Dockerfile that is not understood": {
			&control.Vertex{Digest: "1", Name: "[internal] load build definition from Dockerfile", Started: at(0), Completed: at(1)},
			errors.New("failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 6: unknown instruction: COPPY"),
			Failure{Instruction: "COPY gone /", Line: 6}, "dockerfile parse error line 6: unknown instruction: COPPY"},
		"a step whose server is away, not the engine": {
			run, status.Error(codes.Unavailable, run.Error),
			Failure{Instruction: "RUN one && two", Line: 4, Output: []string{"oh", "no"}}, run.Error},
		"no place at all": {
			&control.Vertex{Digest: "1", Name: "x", Started: at(0), Completed: at(1)},
			errors.New("failed to solve: rpc error: code = Unknown desc = target stage t could not be found"),
			Failure{}, "target stage t could not be found"},
	} {
		t.Run(name, func(t *testing.T) {
			engine := failing(c.vertex, "oh\nno\n", c.answer)
			_, err := Build(t.Context(), engine.start(t), Spec{Context: t.TempDir(), DockerfileInline: text}, Auto, nil)
			var got *Failure
			if !errors.As(err, &got) {
				t.Fatalf("got %v, want a Failure", err)
			}
			if got.Instruction != c.want.Instruction || got.Line != c.want.Line || got.Dockerfile != inlineName ||
				!slices.Equal(got.Output, c.want.Output) || got.Cause.Error() != c.cause {
				t.Errorf("got %+v", *got)
			}
		})
	}
}

func TestFailureText(t *testing.T) {
	for want, failure := range map[string]Failure{
		"Dockerfile:4: RUN make failed: exit code: 2; correct it and build again": {
			Instruction: "RUN make", Dockerfile: "/src/web/Dockerfile", Line: 4, Cause: errors.New("exit code: 2")},
		"dockerfile_inline: the build failed: no such target; correct it and build again": {
			Dockerfile: inlineName, Cause: errors.New("no such target")},
	} {
		if got := failure.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
