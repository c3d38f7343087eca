package plan

import (
	"fmt"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// StartOptions is what the flags of start ask for.
type StartOptions struct {
	Services []string // named ones and what they depend on; none: all
	Wait     bool     // until all are running or healthy
}

// Start plans that the containers which a project has start, those first that
// others depend on. p is the project where there are files, else nil. The list
// has the services that have no container; the plan is nil then.
func Start(project string, p *compose.Project, state *State, o StartOptions) (*Plan, diag.List) {
	there := present(project, p, state, o.Services)
	if problems := without(project, p, there, o.Services); problems != nil {
		return nil, problems
	}
	names := there.ServiceNames()
	if len(o.Services) > 0 {
		names = there.Graph().Closure(o.Services...)
	}
	u := existingSlots(there, p, state, names, UpOptions{Services: o.Services, Wait: o.Wait})
	u.each(func(s *slot) {
		s.fate, s.why = asItIs(s.service, s.old)
		if s.fate == recreate {
			s.fate = start // what keeps it from starting is the engine's to say
		}
	})
	return u.carry(), nil
}

// without finds the services that start is asked for and that have no
// container. Those of a project that has none at all are one problem.
func without(project string, p, there *compose.Project, named []string) (problems diag.List) {
	for _, s := range asked(p, named) {
		if s.Replicas() > 0 && there.Services[s.Name] == nil {
			problems.Add(diag.Diagnostic{Pos: s.At(), Summary: "service " + s.Name + " has no container to start", Hint: "`gocompose up -d " + s.Name + "` creates it"})
		}
	}
	if len(there.Services) == 0 && (p == nil || problems != nil) {
		return diag.List{{Summary: fmt.Sprintf("no container found for project %q", project), Hint: "`gocompose up -d` creates them; `gocompose ls -a` lists the projects"}}
	}
	return problems
}

// asked gives those services of the files that are named, and what they depend
// on; no names means all.
func asked(p *compose.Project, named []string) (services []*compose.Service) {
	if p == nil {
		return nil
	}
	names := p.ServiceNames()
	if len(named) > 0 {
		names = p.Graph().Closure(named...)
	}
	for _, name := range names {
		if s := p.Find(name); s != nil {
			services = append(services, s)
		}
	}
	return services
}
