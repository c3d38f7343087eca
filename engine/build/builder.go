package build

import (
	"context"
	"errors"

	"github.com/docker/docker/api/types/versions"
	control "github.com/moby/buildkit/api/services/control"
)

// Builder is what an engine makes images with, as far as it matters to what a Spec asks for.
type Builder struct {
	// Classic is the engine's /build without BuildKit.
	Classic bool
	// API is the version of the Engine API that is spoken, such as "1.41".
	API string
	// Manifests tells an image store that keeps several platforms of an image, and attestations: containerd's.
	Manifests bool
	// HostGateway is the address that "host-gateway" stands for; empty where the engine does not say.
	HostGateway string
}

// Find asks the engine what it builds with.
func Find(ctx context.Context, e Engine, backend Backend) (Builder, error) {
	classic := Builder{Classic: true, API: e.ClientVersion()}
	if backend == Classic {
		return classic, nil
	}
	ctl, hangUp, err := openControl(ctx, e)
	if errors.Is(err, errNoBuildKit) {
		return classic, nil
	}
	if err != nil {
		return Builder{}, err
	}
	defer hangUp()
	return describe(ctx, e, ctl), nil
}

// The labels by which BuildKit's workers tell what they are: that of an image store of containerd's, and the engine's
// own since version 23.
const (
	snapshotterLabel = "org.mobyproject.buildkit.worker.snapshotter"
	gatewayLabel     = "org.mobyproject.buildkit.worker.moby.host-gateway-ip"
)

// describe asks BuildKit for its labels. One that does not tell has none.
func describe(ctx context.Context, e Engine, ctl control.ControlClient) Builder {
	b := Builder{API: e.ClientVersion()}
	workers, err := ctl.ListWorkers(ctx, &control.ListWorkersRequest{})
	if err != nil {
		return b
	}
	for _, w := range workers.Record {
		if _, ok := w.Labels[snapshotterLabel]; ok {
			b.Manifests = true
		}
		b.HostGateway = w.Labels[gatewayLabel]
	}
	return b
}

// before tells whether the API is older than a version.
func (b Builder) before(version string) bool { return versions.LessThan(b.API, version) }
