package plan

import (
	"fmt"
	"path/filepath"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// Foreign finds the folders from which the project of this name runs already,
// where the name was only derived from a folder of the same name: theirs is
// another project, which no command may change unasked. Where the name was
// given, or only the set of files differs, that is what the user wants.
func Foreign(p *compose.Project, state *State) diag.List {
	if p == nil || !p.Derived {
		return nil
	}
	of := map[string][]Container{}
	for _, c := range state.Containers {
		if p.Home.Elsewhere(c.Home) {
			of[c.Home.Folder] = append(of[c.Home.Folder], c)
		}
	}
	var problems diag.List
	for _, folder := range sortedKeys(of) {
		problems.Add(diag.Diagnostic{
			Summary: fmt.Sprintf("project %s belongs to %s, with %s running; this folder merely has the same name", p.Name, filesOf(of[folder][0].Home), running(of[folder])),
			Hint:    "give this project a name of its own with -p or name:, or take that one over with --adopt",
		})
	}
	return problems
}

// filesOf gives "/srv/shop (compose.yaml)".
func filesOf(h compose.Home) string {
	names := make([]string, len(h.Files))
	for i, f := range h.Files {
		names[i] = f
		if rel, err := filepath.Rel(h.Folder, f); err == nil && filepath.IsLocal(rel) {
			names[i] = rel
		}
	}
	return fmt.Sprintf("%s (%s)", h.Folder, strings.Join(names, ", "))
}

// running gives "2 of 3 containers".
func running(containers []Container) string {
	n, all := 0, fmt.Sprintf("%d containers", len(containers))
	for i := range containers {
		if containers[i].Running() {
			n++
		}
	}
	if len(containers) == 1 {
		all = "1 container"
	}
	return fmt.Sprintf("%d of %s", n, all)
}

// adopted is the reason to replace a container that another folder's project
// made: labels, which say whose it is, are for its whole life.
func (u *up) adopted(c *Container) []Reason {
	if home := u.goal.Project.Home; !u.o.Adopt || !home.Elsewhere(c.Home) {
		return nil
	}
	return []Reason{{Text: "--adopt: was made by " + c.Home.Folder}}
}

// defines tells whether a service is one of the project's, enabled or not.
func defines(p *compose.Project, service string) bool {
	return p.Find(service) != nil
}

// ofOthers tells whether a container was made by files that have nothing to do
// with the project's, and of a service that these do not define. It is theirs,
// and no orphan. One whose labels do not tell counts as the project's.
func ofOthers(p *compose.Project, c *Container) bool {
	return !defines(p, c.Service) && c.Home.Folder != "" && !p.Home.Shares(c.Home)
}
