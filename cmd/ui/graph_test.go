package ui

import (
	"encoding/xml"
	"fmt"
	"io"
	"math/rand"
	"path/filepath"
	"strings"
	"testing"

	"gocompose/compose"
)

func load(t *testing.T, file string) *compose.Project {
	t.Helper()
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		t.Fatal(err)
	}
	p, problems := compose.Load(compose.Options{Files: []string{filepath.Base(file)}, Dir: dir})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestGraph(t *testing.T) {
	files := map[string]string{
		"counter":  "../../samples/counter/docker-compose.yml",
		"nginx-lb": "../../samples/nginx-lb/docker-compose.yml",
		"shop":     "testdata/graph/shop.yaml",
	}
	formats := map[GraphFormat]string{GraphTree: "txt", GraphDot: "dot", GraphMermaid: "mmd", GraphSVG: "svg"}
	for name, file := range files {
		p := load(t, file)
		for format, ending := range formats {
			var b strings.Builder
			if err := Graph(&b, p, format, Style{}); err != nil {
				t.Fatal(err)
			}
			golden(t, "graph/"+name+"."+ending, b.String())
		}
	}
}

func TestGraphTreeFitsAnyWindow(t *testing.T) {
	p := load(t, "testdata/graph/shop.yaml")
	for _, style := range anyStyle() {
		var b strings.Builder
		Graph(&b, p, GraphTree, style)
		tidy(t, b.String(), style)
	}
}

func TestGraphOfNothing(t *testing.T) {
	p := &compose.Project{Name: "none"}
	for format, want := range map[GraphFormat]string{
		GraphTree: "none has no services\n", GraphMermaid: "flowchart TB\n",
	} {
		var b strings.Builder
		if Graph(&b, p, format, Style{}); b.String() != want {
			t.Errorf("got %q, want %q", b.String(), want)
		}
	}
	wellFormed(t, pictureOf(p).svg())
}

// TestGraphOfACycle holds that a project that was not checked cannot hang the pictures.
func TestGraphOfACycle(t *testing.T) {
	need := func(name string) map[string]*compose.Dependency {
		return map[string]*compose.Dependency{name: {Condition: compose.ConditionStarted, Required: true}}
	}
	p := &compose.Project{Name: "round", Services: map[string]*compose.Service{
		"a": {Name: "a", DependsOn: need("b")}, "b": {Name: "b", DependsOn: need("a")}, "c": {Name: "c", DependsOn: need("c")},
	}}
	if got, want := pictureOf(p).tree(Style{}), "a\n└── b\n    └── a ↑\nc\n└── c ↑\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	wellFormed(t, pictureOf(p).svg())
}

func TestGraphTextIsEscaped(t *testing.T) {
	evil := "a\"<b>&#\\`\x1b[31m"
	p := &compose.Project{Name: evil, Services: map[string]*compose.Service{"x": {Name: "x", Image: evil}}}
	pic := pictureOf(p)
	wellFormed(t, pic.svg())
	if got := pic.dot(); !strings.Contains(got, `a\"<b>&#\\`+"`") || strings.Contains(got, "\x1b") {
		t.Errorf("dot: %q", got)
	}
	if got, want := pic.mermaid(), "flowchart TB\n  s0[\"<b>x</b><br/>a#quot;#lt;b#gt;#amp;#35;\\#96;\"]\n"; got != want {
		t.Errorf("mermaid: got %q, want %q", got, want)
	}
}

func TestPortTexts(t *testing.T) {
	for want, p := range map[string]compose.Port{
		":8080 → 80":      {Published: "8080", Target: 80, Protocol: "tcp"},
		":80":             {Published: "80", Target: 80},
		":53/udp":         {Published: "53", Target: 53, Protocol: "udp"},
		"127.0.0.1:80":    {HostIP: "127.0.0.1", Published: "80", Target: 80},
		":any → 80":       {Target: 80},
		":8000-8010 → 80": {Published: "8000-8010", Target: 80},
	} {
		if got := portText(p); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := few([]string{"1", "2", "3", "4", "5", "6", "7"}); len(got) != 6 || got[5] != "… 2 more" {
		t.Errorf("got %q", got)
	}
}

func wellFormed(t *testing.T, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		_, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
	}
}

