package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

const (
	arrowLong  = 8.0
	pillSize   = 11.0
	pillHigh   = 18.0
	portMargin = 0.22 // of a box's side that lines leave free at each end
)

// point is a place along and across the layers.
type point struct{ along, across float64 }

// stroke is a link's way over the picture.
type stroke struct {
	link  link
	path  *path
	turns []point // begin and end of each curve and straight piece, in pairs: straight, curve, straight, …
}

// route finds the ways of all links. Lines leave and enter a box side by side,
// in the order of where they go.
func route(l *layout, strokes []*stroke) {
	leaving, entering := map[*spot][]*stroke{}, map[*spot][]*stroke{}
	for _, s := range strokes {
		ends := s.path.spots
		leaving[ends[0]] = append(leaving[ends[0]], s)
		entering[ends[len(ends)-1]] = append(entering[ends[len(ends)-1]], s)
	}
	begin, end := map[*stroke]float64{}, map[*stroke]float64{}
	for at, group := range leaving {
		sortBy(group, func(s *stroke) float64 { return centre(s.path.spots[1]) })
		spreadEnds(at, group, begin)
	}
	for at, group := range entering {
		sortBy(group, func(s *stroke) float64 { return centre(s.path.spots[len(s.path.spots)-2]) })
		spreadEnds(at, group, end)
	}
	for _, s := range strokes {
		s.turns = turnsOf(l, s.path.spots, begin[s], end[s])
	}
}

func sortBy(group []*stroke, key func(*stroke) float64) {
	slices.SortStableFunc(group, func(a, b *stroke) int { return cmp.Compare(key(a), key(b)) })
}

func centre(s *spot) float64 { return s.across + s.broad/2 }

// spreadEnds shares the middle of a box's side among the lines that end there.
func spreadEnds(at *spot, group []*stroke, ends map[*stroke]float64) {
	room := at.broad * (1 - 2*portMargin)
	step := min(room/float64(len(group)), 28)
	first := centre(at) - step*float64(len(group)-1)/2
	for i, s := range group {
		ends[s] = first + step*float64(i)
	}
}

// turnsOf leads a line straight through layers and in curves between them.
func turnsOf(l *layout, spots []*spot, begin, end float64) []point {
	var out []point
	for i, s := range spots {
		across := centre(s)
		from, to := s.along, s.along+s.long
		switch i {
		case 0:
			across, from = begin, s.along+s.long
			to = l.layerEnd(s.layer)
		case len(spots) - 1:
			across, to = end, s.along
		}
		out = append(out, point{from, across}, point{to, across})
	}
	return out
}

// layerEnd gives where a layer's longest box ends.
func (l *layout) layerEnd(layer int) float64 {
	end := 0.0
	for _, s := range l.layers[layer] {
		end = max(end, s.along+s.long)
	}
	return end
}

// curve gives the point at t, 0 to 1, of the curve between two layers.
func curve(a, b point, t float64) point {
	mid := (a.along + b.along) / 2
	u := 1 - t
	return point{
		along:  u*u*u*a.along + 3*u*u*t*mid + 3*u*t*t*mid + t*t*t*b.along,
		across: u*u*u*a.across + 3*u*u*t*a.across + 3*u*t*t*b.across + t*t*t*b.across,
	}
}

// draw gives the line and its arrow head.
func (s *stroke) draw(v view) string {
	turns := slices.Clone(s.turns)
	last := len(turns) - 1
	if !s.link.mount {
		turns[last].along -= arrowLong
		turns[last-1].along -= arrowLong
	}
	var d strings.Builder
	fmt.Fprintf(&d, "M%s", v.at(turns[0]))
	for i := 1; i < len(turns); i++ {
		a, b := turns[i-1], turns[i]
		if i%2 == 1 {
			if a != b {
				fmt.Fprintf(&d, "L%s", v.at(b))
			}
			continue
		}
		mid := (a.along + b.along) / 2
		fmt.Fprintf(&d, "C%s %s %s", v.at(point{mid, a.across}), v.at(point{mid, b.across}), v.at(b))
	}
	out := fmt.Sprintf(`<path class="%s" d="%s"/>`+"\n", s.class(), d.String())
	if s.link.mount {
		return out
	}
	tip, base := s.turns[last], turns[last]
	return out + fmt.Sprintf(`<path class="head" d="M%sL%sL%sZ"/>`+"\n", v.at(tip),
		v.at(point{base.along - 1, base.across - 4.5}), v.at(point{base.along - 1, base.across + 4.5}))
}

func (s *stroke) class() string {
	switch {
	case s.link.mount:
		return "mount"
	case s.link.optional:
		return "line optional"
	}
	return "line"
}
