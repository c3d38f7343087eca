package compose

import (
	"cmp"
	"maps"
	"slices"

	"gocompose/compose/diag"
)

// enable gives the project with the wanted ones of the services that its
// profiles enable, their environment folded in, and says what is wrong with them.
func (p *Project) enable(want func(name string) bool) (*Project, diag.List) {
	var problems diag.List
	next := *p
	next.Services, next.Disabled = map[string]*Service{}, map[string]*Service{}
	for name, raw := range p.all {
		switch on := p.Services[name]; {
		case !want(name) || on == nil && !raw.in(p.Profiles):
			next.Disabled[name] = cmp.Or(on, raw)
		case on != nil:
			next.Services[name] = on
		default:
			s, more := p.folded(raw)
			problems.Add(more...)
			if !p.skip.Checks {
				problems.Add(p.unhonoured(s)...)
			}
			next.Services[name] = s
		}
	}
	if !p.skip.Checks {
		problems.Add(next.check()...)
	}
	next.prune()
	return &next, next.news(distinct(problems))
}

// told is a warning that somebody has had.
type told struct {
	pos     diag.Pos
	summary string
}

// news leaves the warnings out that the project has given before, and keeps
// the others in mind. p must not have been handed out yet.
func (p *Project) news(problems diag.List) diag.List {
	had := maps.Clone(p.told)
	if had == nil {
		had = map[told]bool{}
	}
	p.told = had
	return slices.DeleteFunc(problems, func(d diag.Diagnostic) bool {
		w := told{d.Pos, d.Summary}
		was := had[w]
		had[w] = had[w] || d.Severity == diag.Warning
		return was
	})
}

// in tells whether one of the profiles enables the service.
func (s *Service) in(profiles []string) bool {
	return len(s.Profiles) == 0 || slices.ContainsFunc(profiles, func(profile string) bool {
		return profile == "*" || slices.Contains(s.Profiles, profile)
	})
}

// prune leaves the networks, volumes, configs, secrets and models that the
// services use, for docker compose makes no others unless it is asked to.
func (p *Project) prune() {
	if p.everything {
		p.Networks, p.Volumes = maps.Clone(p.networks), maps.Clone(p.volumes)
		p.Configs, p.Secrets, p.Models = maps.Clone(p.configs), maps.Clone(p.secrets), maps.Clone(p.models)
		return
	}
	p.Networks, p.Volumes = map[string]*Network{}, map[string]*Volume{}
	p.Configs, p.Secrets, p.Models = map[string]*FileObject{}, map[string]*FileObject{}, map[string]*Model{}
	for _, s := range p.Services {
		for key := range s.Networks {
			keep(p.Networks, p.networks, key)
		}
		for _, m := range s.Volumes {
			if m.Type == MountVolume {
				keep(p.Volumes, p.volumes, m.Source)
			}
		}
		for _, m := range s.Configs {
			keep(p.Configs, p.configs, m.Source)
		}
		for _, m := range s.allSecrets() {
			keep(p.Secrets, p.secrets, m.Source)
		}
		for key := range s.Models {
			keep(p.Models, p.models, key)
		}
	}
}

func keep[T any](kept, all map[string]*T, key string) {
	if v := all[key]; v != nil {
		kept[key] = v
	}
}

// allSecrets gives the secrets of the service and of its build.
func (s *Service) allSecrets() []FileMount {
	if s.Build == nil {
		return s.Secrets
	}
	return slices.Concat(s.Secrets, s.Build.Secrets)
}