// randomPicture makes a project of up to 24 services with arbitrary needs.
func randomPicture(r *rand.Rand) *picture {
	p := &compose.Project{Name: "p", Services: map[string]*compose.Service{}}
	n := 1 + r.Intn(24)
	conditions := []string{compose.ConditionStarted, compose.ConditionHealthy, compose.ConditionCompleted}
	for i := range n {
		s := &compose.Service{Name: fmt.Sprintf("s%02d", i), Image: strings.Repeat("image", r.Intn(12)), DependsOn: map[string]*compose.Dependency{},
			Networks: map[string]*compose.ServiceNetwork{fmt.Sprintf("network%d", r.Intn(8)): nil}}
		for range r.Intn(4) {
			if i > 0 {
				s.DependsOn[fmt.Sprintf("s%02d", r.Intn(i))] = &compose.Dependency{Condition: conditions[r.Intn(3)], Required: r.Intn(4) > 0}
			}
		}
		if r.Intn(3) == 0 {
			s.Volumes = []compose.Mount{{Type: compose.MountVolume, Source: fmt.Sprintf("v%d", r.Intn(3)), Target: "/d"}}
		}
		p.Services[s.Name] = s
	}
	return pictureOf(p)
}

// TestPicturesAreReadable holds for arbitrary projects, in both directions: no
// box covers another, all text is inside its box, no line crosses a box that it
// does not belong to, and needs point downwards.
func TestPicturesAreReadable(t *testing.T) {
	for seed := range int64(60) {
		pic := randomPicture(rand.New(rand.NewSource(seed)))
		for _, v := range []view{{}, {sideways: true}} {
			d := pic.arrange(v)
			figures := append(append([]*figure{}, d.figures...), d.alone...)
			if len(figures) != len(pic.services)+len(pic.volumes) {
				t.Fatalf("seed %d: %d figures", seed, len(figures))
			}
			noBoxCovers(t, figures, seed)
			for _, f := range figures {
				textInside(t, f, seed)
			}
			for _, s := range d.strokes {
				noBoxCrossed(t, d, s, seed)
			}
		}
		wellFormed(t, pic.svg())
	}
}

func noBoxCovers(t *testing.T, figures []*figure, seed int64) {
	t.Helper()
	for i, a := range figures {
		for _, b := range figures[:i] {
			if (area{a.x, a.y, a.w, a.h}).overlaps(area{b.x, b.y, b.w, b.h}) {
				t.Fatalf("seed %d: %s covers %s", seed, a.node.name, b.node.name)
			}
		}
	}
}

func textInside(t *testing.T, f *figure, seed int64) {
	t.Helper()
	for _, text := range f.texts {
		if textWidth(text.text, text.size, text.bold) > f.w {
			t.Fatalf("seed %d: %q is wider than its box", seed, text.text)
		}
	}
	for _, line := range f.tags {
		last := line[len(line)-1]
		if last.x+14+textWidth(last.name, tagSize, false) > f.w {
			t.Fatalf("seed %d: the networks are wider than their box", seed)
		}
	}
}

func noBoxCrossed(t *testing.T, d *drawing, s *stroke, seed int64) {
	t.Helper()
	if first, last := s.turns[0], s.turns[len(s.turns)-1]; first.along >= last.along {
		t.Fatalf("seed %d: %s is not above %s", seed, s.link.from.name, s.link.to.name)
	}
	for i := 1; i < len(s.turns); i++ {
		for step := 0.0; step <= 1; step += 0.05 {
			x, y := d.view.xy(curve(s.turns[i-1], s.turns[i], step))
			for _, f := range d.figures {
				inside := x > f.x+1 && x < f.x+f.w-1 && y > f.y+1 && y < f.y+f.h-1
				if inside && f.node != s.link.from && f.node != s.link.to {
					t.Fatalf("seed %d: the line from %s to %s crosses %s", seed, s.link.from.name, s.link.to.name, f.node.name)
				}
			}
		}
	}
}

func TestLayoutUncrosses(t *testing.T) {
	l := &layout{gap: 10, apart: 5}
	var a, b []*spot
	for range 4 {
		a = append(a, l.add(10, 10))
	}
	for range 4 {
		b = append(b, l.add(10, 10))
	}
	for i := range 4 { // each needs the one at the other end
		l.join(a[i], b[3-i])
	}
	l.assignLayers()
	if l.place(); l.crossings() != 0 {
		t.Errorf("%d crossings are left", l.crossings())
	}
	for i := range 4 {
		if a[i].across != b[3-i].across {
			t.Errorf("line %d is not straight: %v to %v", i, a[i].across, b[3-i].across)
		}
	}
}
