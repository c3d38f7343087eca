package tree_test

import (
	"fmt"
	"strings"
	"testing"

	"gocompose/compose/tree"
)

const sample = `services:
  web:
    image: nginx
    environment:
      - LOG=info
      - EMPTY
      - 3
    ports: [80, 443]
    volumes:
      - type: bind
        source: .
`

func TestAt(t *testing.T) {
	n := parse(t, sample)
	for path, want := range map[string]string{
		"":                                 "1:1",
		"services":                         "1:1",
		"services/web":                     "2:3",
		"services/web/image":               "3:5",
		"services/web/nothing":             "2:3",
		"services/web/nothing/below":       "2:3",
		"services/db":                      "1:1",
		"services/web/image/below":         "3:5",
		"services/web/environment/LOG":     "5:9",
		"services/web/environment/EMPTY":   "6:9",
		"services/web/environment/LO":      "4:5",
		"services/web/environment/0":       "5:9",
		"services/web/environment/2":       "7:9",
		"services/web/environment/3":       "7:9",
		"services/web/environment/-1":      "4:5",
		"services/web/ports/443":           "8:17",
		"services/web/ports/1":             "8:17",
		"services/web/ports/2":             "8:5",
		"services/web/volumes/0/source":    "11:9",
		"services/web/volumes/0/target":    "10:9",
		"services/web/volumes/bind/source": "9:5",
	} {
		var elements []string
		if path != "" {
			elements = strings.Split(path, "/")
		}
		got := n.At(elements...)
		if fmt.Sprintf("%d:%d", got.Line, got.Column) != want || got.File != "f.yaml" {
			t.Errorf("%s: got %v, want %s", path, got, want)
		}
	}
}

func TestLookupOfNothing(t *testing.T) {
	var none *tree.Node
	if none.Get("a") != nil || !none.IsNull() || !none.At("a").IsZero() || none.Scalars(nil) != nil {
		t.Error("the absent node is not empty")
	}
	n := parse(t, sample)
	if n.Get("services").Get("db").Get("image") != nil || n.Get("services").Get("web").Get("image").Get("x") != nil {
		t.Error("found what is not there")
	}
	if _, ok := n.Entry("web"); ok {
		t.Error("found a key of a map below")
	}
}

func TestGetInLargeMap(t *testing.T) {
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, "k%d: v%d\n", i, i)
	}
	n := parse(t, b.String())
	for i := range 10_000 {
		e, ok := n.Entry(fmt.Sprintf("k%d", i))
		if !ok || e.Value.Value != fmt.Sprintf("v%d", i) || e.KeyPos.Line != i+1 {
			t.Fatalf("k%d: got %v", i, e)
		}
	}
	if _, ok := n.Entry("k10000"); ok {
		t.Error("found what is not there")
	}
	if other := n.WithEntries(n.Entries[:20]); other.Get("k19") == nil || other.Get("k20") != nil {
		t.Error("the copy finds other keys than it has")
	}
}

func TestScalars(t *testing.T) {
	n := parse(t, "a: b\nc: [d, 1, ~]\ne: {f: {}}\n")
	if n.Scalars(func(s *tree.Node) *tree.Node { return s }) != n {
		t.Error("a tree without a change is copied")
	}
	out := n.Scalars(func(s *tree.Node) *tree.Node {
		if s.Value == "d" {
			return s.WithValue("D")
		}
		return s
	})
	if got := fmt.Sprint(data(out)); got != "map[a:b c:[D integer 1 <nil>] e:map[f:map[]]]" {
		t.Errorf("got %s", got)
	}
	if n.Get("c").Items[0].Value != "d" || out.Get("e") != n.Get("e") || out.At("c", "0") != n.At("c", "0") {
		t.Error("the original changed, a branch was copied needlessly, or a place was lost")
	}
}

func TestEqual(t *testing.T) {
	values := []string{"a", "'1'", "1", "~", "{}", "[]", "[a]", "[a, b]", "[b, a]", "{a: b}", "{a: c}", "{b: b}", "{a: b, c: d}", "{a: {b: [c]}}", "true"}
	for i, a := range values {
		for j, b := range values {
			if got := tree.Equal(parse(t, a), parse(t, "# c\n"+b)); got != (i == j) {
				t.Errorf("Equal(%s, %s) = %v", a, b, got)
			}
		}
	}
	if !tree.Equal(parse(t, "{a: b, c: d}"), parse(t, "c: 'd'\na: b\n")) {
		t.Error("the order of keys or the style counts")
	}
	if tree.Equal(nil, tree.NullNode()) || !tree.Equal(nil, nil) {
		t.Error("absent is null")
	}
}
