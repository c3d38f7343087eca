package compose

import (
	"cmp"
	"strings"

	"gocompose/compose/interp"
	"gocompose/compose/tree"
)

// Variable is what the templates of the files say of one variable.
type Variable struct {
	Name      string
	Required  bool   // some template has ${NAME:?…} or ${NAME?…}
	Default   string // as written, of the first template that has one
	Alternate string // as written, of the first template with ${NAME:+…} or ${NAME+…}
}

// Variables gives the variables that the merged files use, sorted by name. The
// project must have been loaded with Skip.Interpolation. Templates that cannot
// be read have none.
func (p *Project) Variables() []Variable {
	found := map[string]Variable{}
	p.written.Scalars(func(n *tree.Node) *tree.Node {
		uses, _ := interp.Variables(n.Value) // Load without the Skip tells what is wrong with it
		for _, use := range uses {
			found[use.Name] = found[use.Name].and(use)
		}
		return n
	})
	out := make([]Variable, 0, len(found))
	for _, name := range sortedKeys(found) {
		out = append(out, found[name])
	}
	return out
}

// and gives what is known of a variable with one more use of it.
func (v Variable) and(use interp.Use) Variable {
	v.Name = use.Name
	switch strings.TrimPrefix(use.Operator, ":") {
	case "?":
		v.Required = true
	case "-":
		v.Default = cmp.Or(v.Default, use.Operand)
	case "+":
		v.Alternate = cmp.Or(v.Alternate, use.Operand)
	}
	return v
}
