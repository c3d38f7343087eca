package build

import (
	"context"
	"fmt"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"
)

// Finding is something in a Dockerfile that is wrong, or that its authors advise against.
type Finding struct {
	File  string // the Dockerfile's path, or dockerfile_inline
	Line  int    // from 1 on; 0: none in particular
	Rule  string // such as JSONArgsRecommended; empty for what keeps it from being built
	Text  string
	About string // address of a page about the rule
}

// Lint reads the Dockerfile of spec as BuildKit's checks do, and sends nothing: base images are not looked at. There
// are no findings for a context that the engine fetches itself.
func Lint(ctx context.Context, spec Spec) ([]Finding, error) {
	src, err := locate(spec)
	if err != nil || !src.local {
		return nil, err
	}
	source := llb.NewSourceMap(nil, src.dockerfile, "Dockerfile", src.data)
	source.Definition = &llb.Definition{} // nothing is fetched
	seen, err := dockerfile2llb.DockerfileLint(ctx, src.data, dockerfile2llb.ConvertOpt{
		Config:       dockerui.Config{BuildArgs: spec.Args, Target: spec.Target},
		SourceMap:    source,
		MetaResolver: unseen{},
	})
	if err != nil {
		return nil, fmt.Errorf("check %s: %w", src.dockerfile, err)
	}
	var out []Finding
	for _, w := range seen.Warnings {
		out = append(out, Finding{File: src.dockerfile, Line: firstLine(w.Location), Rule: w.RuleName, Text: w.Detail, About: w.URL})
	}
	if seen.Error != nil {
		out = append(out, Finding{File: src.dockerfile, Line: firstLine(&seen.Error.Location), Text: seen.Error.Message})
	}
	return out, nil
}

func firstLine(at *pb.Location) int {
	if at == nil || len(at.Ranges) == 0 {
		return 0
	}
	return int(at.Ranges[0].Start.Line)
}

// unseen stands for the registries: of every image it gives an empty configuration.
type unseen struct{}

func (unseen) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	return ref, "", []byte("{}"), nil
}
