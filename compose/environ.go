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
	added := map[string]string{}
	for _, path := range paths {
		for _, v := range l.variables(path, named, added) {
			added[v.Name] = v.Value
		}
	}
	for name, value := range added {
		if _, ok := l.env[name]; !ok {
			l.env[name] = value
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
	if off, err := strconv.ParseBool(l.process["COMPOSE_DISABLE_ENV_FILE"]); err == nil && off {
		return nil, false
	}
	path := filepath.Join(l.directory(), ".env")
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return nil, false
	}
	return []string{l.shown(path)}, false
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

func (l *loader) variables(path string, named bool, earlier map[string]string) []dotenv.Var {
	src, err := readFile(l.abs(path))
	if err != nil {
		pos := diag.Pos{}
		if !named {
			pos.File = path
		}
		l.problems.Add(unreadable(pos, l.abs(path), path, err))
		return nil
	}
	vars, problems := dotenv.Parse(path, src, func(name string) (string, bool) {
		if value, ok := l.process[name]; ok {
			return value, true
		}
		value, ok := earlier[name]
		return value, ok
	})
	l.problems.Add(problems...)
	return vars
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
