package engine

import (
	"context"
	"errors"
	"maps"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/build"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

func (r *run) makeImage(ctx context.Context, s *plan.Step, op plan.BuildImage) error {
	b := buildSpec(r.Project, op.Service)
	b.NoCache, b.Pull = r.Build.NoCache, op.Pull
	if len(r.Build.Args) > 0 {
		b.Args = maps.Clone(b.Args)
		if b.Args == nil {
			b.Args = map[string]*string{}
		}
		maps.Copy(b.Args, r.Build.Args)
	}
	_, err := build.Build(ctx, r.client, b, r.Build.Backend, func(e build.Event) {
		r.send(Event{Step: s.Key, Label: op.Label(), Phase: Progress, Build: &e})
	})
	return err
}

func buildSpec(p *compose.Project, s *compose.Service) build.Spec {
	return build.Spec{
		Tags:             []string{p.ImageName(s)},
		Context:          s.Build.Context,
		Dockerfile:       s.Build.Dockerfile,
		DockerfileInline: s.Build.DockerfileInline,
		Args:             s.Build.Args,
		Target:           s.Build.Target,
		Labels:           spec.ImageLabels(p, s),
	}
}

// CheckBuilds finds what keeps the builds of a plan from beginning, such as a
// missing context or Dockerfile, without sending anything.
func CheckBuilds(p *compose.Project, images *plan.Plan) diag.List {
	var problems diag.List
	for _, step := range images.Steps {
		op, ok := step.Op.(plan.BuildImage)
		if !ok {
			continue
		}
		problems.Add(checkBuild(p, op.Service)...)
	}
	return problems
}

func checkBuild(p *compose.Project, s *compose.Service) diag.List {
	err := build.Check(buildSpec(p, s))
	if err == nil {
		return nil
	}
	d := diag.Diagnostic{Pos: s.At("build"), Summary: err.Error()}
	var wrong *build.InputError
	if errors.As(err, &wrong) {
		d = diag.Diagnostic{Pos: s.At("build", wrong.Attribute), Summary: wrong.Problem, Hint: wrong.Hint}
	}
	return diag.List{d}
}
