package compose

import (
	"maps"
	"slices"

	"gocompose/compose/diag"
)

// Select gives the project with only the named services and what they depend
// on; no names means all. Naming a service enables its profiles. The other
// services go to Disabled, so that their containers are no orphans.
func (p *Project) Select(names []string) (*Project, diag.List) {
	if len(names) == 0 {
		return p, nil
	}
	if problems := p.unknown(names); problems != nil {
		return nil, problems
	}
	wide := *p
	wide.Profiles = slices.Clone(p.Profiles)
	for _, name := range names {
		if p.Services[name] == nil {
			wide.Profiles = append(wide.Profiles, p.all[name].Profiles...)
		}
	}
	wanted := wide.closure(names)
	next, problems := wide.enable(func(name string) bool { return wanted[name] })
	if problems.Err() != nil {
		return nil, problems
	}
	for name, s := range next.Services {
		next.Services[name] = s.needing(next.Services)
	}
	return next, problems
}

// Only gives the project with only the named ones of its services: what they
// depend on counts as there already. The others go to Disabled.
func (p *Project) Only(names []string) *Project {
	next := *p
	next.Services, next.Disabled = map[string]*Service{}, maps.Clone(p.Disabled)
	for name, s := range p.Services {
		if slices.Contains(names, name) {
			next.Services[name] = s
		} else {
			next.Disabled[name] = s
		}
	}
	return &next
}

// closure gives the services that can be enabled and that names depend on, and names.
func (p *Project) closure(names []string) map[string]bool {
	wanted := map[string]bool{}
	for len(names) > 0 {
		name := names[len(names)-1]
		names = names[:len(names)-1]
		s := p.all[name]
		if wanted[name] || s == nil || p.Services[name] == nil && !s.in(p.Profiles) {
			continue
		}
		wanted[name] = true
		names = slices.AppendSeq(slices.Clip(names), maps.Keys(s.DependsOn))
	}
	return wanted
}

func (p *Project) unknown(names []string) diag.List {
	var problems diag.List
	for _, name := range names {
		if p.all[name] == nil {
			problems.Add(diag.Diagnostic{
				Summary: "no service is named " + name,
				Hint:    knownNames(name, "services", sortedKeys(p.all)),
			})
		}
	}
	return problems
}

// needing gives the service without its dependencies on others than those.
func (s *Service) needing(services map[string]*Service) *Service {
	next := *s
	next.DependsOn = maps.Clone(s.DependsOn)
	maps.DeleteFunc(next.DependsOn, func(name string, _ *Dependency) bool { return services[name] == nil })
	return &next
}

// WithScale gives the project with other numbers of containers, by service.
func (p *Project) WithScale(replicas map[string]int) (*Project, diag.List) {
	names := sortedKeys(replicas)
	problems := p.unknown(names)
	next := *p
	next.Services = maps.Clone(p.Services)
	for _, name := range names {
		n := replicas[name]
		switch s := next.Services[name]; {
		case n < 0:
			problems.Add(diag.Diagnostic{Summary: "a service cannot have a negative number of containers", Hint: "write --scale " + name + "=1"})
		case s != nil:
			next.Services[name] = s.scaled(n)
		case p.Disabled[name] != nil:
			problems.Add(diag.Diagnostic{Summary: "service " + name + " is not enabled, so it cannot be scaled", Hint: "name it, or one of its profiles with --profile"})
		}
	}
	if problems == nil {
		problems = next.news(next.check())
	}
	if problems.Err() != nil {
		return nil, problems
	}
	return &next, problems
}

func (s *Service) scaled(n int) *Service {
	next := *s
	next.Scale = &n
	if s.Deploy != nil {
		deploy := *s.Deploy
		deploy.Replicas = &n
		next.Deploy = &deploy
	}
	return &next
}
