package compose

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// read parses all sources into documents. What cannot be read is reported and
// leaves out no more than itself.
func (l *loader) read() {
	empty := true
	for _, s := range l.sources {
		src, ok := l.bytes(s)
		if !ok {
			empty, l.partial = false, true
			continue
		}
		roots, problems := tree.Parse(s.name, src)
		l.problems.Add(problems...)
		for _, d := range problems.Errors() {
			l.broken[d.Pos] = true
		}
		if roots == nil && len(problems.Errors()) > 0 {
			empty, l.partial = false, true
		}
		for _, root := range roots {
			if root.IsNull() {
				continue
			}
			empty = false
			if root.Kind != tree.Map {
				l.partial = true
				l.fail(root.Pos, "a compose file must be a map, not "+described(root), "begin with services:")
				continue
			}
			l.documents = append(l.documents, document{root, src})
		}
	}
	if empty && len(l.sources) > 0 {
		l.fail(diag.Pos{File: l.sources[0].name}, "the compose file is empty", "begin with services:")
	}
}

func (l *loader) bytes(s source) ([]byte, bool) {
	var src []byte
	var err error
	switch {
	case s.path != "-":
		src, err = os.ReadFile(s.path)
	case l.Stdin != nil:
		src, err = io.ReadAll(l.Stdin)
	}
	if err == nil {
		return src, true
	}
	l.problems.Add(unreadable(diag.Pos{File: s.name}, s.path, s.name, err))
	return nil, false
}

// unreadable says why the file at path, which the user knows as name, cannot be read.
func unreadable(pos diag.Pos, path, name string, err error) diag.Diagnostic {
	d := diag.Diagnostic{Pos: pos}
	if strings.Contains(name, "://") {
		d.Summary, d.Hint = "remote compose files are not supported yet", "fetch it first, and name the file"
		return d
	}
	info, statErr := os.Stat(path)
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.Summary, d.Hint = "file "+name+" does not exist", "check the name and the folder it is in"
	case statErr == nil && info.IsDir():
		d.Summary, d.Hint = name+" is a folder, not a file", "name the file in it"
	case errors.As(err, &pathErr):
		d.Summary, d.Hint = "file "+name+" cannot be read: "+pathErr.Err.Error(), "check its permissions"
	default:
		d.Summary, d.Hint = "cannot read: "+err.Error(), "try again"
	}
	return d
}
