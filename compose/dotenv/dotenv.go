// Package dotenv reads .env and env_file files.
//
// The format is that of docker compose: KEY=VALUE or KEY: VALUE, with or
// without "export"; 'literal' and "escaped" values, which may span lines; $VAR
// and ${VAR:-default} outside of single quotes; # begins a comment at the start
// of a line, after a quoted value, and behind a space in an unquoted one.
package dotenv

import "gocompose/compose/diag"

// Var is one definition.
type Var struct {
	Name  string
	Value string
	Pos   diag.Pos // of the name
	// Inherited is set where the name stood alone: the value is the lookup's.
	Inherited bool
}

// Parse reads a file in the format of the package. It gives the definitions in
// their order: of two with one name, the later counts. A name alone that the
// lookup does not know gives none. Within values a variable is what the lookup
// says, or else what is known from the file so far and from earlier ones. A nil
// lookup knows none; known gets what the file defines, and may be nil.
//
// A definition that cannot be read is reported and left out. Warnings tell of
// variables that are not set, and of text behind a closing quote, which docker
// compose reads as another definition.
func Parse(file string, src []byte, lookup func(string) (string, bool), known map[string]string) ([]Var, diag.List) {
	p := newParser(file, src, lookup, known)
	for p.skipBlank(); p.i < len(p.src); p.skipBlank() {
		p.statement()
	}
	return p.vars, p.problems
}

// ParseRaw reads a file in the format of "docker run --env-file", which
// `format: raw` asks for: KEY=VALUE where everything behind the = is the value,
// KEY alone for the lookup's value, and # at the start of a line for comments.
// known gets what the file defines, and may be nil.
func ParseRaw(file string, src []byte, lookup func(string) (string, bool), known map[string]string) ([]Var, diag.List) {
	p := newParser(file, src, lookup, known)
	for p.i < len(p.src) {
		p.rawLine()
	}
	return p.vars, p.problems
}
