package compose

import (
	"os"
	"slices"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/dotenv"
	"gocompose/compose/interp"
	"gocompose/compose/tree"
)

// Candidate is one place that has a value for a variable.
type Candidate struct {
	Name  string
	From  Source
	Pos   diag.Pos // nowhere for the process environment and the project name
	Value string
	Wins  bool // the value counts, in the project or at least in a file that it includes
}

// Candidates gives every value that a variable could have, by name and then in
// order of precedence, the winner first: for the templates of the files, or for
// the containers of a service where one is named. An empty name means all
// variables.
//
// For templates the process environment wins over env files, of which the later
// wins, those of an include count for it alone, and a default of a template
// counts where it stands if nothing else does. For containers environment wins
// over the env_files, of which the later wins.
//
// The list has the problems of the files, which do not keep the candidates from
// being known; only a service that does not exist gives none.
func Candidates(options Options, service, name string) ([]Candidate, diag.List) {
	l := newLoader(options)
	p := l.project()
	c := candidates{name: name}
	switch {
	case service == "":
		c.templates(l)
	case p != nil && p.all[service] != nil:
		c.container(p, p.all[service])
	case p != nil:
		return nil, p.unknown([]string{service})
	}
	return c.ordered(), distinct(l.problems)
}

type candidates struct {
	name string
	all  []Candidate // in order of precedence
}

func (c *candidates) add(candidate Candidate) {
	if c.name == "" || c.name == candidate.Name {
		c.all = append(c.all, candidate)
	}
}

func (c *candidates) ordered() []Candidate {
	slices.SortStableFunc(c.all, func(a, b Candidate) int { return strings.Compare(a.Name, b.Name) })
	return c.all
}

// templates gathers what ${…} could see.
func (c *candidates) templates(l *loader) {
	for _, name := range sortedKeys(l.process) {
		c.add(Candidate{Name: name, From: FromProcess, Value: l.process[name], Wins: l.env[name] == l.process[name]})
	}
	if from, _ := l.own.source("COMPOSE_PROJECT_NAME"); from == FromProjectName && l.process["COMPOSE_PROJECT_NAME"] != l.name {
		c.add(Candidate{Name: "COMPOSE_PROJECT_NAME", From: FromProjectName, Value: l.name, Wins: true})
	}
	seen := map[*unit]bool{}
	units := []*unit{l.own}
	for _, d := range l.every {
		units = append(units, d.unit)
	}
	for _, u := range units {
		if !seen[u] && len(u.files) > 0 {
			c.envFiles(l, u)
		}
		seen[u] = true
	}
	for _, d := range l.every {
		c.defaults(d)
	}
}

// envFiles reads the env files of a unit again, the last first.
func (c *candidates) envFiles(l *loader, u *unit) {
	var vars []dotenv.Var
	known := map[string]string{}
	lookup := func(name string) (string, bool) {
		if _, own := u.set[name]; own {
			return "", false
		}
		return u.lookup(name)
	}
	for _, f := range u.files {
		if src, err := os.ReadFile(f.path); err == nil {
			more, _ := dotenv.Parse(l.nameOf(u, f.path), src, lookup, known)
			vars = append(vars, more...)
		}
	}
	for _, v := range slices.Backward(vars) {
		c.add(Candidate{Name: v.Name, From: FromEnvFile, Pos: v.Pos, Value: v.Value, Wins: u.set[v.Name] == v.Pos})
	}
}

// defaults gathers the operands of a document's templates.
func (c *candidates) defaults(d document) {
	d.root.Scalars(func(n *tree.Node) *tree.Node {
		uses, _ := interp.Variables(n.Value) // Load tells what is wrong with it
		for _, use := range uses {
			if strings.HasSuffix(use.Operator, "-") {
				value, set := d.unit.lookup(use.Name)
				c.add(Candidate{
					Name: use.Name, From: FromDefault, Pos: n.OffsetPos(d.src, use.Offset), Value: use.Operand,
					Wins: !set || value == "" && use.Operator == ":-",
				})
			}
		}
		return n
	})
}

// container gathers what a service's containers could get.
func (c *candidates) container(p *Project, s *Service) {
	for _, name := range sortedKeys(s.Environment) {
		if value := s.Environment[name]; value != nil {
			c.add(Candidate{Name: name, From: FromAttribute, Pos: s.At("environment", name), Value: *value, Wins: true})
		}
	}
	files, _ := p.envVariables(s)
	said := map[string]bool{}
	for _, v := range slices.Backward(files) {
		_, over := s.Environment[v.Name]
		c.add(Candidate{Name: v.Name, From: FromServiceEnvFile, Pos: v.Pos, Value: v.Value, Wins: !over && !said[v.Name]})
		said[v.Name] = true
	}
}
