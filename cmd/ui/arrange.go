package ui

import (
	"math"
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
