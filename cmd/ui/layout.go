package ui

import (
	"cmp"
	"slices"
)

// layout places boxes in layers, each below what needs it, and leads the lines
// around the boxes. Along is the direction from layer to layer, across the one
// within a layer; what is drawn downwards or to the right is decided by whoever
// reads it. After Sugiyama, Tagawa and Toda: layers, order, places.
type layout struct {
	spots   []*spot // those of boxes first, in the order of add
	lines   []*path
	layers  [][]*spot
	gap     float64 // between layers
	apart   float64 // between boxes of a layer
	length  float64 // along
	breadth float64 // across
}

// spot is the place of a box, or of a line that passes a layer.
type spot struct {
	long, broad   float64 // size along and across
	along, across float64 // of its near corner
	layer         int
	pass          bool // a line passes, there is no box
	down, up      []*spot
	weight        float64
}

// path is a line from a box over the layers between to another one.
type path struct{ spots []*spot }

const (
	passGap   = 18 // between a passing line and its neighbours
	passBroad = 4
	sweeps    = 24 // there and back over the layers; more changes nothing visible
)

func (l *layout) add(long, broad float64) *spot {
	s := &spot{long: long, broad: broad}
	l.spots = append(l.spots, s)
	return s
}

// join asks for a line between boxes. Lines that would close a cycle, which a
// loaded project has not, are left out.
func (l *layout) join(from, to *spot) *path {
	if from == to || reaches(to, from) {
		return nil
	}
	from.down, to.up = append(from.down, to), append(to.up, from)
	p := &path{spots: []*spot{from, to}}
	l.lines = append(l.lines, p)
	return p
}

func reaches(from, to *spot) bool {
	seen := map[*spot]bool{}
	var visit func(s *spot) bool
	visit = func(s *spot) bool {
		if s == to {
			return true
		}
		if seen[s] {
			return false
		}
		seen[s] = true
		return slices.ContainsFunc(s.down, visit)
	}
	return visit(from)
}

// fit adds a box without lines to the narrowest layer, or gives nil where that
// would make the layer broader than room. Layers must be assigned.
func (l *layout) fit(long, broad, room float64) *spot {
	at := 0
	for i, layer := range l.layers {
		if l.breadthOf(layer) < l.breadthOf(l.layers[at]) {
			at = i
		}
	}
	if l.breadthOf(l.layers[at])+l.apart+broad > room {
		return nil
	}
	s := l.add(long, broad)
	s.layer = at
	l.layers[at] = append(l.layers[at], s)
	return s
}

func (l *layout) breadthOf(layer []*spot) float64 {
	sum := -l.apart
	for _, s := range layer {
		sum += s.broad + l.apart
	}
	return sum
}

// place gives every spot its place. Layers must be assigned.
func (l *layout) place() {
	l.bridge()
	l.order()
	l.spread()
	l.stack()
}

// assignLayers puts each box one layer below the lowest of those that need it,
// then those that nothing needs next to what they need, so that lines are short.
func (l *layout) assignLayers() {
	depth := map[*spot]int{}
	var below func(s *spot) int
	below = func(s *spot) int {
		if d, ok := depth[s]; ok {
			return d
		}
		d := 0
		for _, u := range s.up {
			d = max(d, below(u)+1)
		}
		depth[s] = d
		return d
	}
	last := 0
	for _, s := range l.spots {
		s.layer = below(s)
		last = max(last, s.layer)
	}
	for _, s := range l.spots {
		if len(s.up) == 0 && len(s.down) > 0 {
			s.layer = slices.MinFunc(s.down, func(a, b *spot) int { return cmp.Compare(a.layer, b.layer) }).layer - 1
		}
	}
	l.layers = make([][]*spot, last+1)
	for _, s := range l.spots {
		l.layers[s.layer] = append(l.layers[s.layer], s)
	}
}

// bridge gives a line a spot in each layer that it passes.
func (l *layout) bridge() {
	for _, p := range l.lines {
		from, to := p.spots[0], p.spots[1]
		p.spots = []*spot{from}
		for layer := from.layer + 1; layer < to.layer; layer++ {
			pass := &spot{broad: passBroad, layer: layer, pass: true}
			l.layers[layer] = append(l.layers[layer], pass)
			p.spots = append(p.spots, pass)
		}
		p.spots = append(p.spots, to)
	}
	for _, layer := range l.layers {
		for _, s := range layer {
			s.up, s.down = nil, nil
		}
	}
	for _, p := range l.lines {
		for i := 1; i < len(p.spots); i++ {
			a, b := p.spots[i-1], p.spots[i]
			a.down, b.up = append(a.down, b), append(b.up, a)
		}
	}
}
