package compose

import (
	"os"
	"path/filepath"
	"strings"

	"gocompose/compose/remote"
)

// locate finds the file that a text in a unit names.
func (l *loader) locate(u *unit, s spot) (source, bool) {
	if ref, ok := remote.Parse(s.Value); ok {
		found := l.fetched(ref, s.at())
		if found.problem != nil {
			l.partial = true
			l.problems.Add(*found.problem)
		}
		return found, found.problem == nil
	}
	path, ok := l.confine(u, s)
	return source{path: path, name: l.nameOf(u, path), snapshot: u.snapshot, ref: u.ref}, ok
}

// nameOf gives a path as the user would write it: one in a snapshot by what the
// snapshot is of.
func (l *loader) nameOf(u *unit, path string) string {
	rel, err := filepath.Rel(u.snapshot, path)
	if u.snapshot == "" || err != nil || !filepath.IsLocal(rel) {
		return l.shown(path)
	}
	ref := u.ref
	if ref.Kind == remote.OCI {
		return ref.String() + ":" + filepath.ToSlash(rel)
	}
	ref.Subdir = filepath.ToSlash(rel)
	return ref.String()
}

// confine makes a path in a unit absolute. What a remote file names must lie in
// the snapshot that the file is from: it may not look at the user's files.
func (l *loader) confine(u *unit, s spot) (string, bool) {
	path := l.local(u.dir, s.Value)
	if u.mayRead(path) {
		return path, true
	}
	l.outside(s)
	return "", false
}

// mayRead tells whether an absolute path is the unit's to read.
func (u *unit) mayRead(path string) bool {
	return u.snapshot == "" || within(u.snapshot, path) || u.open && within(u.dir, path)
}

func (l *loader) outside(s spot) {
	l.broken[s.Pos] = true
	l.partial = true
	l.fail(s.at(), "a remote file names "+s.Value+", which is outside of it",
		"a remote file may only name files that came with it; copy what it needs, or use a local copy of it")
}

// within tells whether a path is in a folder, links followed.
func within(folder, path string) bool {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
		if real, err := filepath.EvalSymlinks(folder); err == nil {
			folder = real
		}
	}
	return path == folder || strings.HasPrefix(path, folder+string(filepath.Separator))
}

// isFolder tells whether a path that a text names is a folder, and complains
// where it is not.
func (l *loader) isFolder(path string, s spot) bool {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		l.fail(s.at(), "folder "+l.shown(path)+" does not exist", "check the name and the folder it is in")
	case !info.IsDir():
		l.fail(s.at(), l.shown(path)+" is a file, not a folder", "name the folder it is in")
	default:
		return true
	}
	l.partial = true
	return false
}
