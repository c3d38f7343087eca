package engine

import (
	"context"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/build"
	"gocompose/engine/plan"
)

func (r *run) makeImage(ctx context.Context, s *plan.Step, op plan.BuildImage) error {
	_, err := build.Build(ctx, r.client, r.Build.buildSpec(r.Project, op), r.Build.Backend, func(e build.Event) {
		r.send(Event{Step: s.Key, Label: op.Label(), Phase: Progress, Build: &e})
	})
	return err
}

// CheckBuilds finds what keeps the builds of a plan from beginning, such as a
// missing context or Dockerfile, or an attribute that this engine's builder has
// nothing for. Nothing is sent but the question what the builder is. Warnings
// are of what a build goes without.
func (e *Engine) CheckBuilds(ctx context.Context, p *compose.Project, images *plan.Plan, o BuildOptions) diag.List {
	var builds []plan.BuildImage
	for _, step := range images.Steps {
		if op, ok := step.Op.(plan.BuildImage); ok {
			builds = append(builds, op)
		}
	}
	if len(builds) == 0 {
		return nil
	}
	builder, err := build.Find(ctx, e.client, o.Backend)
	if err != nil {
		return diag.List{{Summary: err.Error()}}
	}
	var problems diag.List
	for _, op := range builds {
		problems.Add(missingSecrets(p, op.Service.Build)...)
		s := o.buildSpec(p, op)
		for _, wrong := range append(build.Check(s), builder.Limits(s)...) {
			problems.Add(buildProblem(op.Service, wrong))
		}
	}
	return problems
}

func buildProblem(s *compose.Service, wrong *build.InputError) diag.Diagnostic {
	d := diag.Diagnostic{Pos: buildPlace(s, wrong), Summary: wrong.Problem, Hint: wrong.Hint}
	if wrong.Ignored {
		d.Severity = diag.Warning
	}
	return d
}

// buildPlace finds an attribute of a build, or one of its items.
func buildPlace(s *compose.Service, wrong *build.InputError) diag.Pos {
	switch {
	case wrong.Attribute == "secrets":
		for _, m := range s.Build.Secrets {
			if m.BuildID() == wrong.Item {
				return m.Pos
			}
		}
	case wrong.Attribute == "entitlements" && wrong.Item == insecure && s.Build.Privileged:
		return s.At("build", "privileged")
	}
	return s.At("build", wrong.Attribute, wrong.Item)
}
