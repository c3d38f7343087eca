// Package build makes images from Dockerfiles: through the BuildKit inside the engine, or with the engine's classic builder.
//
// BuildKit is reached over the engine's own /grpc and /session, so neither a builder of its own nor a plugin is needed.
// Of BuildKit's client code only the wire parts are imported (control API, session, file sync): the ready-made client
// brings containerd's content stores and exporters along, which every start of the program would pay for.
package build

import (
	"context"
	"errors"
	"sync"

	"github.com/docker/docker/client"
)

// Backend says which builder makes an image.
type Backend int

const (
	// Auto is BuildKit where the engine has it, else the classic builder.
	Auto Backend = iota
	// Classic is the engine's /build, as asked for with DOCKER_BUILDKIT=0.
	Classic
)

// Engine is where images are made.
type Engine struct {
	*client.Client
	Headers map[string]string // those of the client, which does not tell them
}

// Build makes the image of spec, gives it spec.Tags in the engine's image store and returns its ID
// ("sha256:…", as inspecting the image shows it).
//
// Progress goes to report, one call at a time; nil means that nobody listens. Several builds may share one engine.
// What spec itself lacks, or the builder cannot do, is an *InputError, found before anything is sent; what can be left
// out is, and who calls may say so (see Check and Builder.Limits). A step that fails is a *Failure; a context
// that ends stops the build at the engine and is returned as its cause.
func Build(ctx context.Context, e Engine, spec Spec, backend Backend, report func(Event)) (string, error) {
	src, err := locate(spec)
	if err != nil {
		return "", err
	}
	j := &job{engine: e, spec: spec, src: src, stores: newStores(), report: oneAtATime(report)}
	id, err := j.run(ctx, backend)
	if advice := j.sent.advice(); advice != "" {
		j.report(Event{Kind: Warning, Text: advice})
	}
	if err != nil && ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	return id, err
}

// job is one image on its way through a builder.
type job struct {
	engine Engine
	spec   Spec
	src    source
	stores *stores
	report func(Event)
	sent   weight
}

func (j *job) run(ctx context.Context, backend Backend) (string, error) {
	if backend == Classic {
		return j.classic(ctx)
	}
	id, err := j.buildKit(ctx)
	if errors.Is(err, errNoBuildKit) {
		return j.classic(ctx)
	}
	return id, err
}

// oneAtATime lets the goroutines of a build share report.
func oneAtATime(report func(Event)) func(Event) {
	if report == nil {
		return func(Event) {}
	}
	var mu sync.Mutex
	return func(e Event) {
		mu.Lock()
		defer mu.Unlock()
		report(e)
	}
}
