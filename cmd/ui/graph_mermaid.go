package ui

import (
	"fmt"
	"strings"
)

// mermaid draws the picture as a Mermaid flowchart. Nodes get ids of their
// own, since words such as "end" cannot be ids there.
func (pic *picture) mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart TB\n")
	for _, n := range pic.services {
		fmt.Fprintf(&b, "  %s[\"%s\"]\n", mermaidID(n), mermaidText(pic.labelLines(n)))
	}
	for _, v := range pic.volumes {
		fmt.Fprintf(&b, "  %s[(\"%s\")]\n", mermaidID(v), mermaidText([]string{v.name}))
	}
	for _, l := range pic.links {
		fmt.Fprintf(&b, "  %s %s %s\n", mermaidID(l.from), mermaidArrow(l), mermaidID(l.to))
	}
	return b.String()
}

func mermaidID(n *node) string {
	if n.volume {
		return fmt.Sprintf("v%d", n.id)
	}
	return fmt.Sprintf("s%d", n.id)
}

func mermaidArrow(l link) string {
	arrow := "-->"
	switch {
	case l.mount:
		arrow = "-.-"
	case l.optional:
		arrow = "-.->"
	}
	if l.label == "" {
		return arrow
	}
	return arrow + "|" + l.label + "|"
}

// mermaidText makes the first line bold. Mermaid reads entities as #code;.
func mermaidText(lines []string) string {
	escape := strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;", "&", "#amp;", "#", "#35;", "`", "#96;")
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = escape.Replace(line)
	}
	out[0] = "<b>" + out[0] + "</b>"
	return strings.Join(out, "<br/>")
}
