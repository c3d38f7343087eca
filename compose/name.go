package compose

import (
	"path/filepath"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/interp"
)

// normalName gives what a project name may have of a text: lower-case letters,
// digits, hyphens and underscores, beginning with a letter or digit.
func normalName(text string) string {
	normal := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r == '-' {
			return r
		}
		return -1
	}, strings.ToLower(text))
	return strings.TrimLeft(normal, "_-")
}

// nameProject settles the name: -p, else COMPOSE_PROJECT_NAME, else the last
// top-level name, else the folder's, which is derived: it may stand for another
// folder as well. (A remote file's own folder says nothing.) Templates see it as COMPOSE_PROJECT_NAME.
func (l *loader) nameProject() {
	switch {
	case l.Name != "":
		l.name = l.exactName(l.Name, "-p")
	case l.env["COMPOSE_PROJECT_NAME"] != "":
		l.name = l.exactName(l.env["COMPOSE_PROJECT_NAME"], "COMPOSE_PROJECT_NAME")
	default:
		if l.name = normalName(l.nameInFiles()); l.name == "" {
			l.name, l.derived = l.nameOfFolder(), !l.isRemote()
		}
	}
	if l.env["COMPOSE_PROJECT_NAME"] != l.name {
		delete(l.own.set, "COMPOSE_PROJECT_NAME")
	}
	for _, d := range l.documents {
		d.unit.env["COMPOSE_PROJECT_NAME"] = l.name
	}
	l.env["COMPOSE_PROJECT_NAME"] = l.name
}

func (l *loader) exactName(name, from string) string {
	if normal := normalName(name); normal != name {
		hint := "use only lower-case letters, digits, hyphens and underscores, a letter or digit first"
		if normal != "" {
			hint += ", such as " + normal
		}
		l.fail(diag.Pos{}, from+": \""+name+"\" is no project name", hint)
	}
	return name
}

// nameInFiles gives the last name that is not empty. A template that cannot be
// expanded gives none here: expanding the files reports it.
func (l *loader) nameInFiles() string {
	last := ""
	for _, d := range l.documents {
		result, err := interp.Expand(valueOf(d.root, "name"), d.unit.lookup)
		if err == nil && result.Text != "" {
			last = result.Text
		}
	}
	return last
}

func (l *loader) nameOfFolder() string {
	dir := l.directory()
	if l.isRemote() {
		dir = l.Dir // the copy's folder has a name that says nothing
	}
	base := filepath.Base(dir)
	name := normalName(base)
	if name == "" {
		l.fail(diag.Pos{}, "the folder "+dir+" gives no project name", "choose one with -p, or write name: in the compose file")
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil && filepath.Base(real) != base {
		l.warn(diag.Pos{}, "the project is named "+name+" after a link to "+real, "write name: in the compose file to fix the name")
	}
	return name
}
