package ui

import "strings"

// tree draws services as text, what needs above what is needed. What has been
// drawn already is marked with ↑ and not gone into again.
func (pic *picture) tree(style Style) string {
	if len(pic.services) == 0 {
		return style.cut(pic.name+" has no services") + "\n"
	}
	t := treeText{style: style, seen: map[*node]bool{}}
	for _, n := range pic.services {
		if !n.needed {
			t.draw(n, link{}, "", "")
		}
	}
	for _, n := range pic.services { // a cycle has no top
		if !t.seen[n] {
			t.draw(n, link{}, "", "")
		}
	}
	return lines(t.out)
}

type treeText struct {
	style Style
	seen  map[*node]bool
	out   []string
}

// draw adds a service behind branch and what it needs behind indent.
func (t *treeText) draw(n *node, by link, branch, indent string) {
	line := t.style.faint(branch) + t.style.bold(n.title())
	for _, p := range n.published {
		line += " " + t.style.active(strings.ReplaceAll(p, " ", ""))
	}
	for _, p := range n.listening {
		line += " " + t.style.faint(p)
	}
	if note := noteOf(by); note != "" {
		line += t.style.faint(" (" + note + ")")
	}
	if t.seen[n] {
		line += t.style.faint(" ↑")
	}
	t.out = append(t.out, t.style.cut(line))
	if t.seen[n] {
		return
	}
	t.seen[n] = true
	for i, l := range n.needs {
		if i == len(n.needs)-1 {
			t.draw(l.to, l, indent+"└── ", indent+"    ")
		} else {
			t.draw(l.to, l, indent+"├── ", indent+"│   ")
		}
	}
}

// noteOf gives what is special about a dependency.
func noteOf(l link) string {
	switch {
	case l.label != "" && l.optional:
		return l.label + ", optional"
	case l.optional && l.to != nil:
		return "optional"
	}
	return l.label
}
