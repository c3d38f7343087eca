package ui

import (
	"strings"

	"gocompose/engine"
)

// pullLog adds up the layers of an image that is pulled or pushed.
type pullLog struct{ layers map[string]*layer }

// layer counts bytes.
type layer struct{ current, total int64 }

// add takes in the engine's word on one layer, "ID Status". What is unpacked
// counts the same bytes again, so only the download is counted.
func (p *pullLog) add(e engine.Event) {
	id, status, _ := strings.Cut(e.Text, " ")
	l := p.layers[id]
	switch {
	case (status == "Downloading" || status == "Pushing") && e.Total > 0:
		if l == nil {
			l = &layer{}
			p.layers[id] = l
		}
		l.current, l.total = e.Current, e.Total
	case l != nil:
		l.current = l.total
	}
}

func (p *pullLog) current() (sum int64) {
	for _, l := range p.layers {
		sum += l.current
	}
	return sum
}

func (p *pullLog) total() (sum int64) {
	for _, l := range p.layers {
		sum += l.total
	}
	return sum
}
