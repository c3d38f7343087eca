package main

import (
	"slices"
	"time"
)

// cell is one task as one contender does it.
type cell struct {
	task taskName
	who  string
}

// results holds the samples of each cell in the order in which they were taken;
// a zero stands for one that failed.
type results map[cell][]sample

func (r results) add(t taskName, who string, s sample) {
	r[cell{t, who}] = append(r[cell{t, who}], s)
}

// figure sums up the samples of a cell.
type figure struct {
	median, least, most time.Duration
	ratio               float64       // to the floor; 0 where there is none
	beyond              time.Duration // the floor; the median of the differences within a round
	peak                int64         // bytes, of the sample with the highest
}

// of gives the figure of a cell; false where nothing was measured. The ratio is the median of those to the floor's sample
// of the same round, which the noise of a slow minute leaves alone, as a ratio of medians would not.
func (r results) of(t taskName, who string) (figure, bool) {
	samples, floor := r[cell{t, who}], r[cell{t, floorName}]
	var walls []time.Duration
	var ratios []float64
	var beyond []time.Duration
	var f figure
	for i, s := range samples {
		if s.wall == 0 {
			continue
		}
		walls = append(walls, s.wall)
		f.peak = max(f.peak, s.peak)
		if i < len(floor) && floor[i].wall > 0 {
			ratios = append(ratios, float64(s.wall)/float64(floor[i].wall))
			beyond = append(beyond, s.wall-floor[i].wall)
		}
	}
	if len(walls) == 0 {
		return figure{}, false
	}
	f.median, f.least, f.most = median(walls), slices.Min(walls), slices.Max(walls)
	if len(ratios) > 0 {
		f.ratio, f.beyond = median(ratios), median(beyond)
	}
	return f, true
}

// median gives the middle value, of an even number the mean of the two in the middle. There is at least one value.
func median[N ~int64 | ~float64](values []N) N {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
