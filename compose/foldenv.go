package compose

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"

	"gocompose/compose/diag"
	"gocompose/compose/dotenv"
)

// folded gives a copy of a service with its env files folded into its
// environment, and its label files into its labels.
func (p *Project) folded(s *Service) (*Service, diag.List) {
	s, problems := p.withEnvFiles(s)
	s, more := p.withLabelFiles(s)
	return s, append(problems, more...)
}

// withEnvFiles folds the env files in. What stands under environment wins, then
// the later file; within the files ${…} sees the project's environment, then the
// service's, then what the file and earlier ones have said so far.
func (p *Project) withEnvFiles(s *Service) (*Service, diag.List) {
	switch {
	case len(s.envFiles) == 0:
		return s, nil
	case p.skip.EnvFiles:
		return s.keepingEnvFiles(), nil
	}
	next := *s
	next.Environment, next.outside = map[string]*string{}, map[string]diag.Pos{}
	vars, problems := p.envVariables(s)
	for _, v := range vars {
		next.Environment[v.Name], next.outside[v.Name] = &v.Value, v.Pos
	}
	for name := range s.Environment {
		delete(next.outside, name)
	}
	maps.Copy(next.Environment, s.Environment)
	return &next, problems
}

// envVariables gives what the env files of a service say, in their order.
func (p *Project) envVariables(s *Service) ([]dotenv.Var, diag.List) {
	remote := false
	lookup := func(name string) (string, bool) {
		if value, ok := p.Environment[name]; ok && !remote {
			return value, true
		}
		if value := s.Environment[name]; value != nil {
			return *value, true
		}
		return "", false
	}
	var vars []dotenv.Var
	var problems diag.List
	known := map[string]string{}
	for _, f := range s.envFiles {
		remote = slices.ContainsFunc(p.snapshots, func(folder string) bool { return within(folder, p.abs(f.path)) })
		more, wrong := p.readEnvFile(f, "env_file", lookup, known)
		vars = append(vars, more...)
		problems.Add(wrong.Ruled(diag.Syntax)...)
	}
	return vars, problems
}

// withLabelFiles folds the label files in. What stands under labels wins, then
// the later file; within the files ${…} sees only what they have said so far.
func (p *Project) withLabelFiles(s *Service) (*Service, diag.List) {
	if len(s.labelFiles) == 0 {
		return s, nil
	}
	next := *s
	next.Labels, next.labelled = map[string]string{}, map[string]diag.Pos{}
	var problems diag.List
	for _, f := range s.labelFiles {
		vars, more := p.readEnvFile(f, "label_file", nil, next.Labels)
		problems.Add(more.Ruled(diag.Syntax)...)
		for _, v := range vars {
			next.Labels[v.Name], next.labelled[v.Name] = v.Value, v.Pos
		}
	}
	for name := range s.Labels {
		delete(next.labelled, name)
	}
	maps.Copy(next.Labels, s.Labels)
	return &next, problems
}

// readEnvFile reads what a key of a service names; known is as in dotenv.Parse.
func (p *Project) readEnvFile(f envFile, key string, lookup func(string) (string, bool), known map[string]string) ([]dotenv.Var, diag.List) {
	src, err := os.ReadFile(p.abs(f.path))
	if errors.Is(err, fs.ErrNotExist) && !f.required {
		return nil, nil
	}
	if err != nil {
		d := unreadable(f.at.at(), p.abs(f.path), p.shown(f.path), err)
		if errors.Is(err, fs.ErrNotExist) {
			d.Summary, d.Hint = key+" "+p.shown(f.path)+" does not exist", "make it, or check the name"
			switch {
			case slices.Contains(p.links, p.abs(f.path)):
				d.Summary, d.Hint = key+" is a symbolic link, which a remote file may not have", "name the file that it leads to"
			case key == "env_file":
				d.Hint = "make it, or write it as path: with required: false"
			}
		}
		return nil, diag.List{d}
	}
	if f.raw {
		return dotenv.ParseRaw(p.shown(f.path), src, lookup, known)
	}
	return dotenv.Parse(p.shown(f.path), src, lookup, known)
}
