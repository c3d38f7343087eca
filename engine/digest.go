package engine

import (
	"cmp"
	"context"
	"fmt"
	"maps"

	"github.com/distribution/reference"
	"github.com/opencontainers/go-digest"

	"gocompose/compose/graph"
)

// Pin is the content that an image reference stands for at the moment.
type Pin struct {
	Reference string // registry/name[:tag]@sha256:…
	Unasked   error  // why the registry did not tell: the digest is that of the image which the engine has
	Err       error  // neither knows; Reference is empty then
	Hint      string // the way out of either
}

// Pins gives the content of references, each asked for once and at most so many
// at a time; 0 leaves the number to gocompose. The registries are asked through
// the engine (GET /distribution/{name}/json) with the logins of the docker
// configuration. Where one does not tell, the digest with which the engine once
// fetched the image stands in.
func (e *Engine) Pins(ctx context.Context, references []string, parallel int) (map[string]Pin, error) {
	if _, err := e.client.Ping(ctx); err != nil {
		return nil, explain(err)
	}
	if parallel <= 0 {
		parallel = defaultParallel
	}
	found, slots := make(chan map[string]Pin, len(references)), make(chan struct{}, parallel)
	all := &graph.Graph[string]{}
	for _, ref := range references {
		all.Add(ref)
	}
	all.Walk(ctx, func(ctx context.Context, ref string) error {
		slots <- struct{}{}
		found <- map[string]Pin{ref: e.pin(ctx, ref)}
		<-slots
		return nil
	})
	close(found)
	pins := map[string]Pin{}
	for pin := range found {
		maps.Copy(pins, pin)
	}
	return pins, ctx.Err()
}

func (e *Engine) pin(ctx context.Context, ref string) Pin {
	named, err := reference.ParseDockerRef(ref)
	if err != nil {
		return Pin{Err: fmt.Errorf("image %s: %w", ref, err)}
	}
	if _, ok := named.(reference.Canonical); ok {
		return Pin{Reference: named.String()}
	}
	sum, err := e.published(ctx, ref)
	if err == nil {
		return pinned(named, sum)
	}
	hint := cmp.Or(hintFor(err), "check the image's name, and that the engine can reach its registry")
	if sum, ok := e.fetched(ctx, named); ok {
		p := pinned(named, sum)
		p.Unasked, p.Hint = err, hint
		return p
	}
	return Pin{Err: err, Hint: hint}
}

func pinned(named reference.Named, sum digest.Digest) Pin {
	whole, err := reference.WithDigest(named, sum)
	if err != nil {
		return Pin{Err: fmt.Errorf("digest %q of image %s: %w", sum, named, err)}
	}
	return Pin{Reference: whole.String()}
}

// published asks the image's registry for its digest.
func (e *Engine) published(ctx context.Context, ref string) (digest.Digest, error) {
	auth, err := registryAuth(ref)
	if err != nil {
		return "", err
	}
	answer, err := e.client.DistributionInspect(ctx, ref, auth)
	return answer.Descriptor.Digest, err
}

// fetched gives the digest with which the engine once pulled or pushed the image.
func (e *Engine) fetched(ctx context.Context, named reference.Named) (digest.Digest, bool) {
	have, err := e.client.ImageInspect(ctx, named.String())
	if err != nil {
		return "", false
	}
	for _, text := range have.RepoDigests {
		other, err := reference.ParseNormalizedNamed(text)
		if sum, ok := other.(reference.Canonical); ok && err == nil && other.Name() == named.Name() {
			return sum.Digest(), true
		}
	}
	return "", false
}
