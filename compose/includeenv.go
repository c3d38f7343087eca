package compose

import (
	"maps"
	"os"
	"path/filepath"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// ownEnvironment gives an included unit what its env files say, below the
// environment of the one that includes it. The files are those of env_file,
// where /dev/null and the empty text are none, else the .env of its folder.
func (l *loader) ownEnvironment(u, from *unit, e includeEntry) bool {
	files, ok := l.includeEnvSources(u, from, e)
	if len(files) > 0 {
		u.env, u.set = maps.Clone(u.env), map[string]diag.Pos{}
		l.define(u, files)
	}
	return ok
}

func (l *loader) includeEnvSources(u, from *unit, e includeEntry) ([]envSource, bool) {
	if !e.env {
		path := filepath.Join(u.dir, ".env")
		if !isFile(path) {
			return nil, true
		}
		return []envSource{{path: path, at: e.pos()}}, true
	}
	var files []envSource
	for _, f := range e.envFiles {
		if f.Value == "" || f.Value == os.DevNull {
			continue
		}
		path, ok := l.confine(from, f)
		if !ok {
			return nil, false
		}
		files = append(files, envSource{path: path, at: f.at()})
	}
	return files, true
}

// passedOn gives the variables that a list passes on, KEY alone, the values of
// an included unit's own environment. As in docker compose the map form does
// not, and gets those of the project.
func passedOn(n *tree.Node, u *unit) *tree.Node {
	return edit(n, []string{"services", "*", "environment"}, func(list *tree.Node) *tree.Node {
		if list.Kind != tree.List {
			return list
		}
		return list.Below(func(item *tree.Node) *tree.Node {
			if value, ok := u.env[item.Value]; ok && item.Kind == tree.Scalar && !strings.Contains(item.Value, "=") {
				return item.WithValue(item.Value + "=" + value)
			}
			return item
		})
	})
}

// give keeps the contents of configs and secrets that a unit's own environment
// has, which the project's may not have.
func (l *loader) give(n *tree.Node, u *unit) {
	for _, section := range []string{"configs", "secrets"} {
		for _, object := range entriesOf(n.Get(section)) {
			e, _ := object.Value.Entry("environment")
			if value, ok := u.env[valueOf(object.Value, "environment")]; ok {
				l.given[e.KeyPos] = value
			}
		}
	}
}

// Variable gives the value of the variable that an object's content comes from,
// and whether it is set. What an included file says is judged by its own
// environment.
func (p *Project) Variable(o *FileObject) (string, bool) {
	if value, ok := p.given[o.At("environment")]; ok {
		return value, true
	}
	value, ok := p.Environment[o.Environment]
	return value, ok && o.Environment != ""
}
