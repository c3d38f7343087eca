package compose

import (
	"slices"

	"gocompose/compose/tree"
)

// bare adds a key without a value, such as an item of a list without =: a label
// has the empty text, and a variable is passed on.
func (o *origins) bare(e tree.Entry, path []string) {
	if len(path) < 3 || !slices.Contains([]string{"annotations", "args", "environment", "labels"}, path[len(path)-1]) {
		return
	}
	origin := Origin{Path: append(slices.Clone(path), e.Key), Pos: e.KeyPos}
	s := o.project.Services[path[1]]
	if path[0] == "services" && s != nil {
		o.passedOn(&origin, s, e.Key, path[len(path)-1])
	}
	o.all = append(o.all, origin)
}

// passedOn fills in the value of a variable that the project's environment has.
func (o *origins) passedOn(origin *Origin, s *Service, name, under string) {
	var value *string
	switch {
	case under == "environment" && len(origin.Path) == 4:
		value = s.Environment[name]
	case under == "args" && s.Build != nil:
		value = s.Build.Args[name]
	}
	if value == nil {
		return
	}
	origin.Value, origin.Template = *value, *value
	for _, d := range o.project.documents {
		if u := d.unit; u.parent == nil && u.snapshot == "" {
			from, pos := u.source(name)
			origin.Filled = []Fill{{Name: name, From: from, Pos: pos, Value: *value}}
			return
		}
	}
}
