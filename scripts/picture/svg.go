package main

import (
	"fmt"
	"html"
	"strings"
)

// Sizes in the picture's units. Most monospaced fonts are 0.6 of their size wide; textLength makes the others so.
const (
	fontSize   = 14.0
	cellWidth  = 8.4
	lineHeight = 20.0
	padding    = 18.0
)

// colours are the terminal's own and its sixteen, bright enough for a dark window. The window is dark on light pages too,
// as a terminal is; its border sets it off from dark ones.
var colours = []string{
	"#e6edf3",
	"#6e7681", "#ff7b72", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#b1bac4",
	"#8b949e", "#ffa198", "#7ee787", "#f2cc60", "#a5d6ff", "#e2c5ff", "#b3f0ff", "#ffffff",
}

const style = `text{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;` +
	`font-size:14px;white-space:pre}
.window{fill:#0d1117;stroke:#3d444d}
.bold{font-weight:700}
.dim{fill-opacity:.65}
.italic{font-style:italic}
.underline{text-decoration:underline}`

// draw gives the SVG of a window that is so many columns wide.
func draw(lines [][]piece, title string, columns int) string {
	w := float64(columns)*cellWidth + 2*padding
	h := float64(len(lines))*lineHeight + 2*padding
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s" role="img">`+"\n", number(w), number(h))
	fmt.Fprintf(&b, "<title>%s</title>\n<style>%s\n%s</style>\n", html.EscapeString(title), style, fills())
	fmt.Fprintf(&b, `<rect class="window" x="0.5" y="0.5" width="%s" height="%s" rx="10"/>`+"\n", number(w-1), number(h-1))
	for row, pieces := range lines {
		y := padding + float64(row)*lineHeight + fontSize
		for _, p := range pieces {
			fmt.Fprintf(&b, `<text class="%s" x="%s" y="%s" textLength="%s">%s</text>`+"\n", p.look.class(),
				number(padding+float64(p.column)*cellWidth), number(y), number(float64(width(p.text))*cellWidth), html.EscapeString(p.text))
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func fills() string {
	var rules []string
	for i, colour := range colours {
		rules = append(rules, fmt.Sprintf(".c%d{fill:%s}", i, colour))
	}
	return strings.Join(rules, "\n")
}

func (l look) class() string {
	class := fmt.Sprintf("c%d", l.colour)
	for _, part := range []struct {
		on   bool
		name string
	}{{l.bold, " bold"}, {l.dim, " dim"}, {l.italic, " italic"}, {l.underline, " underline"}} {
		if part.on {
			class += part.name
		}
	}
	return class
}

// number has one decimal at most, which keeps the file small and the same on every machine.
func number(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0") }
