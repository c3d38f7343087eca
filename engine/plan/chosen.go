package plan

import (
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// chosen gives the containers of a project that a command acts on which the
// engine has already, as chosenWithRuns does, save those of `run`, which are left
// to who runs them.
func chosen(p *compose.Project, state *State, services []string) []*Container {
	return slices.DeleteFunc(chosenWithRuns(p, state, services), func(c *Container) bool { return c.OneOff && c.Hook == "" })
}

// chosenWithRuns gives those of the named services, else of all that the files
// define, or where there are none (p is nil) of all.
func chosenWithRuns(p *compose.Project, state *State, services []string) (out []*Container) {
	for i := range state.Containers {
		c := &state.Containers[i]
		if len(services) == 0 && (p == nil || defines(p, c.Service)) || slices.Contains(services, c.Service) {
			out = append(out, c)
		}
	}
	return out
}

// spared warns of the project's orphans that a command leaves as they are
// although it would act on them if the files had their services.
func spared(p *compose.Project, state *State, services []string, concerns func(*Container) bool) (notes diag.List) {
	if p == nil || len(services) > 0 {
		return nil
	}
	for i := range state.Containers {
		if c := &state.Containers[i]; !c.OneOff && !defines(p, c.Service) && !ofOthers(p, c) && concerns(c) {
			notes.Add(diag.Diagnostic{Severity: diag.Warning, Summary: c.Name + " stays as it is: the files do not define service " + c.Service,
				Hint: "name the service to act on it, or remove it with `gocompose down --remove-orphans`"})
		}
	}
	return notes
}
