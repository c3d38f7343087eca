package compose

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// read parses the project's own files into documents.
func (l *loader) read() {
	l.own.dir, l.own.folder = l.directory(), "."
	empty := true
	for _, s := range l.sources {
		u := l.own
		if s.snapshot != "" {
			u = l.foreign(s)
		}
		documents, ok := l.documentsOf(s, u, diag.Pos{File: s.name})
		empty = empty && ok && len(documents) == 0
		l.documents = append(l.documents, documents...)
	}
	if empty && len(l.sources) > 0 {
		l.fail(diag.Pos{File: l.sources[0].name}, "the compose file is empty", "begin with services:")
	}
}

// documentsOf parses a file that is named at a place. What cannot be read is
// reported and leaves out no more than itself.
func (l *loader) documentsOf(s source, u *unit, at diag.Pos) ([]document, bool) {
	src, ok := l.bytes(s, at)
	if !ok {
		l.partial = true
		return nil, false
	}
	if s.snapshot != "" {
		l.foreigners[s.name] = append(l.foreigners[s.name], u)
	}
	roots, problems := tree.Parse(s.name, src)
	l.problems.Add(problems.Ruled(diag.Syntax)...)
	for _, d := range problems.Errors() {
		l.broken[d.Pos] = true
	}
	whole := roots != nil || len(problems.Errors()) == 0
	var documents []document
	for _, root := range roots {
		switch root.Kind {
		case tree.Map:
			documents = append(documents, document{root: root, src: src, path: s.path, unit: u})
		case tree.Null:
		default:
			whole = false
			l.fail(root.Pos, "a compose file must be a map, not "+described(root), "begin with services:")
		}
	}
	l.every = append(l.every, documents...)
	l.partial = l.partial || !whole
	return documents, whole
}

func (l *loader) bytes(s source, at diag.Pos) ([]byte, bool) {
	var src []byte
	var err error
	switch {
	case s.problem != nil:
		l.problems.Add(*s.problem)
		return nil, false
	case s.path != "-":
		src, err = readFile(s.path)
	case l.Stdin != nil:
		src, err = readAll(l.Stdin)
	}
	if err == nil {
		return src, l.affords(&l.total, len(src), maxTotal, at, "the Compose files have more than %d bytes together")
	}
	l.problems.Add(unreadable(at, s.path, s.name, err))
	return nil, false
}

// unreadable says why the file at path, which the user knows as name, cannot be read.
func unreadable(pos diag.Pos, path, name string, err error) diag.Diagnostic {
	d := diag.Diagnostic{Rule: diag.File, Pos: pos}
	named, file := name, "file "+name
	if pos == (diag.Pos{File: name}) {
		named, file = "this", "the file" // its place says which
	}
	info, statErr := os.Stat(path)
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, errTooLarge):
		d.Summary, d.Hint = file+" is "+err.Error(), "check that it is the file you mean; large content belongs in a volume or an image"
	case errors.Is(err, fs.ErrNotExist):
		d.Summary, d.Hint = file+" does not exist", "check the name and the folder it is in"
		if near := nearestFile(path); near != "" {
			d.Hint = "did you mean " + near + "? " + d.Hint
		}
	case statErr == nil && info.IsDir():
		d.Summary, d.Hint = named+" is a folder, not a file", "name the file in it"
	case errors.As(err, &pathErr):
		d.Summary, d.Hint = file+" cannot be read: "+pathErr.Err.Error(), "check its permissions"
	default:
		d.Summary, d.Hint = "cannot read: "+err.Error(), "try again"
	}
	return d
}

// nearestFile gives the name of a file beside a path, with its extension, that a
// slip of the hand may have missed; "" where there is none.
func nearestFile(path string) string {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return ""
	}
	extension := filepath.Ext(path)
	var names []string
	for _, e := range entries {
		if stem, ok := strings.CutSuffix(e.Name(), extension); ok && !e.IsDir() {
			names = append(names, stem)
		}
	}
	near := nearest(strings.TrimSuffix(filepath.Base(path), extension), names)
	if near == "" {
		return ""
	}
	return near + extension
}
