package engine

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/image"

	"gocompose/engine/endpoint"
	"gocompose/engine/enginetest"
)

func TestPins(t *testing.T) {
	b := newBench(t, twoServices)
	b.srv.AddRemoteImage("app", enginetest.Image{})
	b.srv.AddRemoteImage("registry.example.com/team/app:2", enginetest.Image{})
	const sum = "@sha256:0123456789012345678901234567890123456789012345678901234567890123"
	known := []string{"app", "app:latest", "registry.example.com/team/app:2", "app:1" + sum, "app" + sum}
	b.srv.ForgetCalls()
	pins, err := b.engine.Pins(context.Background(), append(known, "gocompose-test", "not there"), 2)
	if err != nil {
		t.Fatal(err)
	}
	for ref, want := range map[string]string{
		"app":                             "docker.io/library/app:latest@sha256:",
		"app:latest":                      "docker.io/library/app:latest@sha256:",
		"registry.example.com/team/app:2": "registry.example.com/team/app:2@sha256:",
		"app:1" + sum:                     "docker.io/library/app" + sum,
		"app" + sum:                       "docker.io/library/app" + sum,
	} {
		if p := pins[ref]; p.Err != nil || p.Unasked != nil || !strings.HasPrefix(p.Reference, want) {
			t.Errorf("%s: %+v, want %s…", ref, p, want)
		}
	}
	for _, ref := range []string{"gocompose-test", "not there"} {
		if p := pins[ref]; p.Err == nil || p.Reference != "" {
			t.Errorf("%s: %+v", ref, p)
		}
	}
	asked := 0
	for _, call := range b.srv.Calls() {
		if strings.Contains(call.Path, "/distribution/") {
			asked++
		}
	}
	if asked != 4 {
		t.Errorf("%d questions for app, app:latest, team/app:2 and gocompose-test: %v", asked, b.srv.Calls())
	}
}

// Where the registry does not answer, the image that was pulled tells.
func TestPinOfPulledImage(t *testing.T) {
	b := newBench(t, twoServices)
	b.srv.AddRemoteImage("app:3", enginetest.Image{Cmd: []string{"app"}})
	stream, err := b.engine.client.ImagePull(b.Context(), "app:3", image.PullOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	if _, err := io.Copy(io.Discard, stream); err != nil {
		t.Fatal(err)
	}
	b.srv.FailCall(enginetest.Fault{Method: "GET", Path: "/distribution/*", Status: 500, Message: "no such host"})
	pins, err := b.engine.Pins(context.Background(), []string{"app:3", "other"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if p := pins["app:3"]; p.Unasked == nil || p.Hint == "" || !strings.HasPrefix(p.Reference, "docker.io/library/app:3@sha256:") {
		t.Errorf("%+v", p)
	}
	if p := pins["other"]; p.Err == nil || !strings.Contains(p.Hint, "cannot be looked up") {
		t.Errorf("%+v", p)
	}
}

func TestPinsWithoutEngine(t *testing.T) {
	t.Setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
	e, err := Open(endpoint.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Pins(context.Background(), []string{"app"}, 0); err == nil || !strings.Contains(err.Error(), "start Docker") {
		t.Error(err)
	}
}
