package engine

import (
	"context"
	"errors"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/build"
	"gocompose/engine/plan"
)

// Lint gives what is wrong with a service's Dockerfile, or unwise, with its
// place there. No engine is asked.
func Lint(ctx context.Context, p *compose.Project, s *compose.Service, o BuildOptions) (problems diag.List, err error) {
	found, err := build.Lint(ctx, o.buildSpec(p, plan.BuildImage{Service: s}))
	if wrong := (&build.InputError{}); errors.As(err, &wrong) {
		return diag.List{buildProblem(s, wrong)}, nil
	}
	for _, f := range found {
		d := diag.Diagnostic{Pos: diag.Pos{File: f.File, Line: f.Line, Column: 1}, Summary: f.Text}
		if s.Build.DockerfileInline != "" {
			d.Pos = s.At("build", "dockerfile_inline")
		}
		if f.Rule != "" {
			d.Severity, d.Rule, d.Hint = diag.Warning, diag.Rule(f.Rule), "see "+f.About
		}
		problems.Add(d)
	}
	return problems, err
}
