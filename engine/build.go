package engine

import (
	"context"
	"maps"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/build"
	"gocompose/engine/plan"
)

// builds gives the engine as package build wants it.
func (e *Engine) builds() build.Engine { return build.Engine{Client: e.client, Headers: e.headers} }

func (r *run) makeImage(ctx context.Context, s *plan.Step, op plan.BuildImage) error {
	what := r.Build.buildSpec(r.Project, op)
	proxies, err := build.Proxy(r.Host())
	if err != nil {
		return err
	}
	what.Args = withProxies(what.Args, proxies)
	_, err = build.Build(ctx, r.builds(), what, r.Build.Backend, func(e build.Event) {
		if e.Without != nil {
			r.goesWithout(op.Service, e.Without)
			return
		}
		r.send(Event{Step: s.Key, Label: op.Label(), Phase: Progress, Build: &e})
	})
	return err
}

// withProxies adds the proxies of the docker configuration to what a build is
// given: arguments that every Dockerfile has, and no image keeps. One that it is
// given already counts in small letters, too, of which builders take the value.
func withProxies(args, proxies map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range proxies {
		_, given := args[strings.ToUpper(name)]
		_, small := args[strings.ToLower(name)]
		if !given && !small {
			out[name] = value
		}
	}
	maps.Copy(out, args)
	return out
}

// goesWithout keeps what a build turned out to go without.
func (r *run) goesWithout(s *compose.Service, wrong *build.InputError) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.remarks.AddOnce(buildProblem(s, wrong))
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
	builder, err := build.Find(ctx, e.builds(), o.Backend)
	if err != nil {
		return diag.List{{Summary: err.Error()}}
	}
	var problems diag.List
	for _, op := range builds {
		problems.Add(missingSecrets(p, op.Service.Build)...)
		s := o.buildSpec(p, op)
		for _, wrong := range append(build.Check(s), builder.Limits(s)...) {
			problems.AddOnce(atSource(p, op.Service, wrong))
		}
	}
	return problems
}

// atSource gives a problem with the file of a secret where the secret is
// defined, and any other at the build.
func atSource(p *compose.Project, s *compose.Service, wrong *build.InputError) diag.Diagnostic {
	d := buildProblem(s, wrong)
	if wrong.Attribute != "secrets" || wrong.Path == "" {
		return d
	}
	for _, m := range s.Build.Secrets {
		if o := p.Secret(m.Source); o != nil && m.BuildID() == wrong.Item {
			d.Related = []diag.Related{{Pos: d.Pos, Note: "the build that takes it"}}
			d.Pos = o.At("file")
			break
		}
	}
	return d
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
