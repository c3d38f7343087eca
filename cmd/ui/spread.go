package ui

// spread gives spots their places across: in the order of their layer, apart
// from each other, and as near as possible to the middle of what they are
// joined with. Layers are settled in turn, against those already settled.
func (l *layout) spread() {
	for _, layer := range l.layers {
		at := 0.0
		for i, s := range layer {
			if i > 0 {
				at += l.between(layer[i-1], s)
			}
			s.across = at
			at += s.broad
		}
	}
	for i := range sweeps {
		for j := range l.layers {
			if i%2 == 0 {
				l.settle(l.layers[j], func(s *spot) []*spot { return s.up })
			} else {
				l.settle(l.layers[len(l.layers)-1-j], func(s *spot) []*spot { return s.down })
			}
		}
	}
	for _, layer := range l.layers {
		l.settle(layer, func(s *spot) []*spot { return append(append([]*spot{}, s.up...), s.down...) })
	}
	l.pushToEdge()
}

// pushToEdge lets the leftmost spot begin at 0.
func (l *layout) pushToEdge() {
	least := 0.0
	first := true
	for _, layer := range l.layers {
		for _, s := range layer {
			if first || s.across < least {
				least, first = s.across, false
			}
		}
	}
	for _, layer := range l.layers {
		for _, s := range layer {
			s.across -= least
			l.breadth = max(l.breadth, s.across+s.broad)
		}
	}
}

// between gives the distance that two neighbours keep.
func (l *layout) between(a, b *spot) float64 {
	if a.pass || b.pass {
		return passGap
	}
	return l.apart
}

// cluster is neighbours that touch and move as one.
type cluster struct {
	from, to int     // spots of the layer
	sum      float64 // of the wishes, for the near corner of the first
	weight   float64
	length   float64
}

func (c cluster) at() float64 { return c.sum / c.weight }

// settle moves a layer's spots as near to the middle of their ends as the order
// and the distances allow: pool adjacent violators, the least-squares answer.
func (l *layout) settle(layer []*spot, ends func(*spot) []*spot) {
	var stack []cluster
	for i, s := range layer {
		c := cluster{from: i, to: i, weight: 1, length: s.broad}
		if e := ends(s); len(e) > 0 {
			c.weight = weightOf(s)
			c.sum = (middle(e) - s.broad/2) * c.weight
		} else {
			c.weight = 0.01
			c.sum = s.across * c.weight
		}
		for len(stack) > 0 {
			last := stack[len(stack)-1]
			gap := l.between(layer[last.to], layer[c.from])
			if last.at()+last.length+gap <= c.at() {
				break
			}
			shift := last.length + gap
			c = cluster{from: last.from, to: c.to, sum: last.sum + c.sum - c.weight*shift, weight: last.weight + c.weight, length: shift + c.length}
			stack = stack[:len(stack)-1]
		}
		stack = append(stack, c)
	}
	for _, c := range stack {
		at := c.at()
		for i := c.from; i <= c.to; i++ {
			if i > c.from {
				at += l.between(layer[i-1], layer[i])
			}
			layer[i].across = at
			at += layer[i].broad
		}
	}
}

// weightOf makes passing lines straight at the cost of boxes.
func weightOf(s *spot) float64 {
	if s.pass {
		return 4
	}
	return 1
}

func middle(spots []*spot) float64 {
	sum := 0.0
	for _, s := range spots {
		sum += s.across + s.broad/2
	}
	return sum / float64(len(spots))
}

// stack gives layers their places along, each as long as its longest box.
func (l *layout) stack() {
	at := 0.0
	for i, layer := range l.layers {
		long := 0.0
		for _, s := range layer {
			long = max(long, s.long)
		}
		if i > 0 {
			at += l.gap
		}
		for _, s := range layer {
			s.along = at
			if s.pass {
				s.long = long
			}
		}
		at += long
	}
	l.length = at
}
