package compose

import (
	"slices"
	"strconv"
	"strings"

	"gocompose/compose/diag"
	"gocompose/compose/interp"
	"gocompose/compose/tree"
)

// Origin tells where one value of the merged files came from.
type Origin struct {
	Path     []string // keys from the top, items of lists by their index: services, web, ports, 0
	Pos      diag.Pos
	Value    string
	Template string // as written, with its variables; the same as Value where it has none
	Filled   []Fill // the variables that had a say in the value, in their order
}

// Fill is a variable of a template and what stood in for it.
type Fill struct {
	Name  string
	From  Source
	Pos   diag.Pos // of the definition, where From is FromEnvFile
	Value string   // the text that stands in the result
}

// Source is where a variable's value can come from.
type Source uint8

const (
	FromNowhere        Source = iota // not set: the empty text
	FromProcess                      // the process environment
	FromEnvFile                      // .env, or a file of --env-file or of an include
	FromDefault                      // the operand of the template
	FromProjectName                  // COMPOSE_PROJECT_NAME, which Load settles
	FromAttribute                    // environment of a service
	FromServiceEnvFile               // env_file of a service
)

// String gives the source as a person would name it.
func (s Source) String() string {
	return [...]string{
		"unset", "process environment", "env file", "default", "project name", "environment of the service", "env_file of the service",
	}[s]
}

// Origins gives where every scalar of the merged files came from, in the order
// of the files, and behind the environment of a service what its env files add.
// It looks through the files again, so that Load need not remember.
func (p *Project) Origins() []Origin {
	o := origins{project: p, written: p.scalarsByPlace()}
	o.walk(p.written, nil)
	return o.all
}

// scalar is one as it is written.
type scalar struct {
	node     *tree.Node
	document document
}

// scalarsByPlace gives the scalars with variables in all files that were read.
func (p *Project) scalarsByPlace() map[diag.Pos][]scalar {
	out := map[diag.Pos][]scalar{}
	for _, d := range p.documents {
		seen := map[*tree.Node]bool{}
		var walk func(n *tree.Node) *tree.Node
		walk = func(n *tree.Node) *tree.Node {
			switch {
			case n.Kind == tree.Scalar && strings.Contains(n.Value, "$"):
				out[n.Pos] = append(out[n.Pos], scalar{n, d})
			case n.Kind != tree.Scalar && !seen[n]:
				seen[n] = true // an alias is the node of its anchor
				n.Below(walk)
			}
			return n
		}
		walk(d.root)
	}
	return out
}

type origins struct {
	project *Project
	written map[diag.Pos][]scalar
	all     []Origin
}

func (o *origins) walk(n *tree.Node, path []string) {
	if n == nil {
		return
	}
	for _, e := range n.Entries {
		o.walk(e.Value, append(path, e.Key))
		if e.Value.IsNull() {
			o.bare(e, path)
		}
	}
	for i, item := range n.Items {
		o.walk(item, append(path, strconv.Itoa(i)))
	}
	if n.Kind == tree.Scalar {
		o.all = append(o.all, o.of(n, path))
	}
	if len(path) == 2 && path[0] == "services" {
		o.outside(path[1])
	}
}

// outside adds what env files and label files give a service.
func (o *origins) outside(name string) {
	s := o.project.Services[name]
	if s == nil {
		return
	}
	for _, variable := range sortedKeys(s.outside) {
		if value := s.Environment[variable]; value != nil {
			o.all = append(o.all, Origin{
				Path: []string{"services", name, "environment", variable}, Pos: s.outside[variable], Value: *value, Template: *value,
			})
		}
	}
	for _, label := range sortedKeys(s.labelled) {
		value := s.Labels[label]
		o.all = append(o.all, Origin{Path: []string{"services", name, "labels", label}, Pos: s.labelled[label], Value: value, Template: value})
	}
}

// of tells the origin of a scalar. Of the files that were read twice, with
// different environments, it is the reading that gives the value.
func (o *origins) of(n *tree.Node, path []string) Origin {
	origin := Origin{Path: slices.Clone(path), Pos: n.Pos, Value: n.Value, Template: n.Value}
	for _, s := range o.written[n.Pos] {
		result, err := interp.Expand(s.node.Value, s.document.unit.lookup)
		if err != nil || result.Text != n.Value && !strings.HasSuffix(result.Text, "="+n.Value) {
			continue
		}
		origin.Template = s.node.Value
		for _, use := range result.Uses {
			origin.Filled = append(origin.Filled, s.document.unit.fill(use))
		}
		break
	}
	return origin
}

// fill tells what stood in for a variable.
func (u *unit) fill(use interp.Use) Fill {
	f := Fill{Name: use.Name}
	if use.Taken {
		f.From = FromDefault
		result, _ := interp.Expand(use.Operand, u.lookup) // it was expanded before
		f.Value = result.Text
		return f
	}
	f.From, f.Pos = u.source(use.Name)
	f.Value = u.env[use.Name]
	if strings.HasSuffix(use.Operator, "+") {
		f.Value = ""
	}
	return f
}

// source tells where a unit has a variable from.
func (u *unit) source(name string) (Source, diag.Pos) {
	_, known := u.env[name]
	switch pos, ok := u.set[name]; {
	case !known:
		return FromNowhere, diag.Pos{}
	case ok:
		return FromEnvFile, pos
	case u.parent != nil:
		return u.parent.source(name)
	case name == "COMPOSE_PROJECT_NAME":
		return FromProjectName, diag.Pos{} // which is -p's, or that of the files or the folder
	}
	return FromProcess, diag.Pos{}
}
