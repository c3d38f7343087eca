// Package watch tells when files change that services are developed from, and
// decides what that asks of each service.
package watch

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/build"
)

// Rule is one item of develop.watch of a service, ready to be asked about paths.
type Rule struct {
	Service string
	compose.Trigger

	file            bool // Path is a file
	mounted         bool // Path is what the container has at Target anyway, by a bind mount
	ignore, include build.Ignores
	context         string // folder of the build's context; empty: none
	unbuilt         build.Ignores
	unsynced        []string // Dockerfile and Compose files, which no container wants
}

// Rules reads the rules of services, or of all where none is named. Rules with
// a warning are among them only as far as they serve.
func Rules(p *compose.Project, services []string) (rules []Rule, problems diag.List) {
	for _, name := range p.ServiceNames() {
		s := p.Services[name]
		if s.Develop == nil || len(services) > 0 && !slices.Contains(services, name) {
			continue
		}
		of, more := rulesOf(p, s)
		rules = append(rules, of...)
		problems.Add(more...)
	}
	return rules, problems
}

func rulesOf(p *compose.Project, s *compose.Service) (rules []Rule, problems diag.List) {
	base := Rule{Service: s.Name, unsynced: p.Documents()}
	if s.Build != nil {
		folder, unbuilt, err := build.ContextIgnores(build.Spec{Context: s.Build.Context, Dockerfile: s.Build.DockerfilePath(), DockerfileInline: s.Build.DockerfileInline})
		if err != nil {
			return nil, diag.List{{Pos: s.At("build"), Summary: err.Error()}}
		}
		base.context, base.unbuilt = folder, unbuilt
		base.unsynced = append(append(base.unsynced, s.Build.DockerfilePath()), IgnoreFiles(s.Build)...)
	}
	for i, file := range base.unsynced {
		base.unsynced[i] = Resolved(file)
	}
	for _, t := range s.Develop.Watch {
		r := base
		r.Trigger = t
		r.Path = Resolved(t.Path)
		more := r.prepare(s)
		problems.Add(more...)
		if more.Err() == nil && !(r.mounted && t.Action == "sync") {
			rules = append(rules, r)
		}
	}
	return rules, problems
}

// IgnoreFiles gives the absolute paths of what may say which files stay out of a
// build; none where the engine fetches the context.
func IgnoreFiles(b *compose.Build) (paths []string) {
	if !filepath.IsAbs(b.Context) {
		return nil
	}
	if file := b.DockerfilePath(); file != "" {
		paths = append(paths, file+".dockerignore")
	}
	return append(paths, filepath.Join(b.Context, ".dockerignore"))
}

// prepare reads the patterns of a rule and finds what keeps it from working.
func (r *Rule) prepare(s *compose.Service) (problems diag.List) {
	var err error
	if r.ignore, err = build.NewIgnores(append(slices.Clone(temporary), r.Ignore...)); err != nil {
		problems.Add(diag.Diagnostic{Pos: r.Pos, Summary: "ignore has a bad pattern: " + err.Error(), Hint: "write patterns as in .dockerignore"})
	}
	if r.include, err = build.NewIgnores(r.Include); err != nil {
		problems.Add(diag.Diagnostic{Pos: r.Pos, Summary: "include has a bad pattern: " + err.Error(), Hint: "write patterns as in .dockerignore"})
	}
	if r.Action == "rebuild" && s.Build == nil {
		problems.Add(diag.Diagnostic{Pos: r.Pos, Summary: "service " + s.Name + " cannot be rebuilt: it has no build", Hint: "add build, or choose sync or restart"})
	}
	if r.Action != "sync+exec" && len(r.Exec.Command) > 0 {
		problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: r.Pos, Summary: "exec has no effect with " + r.Action, Hint: "make the action sync+exec, or leave exec out"})
	}
	if !r.Syncs() && (r.Target != "" || r.InitialSync) {
		problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: r.Pos, Summary: "target and initial_sync have no effect with " + r.Action, Hint: "leave them out, or choose an action that syncs"})
	}
	info, err := os.Stat(r.Path)
	if err != nil {
		problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: r.Pos, Summary: r.Path + " does not exist yet", Hint: "it is watched from when you make it"})
	}
	r.file = err == nil && !info.IsDir()
	if r.Syncs() && bound(s, r.Path, path.Clean("/"+r.Target)) {
		r.mounted = true
		problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: r.Pos,
			Summary: fmt.Sprintf("%s is not synced: a bind mount shows it at %s already", r.Path, r.Target), Hint: "keep one of the two"})
	}
	return problems
}

// Syncs tells whether the rule copies files.
func (r Rule) Syncs() bool { return strings.HasPrefix(r.Action, "sync") }

// bound tells whether a bind mount of the service shows a path at a target.
func bound(s *compose.Service, name, target string) bool {
	return slices.ContainsFunc(s.Volumes, func(m compose.Mount) bool {
		below, inside := within(Resolved(m.Source), name)
		return m.Type == "bind" && inside && path.Join(m.Target, filepath.ToSlash(below)) == target
	})
}

// within gives a path relative to a folder that it is in, or is: then ".".
func within(folder, name string) (below string, inside bool) {
	below, err := filepath.Rel(folder, name)
	return below, err == nil && filepath.IsLocal(below)
}

// Resolved gives an absolute path with its symbolic links followed, as far as it
// exists: changes are told of by such paths.
func Resolved(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	parent := filepath.Dir(name)
	if parent == name {
		return name
	}
	return filepath.Join(Resolved(parent), filepath.Base(name))
}
