// Package interp expands the ${VAR:-default} templates of Compose files.
//
// The forms are those of the Compose Specification, "Interpolation": $VAR,
// ${VAR}, and ${VAR} with one of the operators :- - :? ? :+ + and an operand,
// which is a template itself; $$ is a plain $. A $ before anything else stands
// for itself, as in docker compose.
package interp

import "strings"

// Use is one place of a template where a variable stands.
type Use struct {
	Name     string
	Offset   int    // of the $, in bytes of the template
	Operator string // "", ":-", "-", ":?", "?", ":+" or "+"
	Operand  string // what follows the operator, as written

	Set   bool // the variable has a value; it may be empty
	Taken bool // the operand stands in the result instead of the value
}

// Blank tells whether nothing at all stood in for a variable that is not set,
// which deserves a warning.
func (u Use) Blank() bool { return !u.Set && u.Operator == "" }

// Result is an expanded template.
type Result struct {
	Text string
	Uses []Use // those that had a say in the text, in the order of their offsets
}

// Lookup gives a variable's value, and whether it is set.
type Lookup func(name string) (value string, set bool)

// Expand gives the text of a template. An error is an *Error: the first that
// the template has, or the first variable that is required but missing.
func Expand(template string, lookup Lookup) (Result, error) {
	if strings.IndexByte(template, '$') < 0 {
		return Result{Text: template}, nil
	}
	parts, err := parse(template)
	if err != nil {
		return Result{}, err
	}
	x := expansion{lookup: lookup}
	if err := x.write(parts, &x.text); err != nil {
		return Result{}, err
	}
	return Result{Text: x.text.String(), Uses: x.uses}, nil
}

// Variables gives every use of a variable in a template, those in operands
// included, without looking at any value.
func Variables(template string) ([]Use, error) {
	if strings.IndexByte(template, '$') < 0 {
		return nil, nil
	}
	parts, err := parse(template)
	if err != nil {
		return nil, err
	}
	return uses(nil, parts), nil
}

func uses(all []Use, parts []part) []Use {
	for _, p := range parts {
		if p.use.Name != "" {
			all = uses(append(all, p.use), p.operand)
		}
	}
	return all
}

// Error is a template that cannot be expanded.
type Error struct {
	Offset   int    // of the $ that is to blame, in bytes of the template
	Variable string // the one that is required but missing; empty for a template that is wrong
	Summary  string // one line: what is wrong
	Hint     string // one line: the way out
}

func (e *Error) Error() string { return e.Summary + "; " + e.Hint }
