package compose

import (
	"errors"
	"io/fs"
	"maps"

	"gocompose/compose/diag"
	"gocompose/compose/dotenv"
)

// withEnvFiles gives a copy of a service with its env files folded into its
// environment. What stands under environment wins, then the later file; within
// the files ${…} sees the project's environment, then the service's, then what
// an earlier file says.
func (p *Project) withEnvFiles(s *Service) (*Service, diag.List) {
	switch {
	case len(s.envFiles) == 0:
		return s, nil
	case p.skip.EnvFiles:
		return s.keepingEnvFiles(), nil
	}
	next := *s
	next.Environment, next.outside = map[string]*string{}, map[string]diag.Pos{}
	var problems diag.List
	for _, f := range s.envFiles {
		vars, more := p.readEnvFile(f, s.Environment, next.Environment)
		problems.Add(more...)
		for _, v := range vars {
			next.Environment[v.Name], next.outside[v.Name] = &v.Value, v.Pos
		}
	}
	for name := range s.Environment {
		delete(next.outside, name)
	}
	maps.Copy(next.Environment, s.Environment)
	return &next, problems
}

func (p *Project) readEnvFile(f envFile, own, earlier map[string]*string) ([]dotenv.Var, diag.List) {
	src, err := readFile(p.abs(f.path))
	if errors.Is(err, fs.ErrNotExist) && !f.required {
		return nil, nil
	}
	if err != nil {
		d := unreadable(f.at.at(), p.abs(f.path), p.shown(f.path), err)
		if errors.Is(err, fs.ErrNotExist) {
			d.Summary, d.Hint = "env_file "+p.shown(f.path)+" does not exist", "make it, or write it as path: with required: false"
		}
		return nil, diag.List{d}
	}
	lookup := func(name string) (string, bool) {
		if value, ok := p.Environment[name]; ok {
			return value, true
		}
		for _, known := range []map[string]*string{own, earlier} {
			if value := known[name]; value != nil {
				return *value, true
			}
		}
		return "", false
	}
	if f.raw {
		return dotenv.ParseRaw(p.shown(f.path), src, lookup)
	}
	return dotenv.Parse(p.shown(f.path), src, lookup)
}
