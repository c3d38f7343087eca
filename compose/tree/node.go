// Package tree reads YAML into nodes that know their place, merges them by a
// table of rules and writes them again.
//
// Nodes come from Parse and from the constructors and never change afterwards,
// so they are shared freely: an alias is the very node of its anchor, and a
// merge copies only the branches that differ.
package tree

import (
	"gocompose/compose/diag"
)

// Kind tells what a node holds.
type Kind uint8

const (
	Null Kind = iota
	Scalar
	Map
	List
)

// String gives the kind as a person would name it.
func (k Kind) String() string {
	return [...]string{"null", "scalar", "map", "list"}[k&3]
}

// Tag is the type that YAML resolved a scalar to. A quoted scalar is a string,
// and so is a timestamp.
type Tag uint8

const (
	TagString Tag = iota
	TagInt
	TagFloat
	TagBool
)

// String gives the type as a person would name it.
func (t Tag) String() string {
	return [...]string{"string", "integer", "number", "boolean"}[t&3]
}

// Style is how a scalar was written.
type Style uint8

const (
	Plain Style = iota
	Single
	Double
	Literal
	Folded
)

// Directive is what a node asks of a merge: nothing, !reset or !override.
type Directive uint8

const (
	NoDirective Directive = iota
	Reset
	Override
)

// Node is a value and its place. The nil Node is the absent value: every method
// accepts it.
type Node struct {
	Kind      Kind
	Tag       Tag       // of a Scalar
	Style     Style     // of a Scalar
	Directive Directive // see Merge
	// Pos is the place of the value: a map's first key, a list's first dash, or
	// the brace of either. An alias has the place of its anchor's value.
	Pos     diag.Pos
	Value   string  // a Scalar's text after YAML's unquoting
	Entries []Entry // of a Map, in source order
	Items   []*Node // of a List

	copied bool           // the source has Value verbatim at Pos (behind the quote, if any)
	marked bool           // a directive is here or below
	index  map[string]int // of a large map's keys into Entries
}

// Entry is one key of a map and its value, which is never nil.
type Entry struct {
	Key    string
	KeyPos diag.Pos
	Value  *Node
}
