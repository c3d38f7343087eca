// Package plan decides, from a project and what the engine runs, which steps
// bring the one to the other, each with its reason. It is pure: it gets values
// and gives values, so making a plan cannot change anything.
package plan

import (
	"slices"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// Plan is what a command will do. Steps stand in a stable order in which each
// comes after all that it needs.
type Plan struct {
	Project string
	Steps   []Step
	Kept    []Kept      // containers that are as they should be
	Orphans []Container // of services that the files do not define, and not removed by this plan
	Notes   diag.List   // warnings to show before applying
	// Redactor knows the secrets of the project; nil where there are no files.
	Redactor *compose.Redactor
}

// Hide replaces the project's secrets in what is shown of the plan, such as
// names and the engine's words. The reasons are free of them already.
func (p *Plan) Hide(text string) string {
	if p.Redactor == nil {
		return text
	}
	return p.Redactor.Text(text)
}

// Step is one change or wait.
type Step struct {
	Key    string // unique text such as "container shop-web-1: start"
	Op     Op
	Reason Reason
	Needs  []string // keys of the steps that must be done before
	// Follows is keys of the steps that come before, done or not: a
	// dependency with required: false.
	Follows []string
	// Tolerated lets what comes after go on where Op fails: nobody requires it.
	Tolerated bool
	Else      []Op // what puts things right, in order, when Op fails
}

// Reason explains a step and decides nothing.
type Reason struct {
	Text    string   // lower case, one line: `environment.LOG_LEVEL: "info" → "debug"`
	Pos     diag.Pos // of what in the files brought it about
	Because []Reason // the further reasons, where there are several
}

// Kept is a container that the plan leaves as it is.
type Kept struct {
	Name, Service string
}

// Empty tells whether there is nothing to change; steps that only wait do not count.
func (p *Plan) Empty() bool {
	return !slices.ContainsFunc(p.Steps, func(s Step) bool { return !Waits(s.Op) })
}

// Waits tells whether an operation changes nothing.
func Waits(op Op) bool {
	switch op.(type) {
	case AwaitContainer, SettleBatch:
		return true
	}
	return false
}
