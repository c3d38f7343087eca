package ui

import (
	"fmt"
	"math"
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

// view turns places along and across into x and y.
type view struct {
	sideways bool // layers follow each other to the right, not downwards
	x, y     float64
}

func (v view) xy(p point) (x, y float64) {
	if v.sideways {
		return v.x + p.along, v.y + p.across
	}
	return v.x + p.across, v.y + p.along
}

func (v view) at(p point) string {
	x, y := v.xy(p)
	return px(x) + " " + px(y)
}

// drawing is a picture with all its places.
type drawing struct {
	pic     *picture
	layout  *layout
	view    view
	figures []*figure // services, then volumes
	alone   []*figure // services that have no lines
	strokes []*stroke
	w, h    float64 // of what is below the title
}

// svg draws the picture downwards or to the right, whichever fits a page better.
func (pic *picture) svg() string {
	down, right := pic.arrange(view{}), pic.arrange(view{sideways: true})
	if right.excess() < down.excess() {
		down = right
	}
	return down.write()
}

// excess tells how far a drawing is beyond a page; up to 1 it fits.
func (d *drawing) excess() float64 { return max(d.w/goodWide, d.h/goodHigh, 1) }

// arrange gives every figure its place.
func (pic *picture) arrange(v view) *drawing {
	d := &drawing{pic: pic, view: v, layout: &layout{gap: layerGap, apart: wideApart}}
	if v.sideways {
		d.layout.apart = highApart
	}
	joined := map[*node]bool{}
	for _, l := range pic.links {
		joined[l.from], joined[l.to] = true, true
		if noteOf(l) != "" {
			d.layout.gap = labelGap
		}
	}
	of := map[*node]*figure{}
	for _, n := range append(append([]*node{}, pic.services...), pic.volumes...) {
		f := pic.figure(n)
		of[n] = f
		if !joined[n] {
			d.alone = append(d.alone, f)
			continue
		}
		d.figures = append(d.figures, f)
		f.spot = d.layout.add(f.sides(v))
	}
	for _, l := range pic.links {
		if p := d.layout.join(of[l.from].spot, of[l.to].spot); p != nil {
			d.strokes = append(d.strokes, &stroke{link: l, path: p})
		}
	}
	d.layout.assignLayers()
	d.fillUp()
	d.settle()
	return d
}

// sides gives a figure's size along and across.
func (f *figure) sides(v view) (long, broad float64) {
	if v.sideways {
		return f.w, f.h
	}
	return f.h, f.w
}

// fillUp sets services without lines beside the others where a layer has room
// for them, so that they need no row of their own.
func (d *drawing) fillUp() {
	if len(d.figures) == 0 {
		return
	}
	room := goodWide
	if d.view.sideways {
		room = goodHigh
	}
	var left []*figure
	for _, f := range d.alone {
		long, broad := f.sides(d.view)
		if f.spot = d.layout.fit(long, broad, room); f.spot == nil {
			left = append(left, f)
		} else {
			d.figures = append(d.figures, f)
		}
	}
	d.alone = left
}

func (d *drawing) settle() {
	d.view.x, d.view.y = margin, titleHigh+margin/2
	if len(d.figures) > 0 {
		d.layout.place()
		route(d.layout, d.strokes)
		d.w, d.h = d.layout.breadth, d.layout.length
		if d.view.sideways {
			d.w, d.h = d.h, d.w
		}
	}
	for _, f := range d.figures {
		f.x, f.y = d.view.xy(point{f.spot.along, f.spot.across})
	}
	d.placeAlone()
}

// placeAlone sets services without lines in rows below the rest.
func (d *drawing) placeAlone() {
	if len(d.alone) == 0 {
		return
	}
	room := max(d.w, math.Sqrt(float64(len(d.alone)))*1.3*widestBox)
	x, y, high := 0.0, d.h, 0.0
	if d.h > 0 {
		y += layerGap
	}
	for _, f := range d.alone {
		if x > 0 && x+f.w > room {
			x, y, high = 0, y+high+wideApart, 0
		}
		f.x, f.y = margin+x, d.view.y+y
		x, high = x+f.w+wideApart, max(high, f.h)
		d.w, d.h = max(d.w, x-wideApart), max(d.h, y+high)
	}
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
