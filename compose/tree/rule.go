package tree

// Rule says how two values of one path become one. The zero Rule is the default:
// maps merge key by key, lists are appended, the later scalar wins.
type Rule struct {
	how  how
	form func(*Node) *Node           // the one form of a value that may be written in several
	key  func(*Node) string          // what makes two items of a list the same
	when func(base, over *Node) bool // whether to merge at all
}

type how uint8

const (
	usual     how = iota
	whole         // the later value is taken whole
	valueWise     // maps merge, their values are taken whole
	itemWise      // of the items with one key the later is taken whole
	itemMerge     // the items with one key merge
)

// Replace is for values that are taken whole: the later one wins, null included.
var Replace = Rule{how: whole}

// KeyValue is for maps that may be written as a list of "KEY=VALUE" or "KEY".
// They become maps, where KEY alone has a null. A later value replaces an
// earlier one, null included.
var KeyValue = Rule{how: valueWise, form: func(n *Node) *Node { return keyed(n, "=") }}

// KeyValues is for maps whose keys have several values, written as a map of
// scalars or lists, or as a list of "KEY<separator>VALUE" where the first of the
// separators that an item contains counts. They become maps of lists, which
// are appended.
func KeyValues(separators string) Rule {
	return Rule{form: func(n *Node) *Node { return keyedLists(n, separators) }}
}

// Named is for maps that may be written as a list of their keys. A name in a
// list gets a null.
var Named = NamedAs(NullNode())

// NamedAs is Named where a name in a list gets the given value.
func NamedAs(value *Node) Rule {
	return Rule{form: func(n *Node) *Node { return named(n, value) }}
}

// Wrap is for maps that may be written as a scalar, which then is the value of
// the given key.
func Wrap(key string) Rule {
	return Rule{form: func(n *Node) *Node { return wrapped(n, key) }}
}

// UniqueBy is for lists in which a later item replaces, in its place, an
// earlier one with the same key. An item whose key is "" stays as it is.
func UniqueBy(key func(*Node) string) Rule {
	return Rule{how: itemWise, key: key}
}

// Unique is UniqueBy the items' text.
var Unique = UniqueBy(func(n *Node) string { return n.Value })

// MergeBy is for lists in which a later item merges into an earlier one with
// the same key. An item whose key is "" stays as it is.
func MergeBy(key func(*Node) string) Rule {
	return Rule{how: itemMerge, key: key}
}

// Append is the default for lists, to be used with OrText.
var Append = Rule{}

// OrText is the rule for a list that may be written as one scalar, which stands
// for the list of that scalar.
func (r Rule) OrText() Rule {
	r.form = listed
	return r
}

// MergeIf is for values that merge as usual where the condition holds, and of
// which the later one is taken whole where it does not.
func MergeIf(condition func(base, over *Node) bool) Rule {
	return Rule{when: condition}
}
