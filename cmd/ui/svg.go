package ui

import (
	"fmt"
	"strings"
)

const (
	margin     = 28.0
	titleHigh  = 46.0
	legendHigh = 34.0
	layerGap   = 58.0
	labelGap   = 84.0 // between layers where lines have labels
	wideApart  = 36.0 // between boxes beside each other
	highApart  = 22.0 // between boxes above each other
	goodWide   = 1100.0
	goodHigh   = 900.0
)

// svg draws the picture downwards or to the right, whichever fits a page better.
func (pic *picture) svg() string {
	down, right := pic.arrange(view{}), pic.arrange(view{sideways: true})
	if right.excess() < down.excess() {
		down = right
	}
	return down.write()
}

func (d *drawing) write() string {
	subtitle := count(len(d.pic.services), "service")
	title := textWidth(d.pic.name, 18, true) + 12 + textWidth(subtitle, 13, false)
	legend, legendWide := d.legend()
	w := max(d.w, title, legendWide) + 2*margin
	h := d.view.y + d.h + margin
	if legend != "" {
		h += legendHigh - margin/2
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img">`+"\n", px(w), px(h), px(w), px(h))
	fmt.Fprintf(&b, "<title>%s</title>\n<style>%s</style>\n", xmlEscape("services of "+d.pic.name), svgStyle(len(d.pic.networks)))
	fmt.Fprintf(&b, `<rect class="page" width="%s" height="%s" rx="12"/>`+"\n", px(w), px(h))
	fmt.Fprintf(&b, `<text x="%s" y="%s" font-size="18"><tspan class="name">%s</tspan><tspan class="heading" dx="12" font-size="13">%s</tspan></text>`+"\n",
		px(margin), px(margin+14), xmlEscape(d.pic.name), subtitle)
	fmt.Fprintf(&b, `<g transform="translate(%s 0)">`+"\n", px((w-d.w)/2-margin))
	d.writeFigures(&b)
	b.WriteString("</g>\n")
	if legend != "" {
		fmt.Fprintf(&b, `<g transform="translate(%s %s)">`+"\n%s</g>\n", px(margin), px(h-legendHigh+2), legend)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// writeFigures draws lines below boxes and labels above all.
func (d *drawing) writeFigures(b *strings.Builder) {
	for _, s := range d.strokes {
		b.WriteString(s.draw(d.view))
	}
	var taken []area
	for _, f := range append(append([]*figure{}, d.figures...), d.alone...) {
		b.WriteString(f.draw())
		taken = append(taken, area{f.x, f.y, f.w, f.h})
	}
	b.WriteString(labels(d.strokes, d.view, taken))
}

// legend names the networks, and gives its width; it wants no room where there are none.
func (d *drawing) legend() (string, float64) {
	if len(d.pic.networks) == 0 {
		return "", 0
	}
	var b strings.Builder
	b.WriteString(svgText("heading", 0, tagStep/2+tagSize*0.36, tagSize, "start", "networks"))
	x := textWidth("networks", tagSize, false) + 14
	for i, name := range d.pic.networks {
		name = clean(name)
		b.WriteString(drawTag(tag{network: i, name: name}, x, 0))
		x += 14 + textWidth(name, tagSize, false) + 16
	}
	return b.String(), x
}
