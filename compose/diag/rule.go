package diag

// Rule is the kind of a problem, for programs that sort or silence problems by
// it. The kinds are few, and what they are called does not change.
type Rule string

// The rules, in the order of the stages that find such problems.
const (
	File        Rule = "file"        // a file cannot be found or read
	Syntax      Rule = "syntax"      // a file is no YAML, no list of variables, or has a key twice
	Variable    Rule = "variable"    // a ${…} is wrong, or its variable is not set
	UnknownKey  Rule = "unknown-key" // a key that the Compose Specification does not have
	Type        Rule = "type"        // a map where text must be, and the like
	Value       Rule = "value"       // a value of the right type that is not allowed
	Unsupported Rule = "unsupported" // what a single engine, or this one, cannot honour
	Reference   Rule = "reference"   // something names what is not there, or what comes back to it
	Conflict    Rule = "conflict"    // two places contradict each other
)

// Rules gives what each rule stands for, in one sentence without a full stop.
func Rules() map[Rule]string {
	return map[Rule]string{
		File:        "a file cannot be found or read",
		Syntax:      "a file cannot be understood: no YAML, no list of variables, or a key stands twice",
		Variable:    "a ${…} is wrong, or its variable is not set",
		UnknownKey:  "a key that the Compose Specification does not have here",
		Type:        "a value of the wrong type, such as a map where text must be",
		Value:       "a value that is not allowed",
		Unsupported: "something that a single engine, or the one in use, does not honour",
		Reference:   "something names what is not defined, or leads back to itself",
		Conflict:    "two places contradict each other",
	}
}

// Ruled gives the problems with a rule for those that have none.
func (l List) Ruled(rule Rule) List {
	for i, d := range l {
		if d.Rule == "" {
			l[i].Rule = rule
		}
	}
	return l
}

// Strict gives the problems with every warning made an error.
func (l List) Strict() List {
	out := make(List, len(l))
	for i, d := range l {
		d.Severity = Error
		out[i] = d
	}
	return out
}
