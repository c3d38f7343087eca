package ui

import (
	"fmt"
	"strings"
)

// dot draws the picture in Graphviz's language.
func (pic *picture) dot() string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %s {\n", dotQuote(pic.name))
	b.WriteString("  rankdir=TB;\n")
	b.WriteString("  node [shape=box, style=rounded, fontname=\"Helvetica\"];\n")
	b.WriteString("  edge [fontname=\"Helvetica\", fontsize=10];\n")
	for _, n := range pic.services {
		fmt.Fprintf(&b, "  %s [label=%s];\n", dotQuote(n.name), dotQuote(strings.Join(pic.labelLines(n), "\n")))
	}
	for _, v := range pic.volumes {
		fmt.Fprintf(&b, "  %s [label=%s, shape=cylinder, style=solid];\n", dotQuote(volumeID(v)), dotQuote(v.name))
	}
	for _, l := range pic.links {
		fmt.Fprintf(&b, "  %s -> %s%s;\n", dotQuote(l.from.name), dotQuote(endID(l.to)), dotLook(l))
	}
	b.WriteString("}\n")
	return b.String()
}

// labelLines gives what a box says: name, source, ports, networks.
func (pic *picture) labelLines(n *node) []string {
	out := []string{n.title()}
	if n.source != "" {
		out = append(out, n.source)
	}
	out = append(out, n.published...)
	out = append(out, n.listening...)
	var networks []string
	for _, i := range n.networks {
		networks = append(networks, clean(pic.networks[i]))
	}
	if len(networks) > 0 {
		out = append(out, "["+strings.Join(networks, ", ")+"]")
	}
	return out
}

func volumeID(v *node) string { return "volume " + v.name }

func endID(n *node) string {
	if n.volume {
		return volumeID(n)
	}
	return n.name
}

func dotLook(l link) string {
	var look []string
	if l.label != "" {
		look = append(look, "label="+dotQuote(l.label))
	}
	switch {
	case l.mount:
		look = append(look, "style=dotted", "arrowhead=none")
	case l.optional:
		look = append(look, "style=dashed")
	}
	if len(look) == 0 {
		return ""
	}
	return " [" + strings.Join(look, ", ") + "]"
}

// dotQuote gives a quoted string in which a newline stays one.
func dotQuote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}
