package main

import (
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{
		{[]float64{7}, 7},
		{[]float64{9, 1}, 5},
		{[]float64{100, 1, 2}, 2},
		{[]float64{4, 3, 2, 100}, 3.5},
	} {
		if got := median(c.values); got != c.want {
			t.Errorf("median of %v is %v, not %v", c.values, got, c.want)
		}
	}
}

func TestFigure(t *testing.T) {
	r := results{}
	for i, wall := range []time.Duration{10, 20, 100} {
		r.add(taskUp, floorName, sample{wall: wall})
		r.add(taskUp, productName, sample{wall: wall * time.Duration(i+2), peak: int64(10 - i)})
	}
	r.add(taskVersion, productName, sample{wall: 5, peak: 7})

	up, ok := r.of(taskUp, productName)
	if want := (figure{median: 60, least: 20, most: 400, ratio: 3, beyond: 40, peak: 10}); !ok || up != want {
		t.Errorf("up is %+v, not %+v", up, want)
	}
	version, ok := r.of(taskVersion, productName)
	if want := (figure{median: 5, least: 5, most: 5, peak: 7}); !ok || version != want {
		t.Errorf("what has no floor is %+v, not %+v", version, want)
	}
	if got, ok := r.of(taskPlan, productName); ok {
		t.Errorf("what was not measured is %+v", got)
	}
}

// The ratio of medians would be 1 here: the slow round hit both.
func TestRatioIsOfTheSameRound(t *testing.T) {
	r := results{}
	for i, wall := range []time.Duration{10, 20, 40} {
		r.add(taskDown, floorName, sample{wall: wall})
		r.add(taskDown, productName, sample{wall: []time.Duration{20, 40, 20}[i]})
	}
	if f, _ := r.of(taskDown, productName); f.ratio != 2 {
		t.Errorf("the ratio is %v, not 2", f.ratio)
	}
}

func TestFailedSampleKeepsItsRound(t *testing.T) {
	r := results{}
	for _, wall := range []time.Duration{10, 100} {
		r.add(taskDown, floorName, sample{wall: wall})
	}
	r.add(taskDown, productName, sample{})
	r.add(taskDown, productName, sample{wall: 110})
	if f, _ := r.of(taskDown, productName); f.ratio != 1.1 || f.least != 110 {
		t.Errorf("%+v", f)
	}
}
