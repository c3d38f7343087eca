package compose

import (
	"cmp"
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
			next.Services[name] = s
		}
	}
	if !p.skip.Checks {
		problems.Add(next.check()...)
	}
	next.prune()
	return &next, distinct(problems)
}

// in tells whether one of the profiles enables the service.
func (s *Service) in(profiles []string) bool {
	return len(s.Profiles) == 0 || slices.ContainsFunc(profiles, func(profile string) bool {
		return profile == "*" || slices.Contains(s.Profiles, profile)
	})
}

// prune leaves the networks and volumes that the services use, for docker
// compose makes no others.
func (p *Project) prune() {
	p.Networks, p.Volumes = map[string]*Network{}, map[string]*Volume{}
	for _, s := range p.Services {
		for key := range s.Networks {
			if n := p.networks[key]; n != nil {
				p.Networks[key] = n
			}
		}
		for _, m := range s.Volumes {
			if v := p.volumes[m.Source]; v != nil && m.Type == MountVolume {
				p.Volumes[m.Source] = v
			}
		}
	}
}
