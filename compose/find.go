package compose

import (
	"os"
	"path/filepath"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/remote"
)

// The names that are looked for, the preferred first.
var (
	fileNames     = []string{"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"}
	overrideNames = []string{
		"compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml",
	}
)

func (l *loader) addFiles(names []string) {
	for _, name := range names {
		if name == "" {
			l.problems.Add(diag.Diagnostic{Rule: diag.File, Summary: "the name of a Compose file is empty",
				Hint: "look at -f and COMPOSE_FILE: nothing may stand before the first separator, behind the last or between two"})
			continue
		}
		if name == "-" {
			l.sources = append(l.sources, source{path: "-", name: "-"})
			continue
		}
		if ref, ok := remote.Parse(name); ok {
			l.sources = append(l.sources, l.fetched(ref, diag.Pos{File: ref.String()}))
			continue
		}
		l.sources = append(l.sources, source{path: l.abs(name), name: name})
	}
}

// find settles which files to read: -f, else COMPOSE_FILE, else the first known
// name in the project directory or a folder above it, and its override.
func (l *loader) find() {
	if len(l.sources) > 0 {
		return
	}
	if list := l.env["COMPOSE_FILE"]; list != "" {
		separator := l.env["COMPOSE_PATH_SEPARATOR"]
		if separator == "" {
			separator = string(os.PathListSeparator)
		}
		l.addFiles(strings.Split(list, separator))
		return
	}
	for dir := l.directory(); ; dir = filepath.Dir(dir) {
		if l.pick(dir, fileNames) {
			l.pick(dir, overrideNames)
			return
		}
		if filepath.Dir(dir) == dir {
			break
		}
	}
	l.problems.Add(diag.Diagnostic{Rule: diag.File, Summary: noFileFound, Hint: "looked for " + strings.Join(fileNames, ", ") +
		" in " + l.directory() + " and the folders above it; name one with -f"})
}

// pick takes the first of the names that a folder has.
func (l *loader) pick(dir string, names []string) bool {
	var found []string
	for _, name := range names {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			found = append(found, name)
		}
	}
	if len(found) == 0 {
		return false
	}
	path := filepath.Join(dir, found[0])
	l.sources = append(l.sources, source{path: path, name: l.shown(path)})
	if len(found) > 1 {
		l.warn(diag.Pos{File: l.shown(path)}, "the folder also has "+strings.Join(found[1:], " and ")+", which is not read",
			"remove what is not needed, or name the files with -f")
	}
	return true
}

const noFileFound = "no compose file found"

// NoFile tells whether Load failed for want of a file only, so that a command
// may go by the engine's labels instead.
func NoFile(problems diag.List) bool {
	errs := problems.Errors()
	return len(errs) == 1 && errs[0].Summary == noFileFound
}
