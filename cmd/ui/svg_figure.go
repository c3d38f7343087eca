package ui

import (
	"fmt"
	"strings"
)

const (
	padX      = 16.0
	padY      = 13.0
	leastBox  = 132.0
	widestBox = 260.0
	nameSize  = 15.0
	textSize  = 12.0
	tagSize   = 11.0
	lineStep  = 18.0
	tagStep   = 17.0
	canRim    = 7.0 // half the height of a cylinder's ellipse
)

// figure is a node with its size and place in pixels.
type figure struct {
	node       *node
	x, y, w, h float64
	texts      []figureText
	tags       [][]tag // lines of networks
	spot       *spot
}

// figureText is one line of a box.
type figureText struct {
	class, text string
	size        float64
	bold        bool
}

// tag is the name of a network behind a dot of its colour.
type tag struct {
	network int
	name    string
	x       float64 // from the box's left edge
}

func (pic *picture) figure(n *node) *figure {
	f := &figure{node: n}
	f.texts = append(f.texts, figureText{"name", n.title(), nameSize, true})
	if n.volume {
		f.measure()
		f.h += 2 * canRim
		return f
	}
	if n.source != "" {
		f.texts = append(f.texts, figureText{"sub", textEnd(n.source, textSize, widestBox-2*padX), textSize, false})
	}
	for _, line := range inPairs(n.published, true) {
		f.texts = append(f.texts, figureText{"port", line, textSize, true})
	}
	for _, line := range inPairs(n.listening, false) {
		f.texts = append(f.texts, figureText{"inner", line, textSize, false})
	}
	pic.tagLines(f)
	f.measure()
	return f
}

// inPairs sets ports side by side where two fit, between blanks that XML keeps.
func inPairs(ports []string, bold bool) []string {
	var out []string
	for i := 0; i < len(ports); i++ {
		line := ports[i]
		if i+1 < len(ports) {
			both := line + "\u00a0\u00a0 " + ports[i+1]
			if textWidth(both, textSize, bold) <= widestBox-2*padX {
				line = both
				i++
			}
		}
		out = append(out, line)
	}
	return out
}

// tagLines sets the names of networks into lines that fit the widest box.
func (pic *picture) tagLines(f *figure) {
	x := padX
	var line []tag
	for _, i := range f.node.networks {
		name := textFit(clean(pic.networks[i]), tagSize, false, widestBox-2*padX-14)
		w := 14 + textWidth(name, tagSize, false) + 8
		if len(line) > 0 && x+w > widestBox-padX {
			f.tags, line, x = append(f.tags, line), nil, padX
		}
		line = append(line, tag{network: i, name: name, x: x})
		x += w
	}
	if len(line) > 0 {
		f.tags = append(f.tags, line)
	}
}

// measure makes the box as wide as its texts, which are cut where they would
// make it too wide.
func (f *figure) measure() {
	f.w = leastBox
	for i, t := range f.texts {
		f.texts[i].text = textFit(t.text, t.size, t.bold, widestBox-2*padX)
		f.w = max(f.w, textWidth(f.texts[i].text, t.size, t.bold)+2*padX)
	}
	for _, line := range f.tags {
		last := line[len(line)-1]
		f.w = max(f.w, last.x+14+textWidth(last.name, tagSize, false)+padX)
	}
	f.h = 2*padY + float64(len(f.texts))*lineStep + float64(len(f.tags))*tagStep
	if len(f.tags) > 0 {
		f.h += 3
	}
}

// draw gives the figure's elements.
func (f *figure) draw() string {
	var b strings.Builder
	top := f.y + padY
	if f.node.volume {
		fmt.Fprintf(&b, "%s\n", f.can())
		top += 1.6 * canRim
	} else {
		fmt.Fprintf(&b, `<rect class="box" x="%s" y="%s" width="%s" height="%s" rx="9"/>`+"\n", px(f.x), px(f.y), px(f.w), px(f.h))
	}
	for i, t := range f.texts {
		b.WriteString(svgText(t.class, f.x+f.w/2, top+float64(i)*lineStep+t.size*0.92, t.size, "middle", t.text))
	}
	y := top + float64(len(f.texts))*lineStep + 3
	for i, line := range f.tags {
		last := line[len(line)-1]
		shift := (f.w - (last.x + 14 + textWidth(last.name, tagSize, false) + padX)) / 2
		for _, t := range line {
			b.WriteString(drawTag(t, f.x+shift+t.x, y+float64(i)*tagStep))
		}
	}
	return b.String()
}

// drawTag draws the dot and name of a network from the left edge x.
func drawTag(t tag, x, y float64) string {
	dot := fmt.Sprintf(`<circle class="n%d" cx="%s" cy="%s" r="4"/>`+"\n", t.network%len(tones), px(x+4), px(y+tagStep/2))
	return dot + svgText("sub", x+14, y+tagStep/2+tagSize*0.36, tagSize, "start", t.name)
}

// can gives a cylinder.
func (f *figure) can() string {
	left, right, top, bottom := px(f.x), px(f.x+f.w), px(f.y+canRim), px(f.y+f.h-canRim)
	rx, ry := px(f.w/2), px(canRim)
	return fmt.Sprintf(`<path class="can" d="M%s %sV%sA%s %s 0 0 0 %s %sV%s"/>`, left, top, bottom, rx, ry, right, bottom, top) +
		fmt.Sprintf(`<ellipse class="can" cx="%s" cy="%s" rx="%s" ry="%s"/>`, px(f.x+f.w/2), top, rx, ry)
}

// px gives a length with at most one decimal, so that pictures are alike everywhere.
func px(v float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
}

func svgText(class string, x, y, size float64, anchor, text string) string {
	return fmt.Sprintf(`<text class="%s" x="%s" y="%s" font-size="%s" text-anchor="%s">%s</text>`+"\n",
		class, px(x), px(y), px(size), anchor, xmlEscape(text))
}

func xmlEscape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(text)
}
