package compose

import (
	"errors"
	"path/filepath"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/remote"
	"gocompose/compose/tree"
)

// fetched gives the local copy of a remote file that is named at a place.
// A remote file is code of somebody else's. Templates in it see no variable of
// the caller's but the project's name: only what its own .env says, and the env
// files that whoever names it declares for it. It may name no file outside of
// what came with it where gocompose would read that.
func (l *loader) fetched(ref remote.Ref, at diag.Pos) source {
	s := source{name: ref.String(), path: ref.String(), ref: ref}
	if l.Fetch == nil {
		s.problem = &diag.Diagnostic{
			Rule: diag.File, Pos: at, Summary: s.once(ref.String()+" is remote, and nobody allowed it", at),
			Hint: "pass --allow-remote, or pin it to a commit or digest",
		}
		return s
	}
	local, err := l.Fetch(ref)
	var problem *remote.Error
	switch {
	case errors.As(err, &problem):
		d := problem.Diagnostic(at)
		s.problem = &d
	case err != nil:
		s.problem = &diag.Diagnostic{Rule: diag.File, Pos: at, Summary: ref.String() + " cannot be fetched: " + err.Error(), Hint: "try again"}
	default:
		s.path, s.snapshot = local.File, local.Dir
		l.snapshots = append(l.snapshots, local.Dir)
		for _, path := range local.Skipped {
			l.links = append(l.links, filepath.Join(local.Dir, filepath.FromSlash(path)))
		}
	}
	if s.problem != nil {
		s.problem.Summary = s.once(s.problem.Summary, at)
	}
	return s
}

// once leaves the name of a remote file out of a summary where the place says it.
func (s source) once(summary string, at diag.Pos) string {
	if at != (diag.Pos{File: s.name}) {
		return summary
	}
	return strings.TrimPrefix(summary, s.name+" ")
}

// foreign gives the unit of one of the project's own files that is remote.
func (l *loader) foreign(s source) *unit {
	u := &unit{dir: filepath.Dir(s.path), snapshot: s.snapshot, ref: s.ref, env: map[string]string{}, set: map[string]diag.Pos{}}
	if u.folder = u.dir; u.dir == l.directory() {
		u.folder = "."
	}
	paths, named := l.envFiles()
	files := l.asked(paths)
	if !named {
		files = nil
	}
	if env := filepath.Join(u.dir, ".env"); !named && isFile(env) {
		files = []envSource{{path: env, at: diag.Pos{File: s.name}}}
	}
	l.define(u, files)
	return u
}

// enter gives a unit that is another remote file than the one that names it an
// environment of its own.
func (l *loader) enter(u *unit, from *unit) {
	if u.snapshot != "" && u.snapshot != from.snapshot {
		u.env, u.set, u.parent = map[string]string{"COMPOSE_PROJECT_NAME": l.name}, map[string]diag.Pos{}, nil
	}
}

// closed keeps a document of a remote file from the caller's files and
// variables.
func (l *loader) closed(n *tree.Node, u *unit) *tree.Node {
	file := func(n *tree.Node) *tree.Node { l.confined(n, u); return n }
	for _, path := range []string{
		"configs.*.file", "secrets.*.file", "services.*.develop.watch.*.path", "services.*.env_file", "services.*.label_file",
	} {
		edit(n, strings.Split(path, "."), file)
	}
	l.opened(n, u)
	n = edit(n, []string{"services", "*", "build"}, func(n *tree.Node) *tree.Node { return l.closedBuild(n, u) })
	n = edit(n, []string{"services", "*", "security_opt", "*"}, func(n *tree.Node) *tree.Node { return l.closedOption(n, u) })
	for _, path := range []string{"configs.*.environment", "secrets.*.environment"} {
		edit(n, strings.Split(path, "."), func(n *tree.Node) *tree.Node {
			if _, ok := u.env[n.Value]; !ok {
				l.fail(n.Pos, "a remote file takes the variable "+n.Value+" from your environment", "declare it in an env file for it, or remove it from the file")
			}
			return n
		})
	}
	for _, path := range []string{"services.*.environment", "services.*.build.args"} {
		n = edit(n, strings.Split(path, "."), func(n *tree.Node) *tree.Node { return l.unshared(n, u) })
	}
	return n
}

// confined judges the paths in a text, a list of texts, or a list of maps with path.
func (l *loader) confined(n *tree.Node, u *unit) {
	switch n.Kind {
	case tree.Scalar:
		l.confine(u, spot{Node: n, key: n.Pos})
	case tree.List:
		n.Below(func(item *tree.Node) *tree.Node { l.confined(item, u); return item })
	case tree.Map:
		if path := n.Get("path"); path != nil {
			l.confined(path, u)
		}
	}
}

// unshared gives variables that are passed on, KEY alone, the unit's values, and
// drops those that it does not have.
func (l *loader) unshared(n *tree.Node, u *unit) *tree.Node {
	if n.Kind == tree.Map {
		for _, e := range n.Entries {
			if e.Value.Kind != tree.Null {
				continue
			}
			if value, ok := l.declared(e.Key, e.KeyPos, u); ok {
				n = n.With(e.Key, tree.Str(value).WithPos(e.KeyPos))
			} else {
				n = n.With(e.Key, nil)
			}
		}
		return n
	}
	return n.Below(func(item *tree.Node) *tree.Node {
		if item.Kind != tree.Scalar || strings.Contains(item.Value, "=") {
			return item
		}
		if value, ok := l.declared(item.Value, item.Pos, u); ok {
			return item.WithValue(item.Value + "=" + value)
		}
		return nil
	})
}

func (l *loader) declared(name string, pos diag.Pos, u *unit) (string, bool) {
	value, ok := u.env[name]
	if !ok {
		l.warn(pos, "the variable "+name+" is not passed on to a remote file", "declare it in an env file for it")
	}
	return value, ok
}
