package compose

import (
	"maps"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

var projectFields = table[Project]{
	"configs":  configsOf,
	"models":   things("model", func(p *Project) *map[string]*Model { return &p.models }, (*decoder).model),
	"name":     text(func(*Project) *string { return new(string) }), // nameProject has seen to it
	"include":  done[Project],
	"networks": things("network", func(p *Project) *map[string]*Network { return &p.networks }, (*decoder).network),
	"secrets":  secretsOf,
	"services": servicesOf,
	"version":  obsolete,
	"volumes":  things("volume", func(p *Project) *map[string]*Volume { return &p.volumes }, (*decoder).volume),
	"x-":       extensions(func(p *Project) *[]tree.Entry { return &p.Extensions }),
}

func obsolete(d *decoder, s spot, _ *Project) {
	d.warn(s.key, "remove it", "version is obsolete and has no effect")
}

func servicesOf(d *decoder, s spot, into *Project) {
	if !d.isMap(s) || !d.few(s, maxServices, "services") {
		return
	}
	for _, e := range s.Entries {
		into.all[e.Key] = d.service(d.child(s, e, "service"), e.Key)
	}
}

// things is for a map of things that the project names. One that is no map
// leaves nil: what refers to the things cannot be judged then.
func things[T any](what string, at func(*Project) *map[string]*T, decode func(*decoder, spot, string) *T) field[Project] {
	return func(d *decoder, s spot, into *Project) {
		if !d.isMap(s) {
			*at(into) = nil
			return
		}
		for _, e := range s.Entries {
			(*at(into))[e.Key] = decode(d, d.child(s, e, what), e.Key)
		}
	}
}

// child gives a named thing of the project, which owns the keys below it.
func (d *decoder) child(s spot, e tree.Entry, what string) spot {
	name := what + " " + e.Key
	return spot{Node: e.Value, key: e.KeyPos, name: name, owner: name}
}

// decode makes the model of the merged tree. The project has everything in it
// and nothing enabled yet.
func (l *loader) decode(root *tree.Node) (*Project, diag.List) {
	p := &Project{
		Name: l.name, WorkingDir: l.directory(), EnvFiles: l.absoluteEnvFiles(),
		Profiles: l.activeProfiles(), Environment: maps.Clone(l.env), shown: l.shown,
		written: root, skip: l.Skip,
		all: map[string]*Service{}, networks: map[string]*Network{}, volumes: map[string]*Volume{},
		configs: map[string]*FileObject{}, secrets: map[string]*FileObject{}, models: map[string]*Model{},
	}
	for _, s := range l.sources {
		p.Files = append(p.Files, s.path)
	}
	p.Derived, p.Home = l.derived, HomeOf(p.WorkingDir, p.Files)
	p.Compatibility, p.everything = l.Compatibility, l.AllResources
	d := &decoder{base: p.WorkingDir, home: l.process["HOME"], broken: l.broken, skip: l.Skip}
	projectFields.decode(d, spot{Node: root, owner: "the compose file"}, "", p)
	p.complete()
	return p, d.diags
}
