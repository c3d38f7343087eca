package plan

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// CreateFolder makes a folder of this machine, with those above it that are
// missing: the source of a bind. The engine would do so too, but as root.
type CreateFolder struct {
	Path string // absolute
	Name string // as people write it: ./data
}

func (o CreateFolder) Label() Label { return Label{Kind: "Folder", Name: o.Name, Act: ActCreate} }

// missing tells whether the source of a mount is known not to be there.
func (u *up) missing(m compose.Mount) bool {
	return m.Type == compose.MountBind && u.state.Missing[m.Source]
}

// sourcesSane refuses the missing sources of a slot's binds that are not to
// become folders.
func (u *up) sourcesSane(s *slot) {
	if !s.starts() {
		return
	}
	for _, m := range s.service.Volumes {
		name := u.pathName(m.Source)
		switch {
		case !u.missing(m) || u.written(s.service, m):
		case m.Bind != nil && !bool(m.Bind.CreateHostPath):
			u.problems.Add(diag.Diagnostic{Pos: m.Pos, Summary: name + " does not exist, and create_host_path is false",
				Hint: "create it, or correct the path"})
		case plainlyFile(m.Target) || plainlyFile(m.Source):
			u.problems.Add(diag.Diagnostic{Pos: m.Pos, Summary: name + " does not exist, and the engine would make a folder of it",
				Hint: "create the file, or correct the path"})
		}
	}
}

// written tells whether the source of a mount may yet be made by what a service
// waits for, which can write to a folder above.
func (u *up) written(s *compose.Service, m compose.Mount) bool {
	for dep, d := range s.DependsOn {
		before := u.goal.Project.Services[dep]
		if before == nil || d.Condition != compose.ConditionCompleted && d.Condition != compose.ConditionHealthy {
			continue
		}
		if slices.ContainsFunc(before.Volumes, func(above compose.Mount) bool {
			return above.Type == compose.MountBind && !above.ReadOnly && strings.HasPrefix(m.Source, strings.TrimSuffix(above.Source, "/")+"/")
		}) {
			return true
		}
	}
	return false
}

// folders adds the steps that make the missing sources of a slot's binds.
func (u *up) folders(s *slot) {
	first := cmp.Or(s.created, s.begun)
	if first == "" {
		return
	}
	for _, m := range s.service.Volumes {
		if u.missing(m) && !u.written(s.service, m) {
			u.need(first, u.add(CreateFolder{Path: m.Source, Name: u.pathName(m.Source)}, Reason{Text: "does not exist", Pos: m.Pos}))
		}
	}
}

// pathName gives a path as the files would: from the project's folder on where
// it is below that.
func (u *up) pathName(path string) string {
	if inside, err := filepath.Rel(u.goal.Project.WorkingDir, path); err == nil && filepath.IsLocal(inside) {
		return "./" + filepath.ToSlash(inside)
	}
	return path
}

// fileEndings is what only files are called by those who write Compose files.
var fileEndings = []string{
	".cer", ".cfg", ".cnf", ".conf", ".crt", ".csv", ".db", ".env", ".html", ".ini", ".json", ".key", ".log", ".lua", ".md", ".pem",
	".properties", ".sh", ".sock", ".sql", ".sqlite", ".template", ".toml", ".tpl", ".txt", ".xml", ".yaml", ".yml",
}

// fileNames is well-known files without such an ending.
var fileNames = []string{
	".htpasswd", ".npmrc", ".pgpass", "Caddyfile", "Dockerfile", "Makefile", "group", "hostname", "hosts", "localtime", "machine-id", "passwd", "shadow", "timezone",
}

// plainlyFile tells by its name that something is a file.
func plainlyFile(path string) bool {
	return !strings.HasSuffix(path, "/") && (slices.Contains(fileEndings, filepath.Ext(path)) || slices.Contains(fileNames, filepath.Base(path)))
}
