package tree

import "strconv"

// Str makes a string.
func Str(text string) *Node { return &Node{Kind: Scalar, Value: text} }

// Int makes an integer.
func Int(v int64) *Node { return &Node{Kind: Scalar, Tag: TagInt, Value: strconv.FormatInt(v, 10)} }

// Float makes a number from its text, which must be one.
func Float(text string) *Node { return &Node{Kind: Scalar, Tag: TagFloat, Value: text} }

// Bool makes a boolean.
func Bool(v bool) *Node { return &Node{Kind: Scalar, Tag: TagBool, Value: strconv.FormatBool(v)} }

// NullNode makes a null.
func NullNode() *Node { return &Node{} }

// Pair makes an entry without a place.
func Pair(key string, value *Node) Entry { return Entry{Key: key, Value: value} }

// MapOf makes a map. Of two entries with one key, Get finds the last.
func MapOf(entries ...Entry) *Node { return (&Node{Kind: Map}).WithEntries(entries) }

// ListOf makes a list.
func ListOf(items ...*Node) *Node { return (&Node{Kind: List}).WithItems(items) }
