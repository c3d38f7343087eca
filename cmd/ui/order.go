package ui

import (
	"cmp"
	"slices"
)

// order sorts each layer by the middle of its neighbours, down and up again,
// and keeps the order with the fewest crossings.
func (l *layout) order() {
	best, least := l.orders(), l.crossings()
	for i := range sweeps {
		if least == 0 {
			break
		}
		l.sweep(i%2 == 0)
		if n := l.crossings(); n < least {
			best, least = l.orders(), n
		}
	}
	for i := range l.layers {
		l.layers[i] = best[i]
	}
}

func (l *layout) orders() [][]*spot {
	out := make([][]*spot, len(l.layers))
	for i, layer := range l.layers {
		out[i] = slices.Clone(layer)
	}
	return out
}

func (l *layout) sweep(down bool) {
	for i := range l.layers {
		layer, ends := l.layers[i], func(s *spot) []*spot { return s.up }
		if !down {
			layer, ends = l.layers[len(l.layers)-1-i], func(s *spot) []*spot { return s.down }
		}
		ranks := l.ranks()
		for _, s := range layer {
			s.weight = float64(ranks[s])
			if e := ends(s); len(e) > 0 {
				s.weight = 0
				for _, n := range e {
					s.weight += float64(ranks[n]) / float64(len(e))
				}
			}
		}
		slices.SortStableFunc(layer, func(a, b *spot) int { return cmp.Compare(a.weight, b.weight) })
	}
}

// ranks gives each spot's place in the order of its layer.
func (l *layout) ranks() map[*spot]int {
	ranks := map[*spot]int{}
	for _, layer := range l.layers {
		for i, s := range layer {
			ranks[s] = i
		}
	}
	return ranks
}

func (l *layout) crossings() int {
	ranks, n := l.ranks(), 0
	for _, layer := range l.layers {
		var ends []int // lower ends of the lines met so far
		for _, s := range layer {
			for _, to := range s.down {
				for _, e := range ends {
					if e > ranks[to] {
						n++
					}
				}
			}
			for _, to := range s.down {
				ends = append(ends, ranks[to])
			}
		}
	}
	return n
}
