package ui

import (
	"fmt"
	"io"

	"gocompose/compose"
)

// GraphFormat is how the picture of a project is drawn.
type GraphFormat uint8

const (
	GraphTree    GraphFormat = iota // text for a terminal
	GraphDot                        // Graphviz
	GraphMermaid                    // Mermaid flowchart, which GitHub and GitLab draw
	GraphSVG                        // a picture
)

// ParseGraphFormat reads the value of graph --format.
func ParseGraphFormat(text string) (GraphFormat, error) {
	formats := map[string]GraphFormat{"": GraphTree, "tree": GraphTree, "dot": GraphDot, "mermaid": GraphMermaid, "svg": GraphSVG}
	f, ok := formats[text]
	if !ok {
		return GraphTree, fmt.Errorf("%q is not a format of a graph; write tree, dot, mermaid or svg", text)
	}
	return f, nil
}

// Graph draws which services a project has and what they need: dependencies
// with their conditions, published ports, networks and named volumes. Style
// matters to the tree only.
func Graph(w io.Writer, p *compose.Project, format GraphFormat, style Style) error {
	pic := pictureOf(p)
	var text string
	switch format {
	case GraphDot:
		text = pic.dot()
	case GraphMermaid:
		text = pic.mermaid()
	case GraphSVG:
		text = pic.svg()
	default:
		text = pic.tree(style)
	}
	_, err := io.WriteString(w, text)
	return err
}
