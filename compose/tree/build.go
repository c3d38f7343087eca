package tree

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"gocompose/compose/diag"
)

const (
	maxDepth   = 1_000   // of nested maps and lists
	maxVisited = 100_000 // nodes reached through a file's aliases, as in compose-go
	maxReports = 100     // problems of a file
)

// tooDeep is found by the checker too: the YAML package has a limit of its own.
const (
	tooDeep     = "maps and lists are nested deeper than 1000 levels"
	tooDeepHint = "check the indentation or the brackets before this place"
)

// builder makes nodes of the YAML package's nodes.
type builder struct {
	file     string
	text     []byte
	places   *places
	problems *diag.List
	built    map[*yaml.Node]built // what has an anchor
	open     map[*yaml.Node]bool  // anchored nodes that are being built
	visited  int                  // through aliases
	stopped  bool                 // at one of the limits
}

type built struct {
	node *Node
	size int // nodes, with those behind aliases
}

func newBuilder(file string, text []byte, problems *diag.List) *builder {
	return &builder{
		file: file, text: text, places: newPlaces(file, text), problems: problems,
		built: make(map[*yaml.Node]built), open: make(map[*yaml.Node]bool),
	}
}

func (b *builder) document(document *yaml.Node) *Node {
	if len(document.Content) == 0 {
		return NullNode()
	}
	n, _ := b.node(document.Content[0], 1)
	return n
}

// node gives the node and its size.
func (b *builder) node(y *yaml.Node, depth int) (*Node, int) {
	switch {
	case b.stopped:
		return b.null(y), 1
	case y.Kind == yaml.AliasNode:
		return b.alias(y)
	case depth > maxDepth:
		b.report(diag.Diagnostic{Pos: b.places.of(y), Summary: tooDeep, Hint: tooDeepHint})
		b.stopped = true
		return b.null(y), 1
	case y.Anchor == "":
		return b.bare(y, depth)
	}
	b.open[y] = true
	n, size := b.bare(y, depth)
	delete(b.open, y)
	b.built[y] = built{n, size}
	return n, size
}

// report adds a problem; a file with too many is not read on.
func (b *builder) report(d diag.Diagnostic) {
	if len(*b.problems) < maxReports {
		b.problems.Add(d)
		return
	}
	b.stopped = true
}

func (b *builder) null(y *yaml.Node) *Node { return &Node{Pos: b.places.of(y)} }

func (b *builder) bare(y *yaml.Node, depth int) (*Node, int) {
	switch y.Kind {
	case yaml.MappingNode:
		return b.mapping(y, depth)
	case yaml.SequenceNode:
		return b.sequence(y, depth)
	}
	return b.scalar(y), 1
}

func (b *builder) sequence(y *yaml.Node, depth int) (*Node, int) {
	n := &Node{Kind: List, Pos: b.places.of(y), Directive: b.directive(y)}
	size := 1
	items := make([]*Node, 0, len(y.Content))
	for _, content := range y.Content {
		item, s := b.node(content, depth+1)
		items = append(items, item)
		size += s
	}
	y.Content = nil // as in mapping
	return n.WithItems(items), size
}

// alias gives the very node of the anchor.
func (b *builder) alias(y *yaml.Node) (*Node, int) {
	if b.open[y.Alias] {
		b.report(diag.Diagnostic{
			Pos:     b.places.of(y),
			Summary: fmt.Sprintf("alias *%s lies inside the value it stands for", y.Value),
			Hint:    "move the alias out of the anchored value, or write the part that is meant out",
			Related: []diag.Related{{Pos: b.places.of(y.Alias), Note: "the value begins here"}},
		})
		return b.null(y), 1
	}
	target := b.built[y.Alias]
	if target.node == nil {
		return b.null(y), 1
	}
	if b.visited += target.size; b.visited > maxVisited {
		b.report(diag.Diagnostic{
			Pos:     b.places.of(y),
			Summary: fmt.Sprintf("the file's aliases stand for more than %d values", maxVisited),
			Hint:    fmt.Sprintf("write *%s out, or anchor a smaller part", y.Value),
			Related: []diag.Related{{Pos: b.places.of(y.Alias), Note: fmt.Sprintf("it stands for %d values", target.size)}},
		})
		b.stopped = true
		return b.null(y), 1
	}
	return target.node, target.size
}
