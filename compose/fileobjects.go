package compose

import (
	"slices"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// configFields are those that configs and secrets have both, and content.
var configFields = table[FileObject]{
	"content":         text(func(o *FileObject) *string { return &o.Content }),
	"environment":     text(func(o *FileObject) *string { return &o.Environment }),
	"external":        external(func(o *FileObject) (*bool, *string) { return &o.External, &o.Name }),
	"file":            textVia(func(o *FileObject) *string { return &o.File }, (*decoder).contentFile),
	"labels":          values(func(o *FileObject) *map[string]string { return &o.Labels }),
	"name":            text(func(o *FileObject) *string { return &o.Name }),
	"template_driver": text(func(o *FileObject) *string { return &o.TemplateDriver }),
	"x-":              extensions(func(o *FileObject) *[]tree.Entry { return &o.Extensions }),
}

var secretFields = table[FileObject]{
	"driver":          text(func(o *FileObject) *string { return &o.Driver }),
	"driver_opts":     values(func(o *FileObject) *map[string]string { return &o.DriverOpts }),
	"environment":     configFields["environment"],
	"external":        configFields["external"],
	"file":            configFields["file"],
	"labels":          configFields["labels"],
	"name":            configFields["name"],
	"template_driver": configFields["template_driver"],
	"x-":              configFields["x-"],
}

func configsOf(d *decoder, s spot, into *Project) {
	into.configs = d.fileObjects(s, "config", configFields, "file", "environment", "content")
}

func secretsOf(d *decoder, s spot, into *Project) {
	into.secrets = d.fileObjects(s, "secret", secretFields, "file", "environment")
}

// fileObjects decodes the top-level configs or secrets, of which each has its
// content from just one of the sources. Where s is no map it gives nil.
func (d *decoder) fileObjects(s spot, what string, fields table[FileObject], sources ...string) map[string]*FileObject {
	if !d.isMap(s) {
		return nil
	}
	all := make(map[string]*FileObject, len(s.Entries))
	for _, e := range s.Entries {
		below := d.child(s, e, what)
		d.name(below, what, e.Key)
		o := &FileObject{Key: e.Key, Pos: e.KeyPos, node: e.Value}
		all[e.Key] = o
		if below.IsNull() {
			d.fail(e.KeyPos, "add "+either(sources), "%s has no content", below.owner)
		} else if d.isMap(below) {
			fields.decode(d, below, "", o)
			d.oneSource(below, o, sources)
		}
	}
	return all
}

func (d *decoder) oneSource(s spot, o *FileObject, sources []string) {
	var given []tree.Entry
	for _, e := range s.Entries {
		if slices.Contains(sources, e.Key) {
			given = append(given, e)
		}
	}
	switch {
	case len(given) > 1:
		d.failed++
		d.diags.Add(diag.Diagnostic{
			Pos: given[1].KeyPos, Summary: s.owner + " has both " + given[0].Key + " and " + given[1].Key, Hint: "keep one of the two",
			Related: []diag.Related{{Pos: given[0].KeyPos, Note: given[0].Key}},
		})
	case o.External:
		d.external(s, d.warn)
	case len(given) == 0 && !d.misspelt(s, sources):
		d.fail(s.key, "add "+either(sources)+": where its content is from", "%s has no content", s.owner)
	}
}

// misspelt tells whether a key that is unknown, and reported so, is meant for
// one of the words, or is content, which a secret cannot have.
func (d *decoder) misspelt(s spot, words []string) bool {
	return slices.ContainsFunc(s.Entries, func(e tree.Entry) bool {
		if _, known := secretFields[e.Key]; known || strings.HasPrefix(e.Key, "x-") {
			return false
		}
		return e.Key == "content" || nearest(e.Key, words) != ""
	})
}

func (d *decoder) contentFile(s spot, v string) (string, bool) {
	if v == "" {
		d.fail(s.at(), "write such as ./"+s.owner[strings.LastIndexByte(s.owner, ' ')+1:]+".txt", "file of %s is empty", s.owner)
		return "", false
	}
	return d.hostPath(s, v), true
}

// At gives the place of a value below the config or secret, such as At("file").
func (o *FileObject) At(path ...string) diag.Pos {
	if len(path) > 0 && o.node.Get(path[0]) != nil {
		return o.node.At(path...)
	}
	return o.Pos
}
