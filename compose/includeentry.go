package compose

import (
	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// includeEntry is one item of include: the files of a project, which are put on
// top of one another, and how to read them.
type includeEntry struct {
	at        spot
	paths     []spot
	envFiles  []spot // as written
	env       bool   // envFiles are all there are; else the .env of the folder counts
	directory spot   // without a node: the folder of the first path
}

func (e includeEntry) pos() diag.Pos { return e.paths[0].at() }

var includeFields = table[includeEntry]{
	"env_file":          includeEnvFiles,
	"path":              func(d *decoder, s spot, into *includeEntry) { into.paths = d.oneOrMore(s) },
	"project_directory": includeDirectory,
}

func includeEnvFiles(d *decoder, s spot, into *includeEntry) {
	into.envFiles = d.oneOrMore(s)
	into.env = len(into.envFiles) > 0
}

func includeDirectory(d *decoder, s spot, into *includeEntry) {
	if v, ok := d.text(s); ok && v != "" {
		into.directory = s
	}
}

// includeEntries reads the items of include.
func (l *loader) includeEntries(e tree.Entry) []includeEntry {
	d := &decoder{broken: l.broken}
	list := spot{Node: e.Value, key: e.KeyPos, name: "include", word: "include", owner: "the compose file"}
	var entries []includeEntry
	if d.isList(list) {
		for i := range list.Items {
			if entry, ok := d.includeEntry(list.item(i)); ok {
				entries = append(entries, entry)
			}
		}
	}
	l.partial = l.partial || d.diags.Err() != nil
	l.follow(d.diags)
	return entries
}

func (d *decoder) includeEntry(s spot) (includeEntry, bool) {
	before := len(d.diags.Errors())
	entry := includeEntry{at: s}
	switch s.Kind {
	case tree.Map:
		includeFields.decode(d, s, s.name+".", &entry)
	default:
		entry.paths = d.oneOrMore(s)
	}
	if len(entry.paths) == 0 && len(d.diags.Errors()) == before {
		d.fail(s.Pos, "add path: with the compose file to include", "%s has no path", s.name)
	}
	return entry, len(d.diags.Errors()) == before
}

// oneOrMore reads a text or a list of texts.
func (d *decoder) oneOrMore(s spot) []spot {
	switch {
	case s.Kind == tree.Scalar:
		if _, ok := d.text(s); ok {
			return []spot{s}
		}
	case s.Kind == tree.List:
		var all []spot
		for i := range s.Items {
			if _, ok := d.text(s.item(i)); ok {
				all = append(all, s.item(i))
			}
		}
		return all
	default:
		d.wrong(s, "text or a list")
	}
	return nil
}
