package compose

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/remote"
)

// Options say what to load. Paths may be relative to Dir.
type Options struct {
	Files            []string  // -f, in order of merging, "-" for Stdin; none: COMPOSE_FILE, or the usual names from Dir upwards
	Stdin            io.Reader // what "-" reads
	Dir              string    // the caller's working directory, absolute
	ProjectDirectory string    // --project-directory
	Name             string    // -p
	EnvFiles         []string  // --env-file, the later win
	Profiles         []string  // --profile; "*" stands for all
	Environ          []string  // the process environment as NAME=value, which holds COMPOSE_* too
	Skip             Skip      // what is left as the files have it
	AllResources     bool      // networks, volumes and the like that no service uses count, too
	Compatibility    bool      // names are those of docker-compose 1: shop_web_1
	Fetch            Fetch     // brings remote files; nil: they are refused
}

// Fetch gives the local copy of a remote file. It decides which are allowed. An
// error that is a *remote.Error is shown with its hint.
type Fetch func(remote.Ref) (remote.Local, error)

// Load finds, reads, expands, merges, decodes and checks a project. The list
// has every problem of every file, in order of place; with an error among them
// the project is nil.
func Load(options Options) (*Project, diag.List) {
	l := newLoader(options)
	project := l.project()
	if project != nil && !l.partial {
		enabled, problems := project.enable(func(string) bool { return true })
		l.follow(problems)
		l.idleResets()
		l.strangeProfiles(project)
		project = enabled
	}
	problems := distinct(l.problems).Ruled(diag.Reference)
	if problems.Err() != nil {
		return nil, problems
	}
	return project, problems
}

// project finds, reads and decodes the files, nil where there is nothing to decode.
func (l *loader) project() *Project {
	l.environment()
	l.find()
	l.environment()
	l.read()
	if len(l.documents) == 0 {
		return nil
	}
	l.nameProject()
	project, problems := l.decode(l.merged(l.documents))
	l.follow(problems)
	l.dockerfiles(project)
	if l.truth("COMPOSE_CONVERT_WINDOWS_PATHS", l.env) {
		project.windowsPaths()
	}
	project.documents, project.snapshots, project.links, project.given = l.every, l.snapshots, l.links, l.given
	return project
}

// loader is the state of one Load.
type loader struct {
	Options
	budget
	problems diag.List
	process  map[string]string // the process environment
	env      map[string]string // process, and what env files add to it
	own      *unit             // of the project's own files
	sources  []source
	name     string
	derived  bool // the name is the folder's

	documents  []document          // of the project's own files
	every      []document          // and those of all others, in the order of reading
	includes   int                 // files included so far
	crowded    bool                // too many of them, which was reported
	bases      map[string]*bases   // of the files that services extend, by path and unit
	snapshots  []string            // folders of the remote files
	links      []string            // what the remote files have that is not followed, absolute
	foreigners map[string][]*unit  // of the remote files, by name
	given      map[diag.Pos]string // see Project
	resets     map[diag.Pos]*reset // items of lists that are tagged so
	blanks     map[string]bool     // variables that were reported as not set
	partial    bool                // a file could not be read, so what refers to it cannot be judged
	broken     map[diag.Pos]bool   // places with an error: what else is wrong there follows from it
}

// source is one file to be read.
type source struct {
	path     string           // absolute, or "-"
	name     string           // as the user would write it
	snapshot string           // see unit
	ref      remote.Ref       // that the snapshot is of
	problem  *diag.Diagnostic // why it cannot be read
}

func newLoader(options Options) *loader {
	l := &loader{Options: options, process: map[string]string{}, env: map[string]string{},
		broken: map[diag.Pos]bool{}, blanks: map[string]bool{}, bases: map[string]*bases{}, given: map[diag.Pos]string{},
		foreigners: map[string][]*unit{}, resets: map[diag.Pos]*reset{}}
	l.own = &unit{env: l.env, set: map[string]diag.Pos{}}
	for _, pair := range options.Environ {
		if name, value, ok := strings.Cut(pair, "="); ok && name != "" {
			l.process[name], l.env[name] = value, value
		}
	}
	l.addFiles(options.Files)
	return l
}

func (l *loader) fail(pos diag.Pos, summary, hint string) {
	if l.failed++; l.failed <= maxProblems {
		l.problems.Add(diag.Diagnostic{Pos: pos, Summary: summary, Hint: hint})
	}
}

func (l *loader) warn(pos diag.Pos, summary, hint string) {
	if l.warned++; l.warned <= maxProblems {
		l.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: pos, Summary: summary, Hint: hint})
	}
}

// abs makes a path of the user's absolute.
func (l *loader) abs(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(l.Dir, path)
}

// shown gives a path as the user would write it from the working directory.
func (l *loader) shown(path string) string {
	if rel, err := filepath.Rel(l.Dir, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}

// directory gives the project directory as far as it is known.
func (l *loader) directory() string {
	if l.ProjectDirectory != "" {
		return l.abs(l.ProjectDirectory)
	}
	for _, s := range l.sources {
		if s.path != "-" && s.problem == nil {
			return filepath.Dir(s.path)
		}
	}
	return l.Dir
}

// follow adds the problems of the later stages, but for those that only follow
// from an earlier one.
func (l *loader) follow(problems diag.List) {
	for _, d := range problems {
		if !l.broken[d.Pos] {
			l.problems.Add(d)
		}
	}
}

// distinct gives problems in order of place, each once: what an alias repeats
// is one. Each is a line, whatever the values that it shows. It reuses the list.
func distinct(list diag.List) diag.List {
	for i := range list {
		list[i].Summary, list[i].Hint = oneLine(list[i].Summary), oneLine(list[i].Hint)
	}
	slices.SortStableFunc(list, func(a, b diag.Diagnostic) int { return a.Pos.Compare(b.Pos) })
	type key struct {
		pos  diag.Pos
		text string
	}
	seen := make(map[key]bool, len(list))
	return slices.DeleteFunc(list, func(d diag.Diagnostic) bool {
		k := key{d.Pos, d.Hint} // the summary may name another service with the same anchor
		if d.Hint == "" || d.Pos.IsZero() {
			k.text = d.Summary
		}
		was := seen[k]
		seen[k] = true
		return was
	})
}
