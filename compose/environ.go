package compose

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/dotenv"
)

// environment adds what env files say to env: those of --env-file or
// COMPOSE_ENV_FILES, else the .env of the project directory. The process wins
// over them all. It runs before the files are looked up, because a .env may
// hold COMPOSE_FILE, and again after, because that settles the directory.
func (l *loader) environment() {
	paths, named := l.envFiles()
	files := l.asked(paths)
	for i, path := range paths {
		if !named {
			files[i] = envSource{path: l.abs(path), at: diag.Pos{File: path}}
		}
	}
	l.define(l.own, files)
}

// envSource is an env file and where it is named.
type envSource struct {
	path string // absolute
	at   diag.Pos
	by   string // the flag or variable that names it; "" for a file
}

// asked gives the env files that the user named.
func (l *loader) asked(paths []string) []envSource {
	by := "COMPOSE_ENV_FILES"
	if len(l.EnvFiles) > 0 {
		by = "--env-file"
	}
	files := make([]envSource, len(paths))
	for i, path := range paths {
		files[i] = envSource{path: l.abs(path), by: by}
	}
	return files
}

// define adds what env files say to the environment of a unit, which wins over
// them; of the files the later wins.
func (l *loader) define(u *unit, files []envSource) {
	u.files = files
	known, places := map[string]string{}, map[string]diag.Pos{}
	for _, f := range files {
		src, err := os.ReadFile(f.path)
		if err != nil {
			d := unreadable(f.at, f.path, l.nameOf(u, f.path), err)
			if f.by != "" {
				d.Summary = f.by + ": " + d.Summary
			}
			l.problems.Add(d)
			continue
		}
		vars, problems := dotenv.Parse(l.nameOf(u, f.path), src, u.lookup, known)
		l.problems.Add(problems.Ruled(diag.Syntax)...)
		for _, v := range vars {
			places[v.Name] = v.Pos
		}
	}
	for name, value := range known {
		if _, ok := u.env[name]; !ok {
			u.env[name], u.set[name] = value, places[name]
		}
	}
}

// envFiles gives the files as the user would write them, and whether the user did.
func (l *loader) envFiles() (paths []string, named bool) {
	if len(l.EnvFiles) > 0 {
		return l.EnvFiles, true
	}
	if list := l.process["COMPOSE_ENV_FILES"]; list != "" {
		return fieldsOf(list), true
	}
	if l.truth("COMPOSE_DISABLE_ENV_FILE", l.process) {
		return nil, false
	}
	path := filepath.Join(l.directory(), ".env")
	if !isFile(path) || l.isRemote() && l.ProjectDirectory == "" {
		return nil, false // a remote file's own says nothing of gocompose's settings
	}
	return []string{l.shown(path)}, false
}

// truth reads a setting that is true or false, which it is where nobody says.
func (l *loader) truth(name string, env map[string]string) bool {
	value := env[name]
	on, err := strconv.ParseBool(value)
	if err != nil && value != "" {
		l.problems.Add(diag.Diagnostic{
			Rule: diag.Value, Pos: l.own.set[name], Summary: name + ": \"" + value + "\" is neither true nor false", Hint: "write true or false",
		})
	}
	return on
}

// isRemote tells whether the project directory is that of a remote file.
func (l *loader) isRemote() bool { return len(l.sources) > 0 && l.sources[0].snapshot != "" }

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// fieldsOf splits a list at its commas.
func fieldsOf(list string) []string {
	var out []string
	for field := range strings.SplitSeq(list, ",") {
		if field = strings.TrimSpace(field); field != "" {
			out = append(out, field)
		}
	}
	return out
}

// absoluteEnvFiles gives those that the user named, for the container label.
func (l *loader) absoluteEnvFiles() []string {
	paths, named := l.envFiles()
	if !named {
		return nil
	}
	out := make([]string, len(paths))
	for i, path := range paths {
		out[i] = l.abs(path)
	}
	return out
}

// activeProfiles are those of --profile, else of COMPOSE_PROFILES.
func (l *loader) activeProfiles() []string {
	if len(l.Profiles) > 0 {
		return slices.Clone(l.Profiles)
	}
	return fieldsOf(l.env["COMPOSE_PROFILES"])
}
