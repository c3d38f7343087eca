package plan

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// RestartOptions is what the flags of restart ask for.
type RestartOptions struct {
	Services []string       // named ones and, by depends_on with restart: true, their dependants; none: all
	NoDeps   bool           // the named ones alone
	Timeout  *time.Duration // of stops; nil: each container's own
	// Wants is what the containers should be; nil: nobody has looked.
	Wants map[string]Want
}

// Restart plans that the containers which a project has stop and start again,
// also those that do not run, unless they merely follow another service. Of depends_on only what has restart: true counts,
// as in docker compose: the others go on meanwhile. What differs from the files
// stays so, and is told. p is the project where there are files, else nil.
func Restart(project string, p *compose.Project, state *State, o RestartOptions) *Plan {
	there := following(present(project, p, state, o.Services))
	names := there.ServiceNames()
	switch {
	case len(o.Services) > 0 && o.NoDeps:
		names = o.Services
	case len(o.Services) > 0:
		names = there.Graph().Reverse().Closure(o.Services...)
	}
	u := existingSlots(there, p, state, names, UpOptions{Services: o.Services, Timeout: o.Timeout})
	u.goal.Services = o.Wants
	u.leaveResting()
	u.each(func(s *slot) {
		s.fate, s.why = start, u.whyRestart(s)
		if s.old.Running() {
			s.fate = bounce
		}
		u.differs(s)
	})
	plan := u.carry()
	plan.Notes.Add(spared(p, state, o.Services, (*Container).Running)...)
	return plan
}

// Followers gives services, known or not, with those that restart along with them.
func Followers(p *compose.Project, services []string) []string {
	all := slices.Concat(services, following(p).Graph().Reverse().Closure(services...))
	slices.Sort(all)
	return slices.Compact(all)
}

// following gives a project whose services depend only on what they restart with.
func following(p *compose.Project) *compose.Project {
	out := *p
	out.Services = make(map[string]*compose.Service, len(p.Services))
	for name, s := range p.Services {
		next := *s
		next.DependsOn = maps.Clone(s.DependsOn)
		maps.DeleteFunc(next.DependsOn, func(_ string, d *compose.Dependency) bool { return !d.Restart })
		out.Services[name] = &next
	}
	return &out
}

// leaveResting takes out the followers that do not run.
func (u *up) leaveResting() {
	for _, name := range u.services {
		u.slots[name] = slices.DeleteFunc(u.slots[name], func(s *slot) bool { return !u.o.named(name) && !s.old.Running() })
	}
}

// whyRestart tells a service that is restarted for its own sake from a follower.
func (u *up) whyRestart(s *slot) Reason {
	if !u.o.named(s.service.Name) {
		for _, dep := range sortedKeys(s.service.DependsOn) {
			if slices.Contains(u.services, dep) {
				return Reason{Text: dep + " is restarted, and restart is true", Pos: s.service.DependsOn[dep].Pos}
			}
		}
	}
	return Reason{Text: "restart"}
}

// differs warns of a container that is not what the files say.
func (u *up) differs(s *slot) {
	if _, known := u.goal.Services[s.service.Name]; !known {
		return
	}
	reasons := u.divergence(s.service, s.old)
	if len(reasons) == 0 {
		return
	}
	text := s.name + " differs from the files: " + u.hidden().Text(reasons[0].Text)
	if n := len(reasons) - 1; n > 0 {
		text += fmt.Sprintf(", and %d more", n)
	}
	u.problems.Add(diag.Diagnostic{Severity: diag.Warning, Pos: reasons[0].Pos, Summary: text,
		Hint: fmt.Sprintf("`gocompose restart --apply %s` or `gocompose up -d %s` applies it", s.service.Name, s.service.Name)})
}
