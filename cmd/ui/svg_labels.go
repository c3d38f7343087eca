package ui

import (
	"fmt"
	"strings"
)

// area is a rectangle of the picture.
type area struct{ x, y, w, h float64 }

func (a area) overlaps(b area) bool {
	const air = 3
	return a.x < b.x+b.w+air && b.x < a.x+a.w+air && a.y < b.y+b.h+air && b.y < a.y+a.h+air
}

// labels gives the conditions on their lines, each where it covers neither a
// box nor another label, as near to the arrow head as that allows.
func labels(strokes []*stroke, v view, taken []area) string {
	var b strings.Builder
	for _, s := range strokes {
		text := noteOf(s.link)
		if text == "" || s.link.mount {
			continue
		}
		a := s.label(text, v, taken)
		taken = append(taken, a)
		fmt.Fprintf(&b, `<rect class="pill" x="%s" y="%s" width="%s" height="%s" rx="9"/>`+"\n", px(a.x), px(a.y), px(a.w), px(a.h))
		b.WriteString(svgText("pilltext", a.x+a.w/2, a.y+pillHigh/2+pillSize*0.36, pillSize, "middle", text))
	}
	return b.String()
}

func (s *stroke) label(text string, v view, taken []area) area {
	w := textWidth(text, pillSize, false) + 14
	var best area
	least := -1
	for _, p := range s.labelPoints() {
		x, y := v.xy(p)
		a := area{x - w/2, y - pillHigh/2, w, pillHigh}
		covered := 0
		for _, t := range taken {
			if a.overlaps(t) {
				covered++
			}
		}
		if least < 0 || covered < least {
			best, least = a, covered
		}
	}
	return best
}

// labelPoints gives where a label may sit, the best place first: on the curves,
// from the arrow head back, and beside the boxes that the line passes.
func (s *stroke) labelPoints() []point {
	var out []point
	for i := len(s.turns) - 2; i > 0; i -= 2 {
		for _, t := range []float64{0.5, 0.38, 0.62, 0.28, 0.72, 0.18, 0.82, 0.1} {
			out = append(out, curve(s.turns[i-1], s.turns[i], t))
		}
		if i > 2 {
			a, b := s.turns[i-2], s.turns[i-1]
			out = append(out, point{(a.along + b.along) / 2, a.across})
		}
	}
	return out
}
