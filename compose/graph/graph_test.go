package graph

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
)

// parse reads "a>b,c d>b e": a needs b and c, d needs b, e needs nothing.
func parse(text string) *Graph[string] {
	g := &Graph[string]{}
	for _, f := range strings.Fields(text) {
		key, needs, ok := strings.Cut(f, ">")
		if !ok {
			g.Add(key)
			continue
		}
		g.Add(key, strings.Split(needs, ",")...)
	}
	return g
}

func TestOrder(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "",
		"a":                "a",
		"a>b":              "b a",
		"a>b,c b>d c>d":    "d b c a",
		"web>db,cache":     "db cache web",
		"c b a":            "c b a",
		"a>b b>a c":        "c",
		"a>a b>a c":        "c",
		"a>b a>b b":        "b a",
		"x>a,b,c c>b b>a ": "a b c x",
	} {
		if got := strings.Join(parse(text).Order(), " "); got != want {
			t.Errorf("Order(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestCycle(t *testing.T) {
	for text, want := range map[string]string{
		"":                    "",
		"a>b,c b>d c>d":       "",
		"a>a":                 "a a",
		"a>b b>a":             "a b a",
		"x>a a>b b>c c>a":     "a b c a",
		"a>b b>c c>d d>b":     "b c d b",
		"a>b b c>d d>e e>c,b": "c d e c",
	} {
		if got := strings.Join(parse(text).Cycle(), " "); got != want {
			t.Errorf("Cycle(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestClosureAndReverse(t *testing.T) {
	g := parse("web>api api>db,cache job>db other")
	if got := g.Closure("api"); !slices.Equal(got, []string{"api", "db", "cache"}) {
		t.Errorf("Closure(api) = %v", got)
	}
	if got := g.Reverse().Closure("db"); !slices.Equal(got, []string{"web", "api", "db", "job"}) {
		t.Errorf("Reverse().Closure(db) = %v", got)
	}
}

// visits records a walk: what ran, and whether anything ran before what it needs.
type visits struct {
	sync.Mutex
	g    *Graph[string]
	done map[string]bool
	bad  []string
	fail map[string]bool
}

var errVisit = errors.New("visit failed")

func (v *visits) visit(_ context.Context, key string) error {
	v.Lock()
	defer v.Unlock()
	for _, n := range v.g.Needs(key) {
		if !v.done[n] {
			v.bad = append(v.bad, key+" before "+n)
		}
	}
	if v.fail[key] {
		return errVisit
	}
	v.done[key] = true
	return nil
}

func TestWalkGoesOnBesideAFailure(t *testing.T) {
	g := parse("web>api api>db job>cache db cache")
	v := &visits{g: g, done: map[string]bool{}, fail: map[string]bool{"db": true}}
	out := g.Walk(t.Context(), v.visit)
	if !v.done["cache"] || !v.done["job"] || v.done["api"] || v.done["web"] {
		t.Errorf("visited %v", v.done)
	}
	if !errors.Is(out.Failed["db"], errVisit) || out.Blocked["web"] != "db" || out.Blocked["api"] != "db" || len(out.Left) > 0 || out.Complete() {
		t.Errorf("outcome %+v", out)
	}
}

func TestWalkVisitsWhatOnlyFollowsAFailure(t *testing.T) {
	g := parse("web>cache cache>disk other>disk")
	g.Follow("web", "cache", "disk")
	g.Follow("soft", "cache", "other")
	v := &visits{g: &Graph[string]{}, done: map[string]bool{}, fail: map[string]bool{"disk": true}}
	out := g.Walk(t.Context(), v.visit)
	if !v.done["soft"] || v.done["web"] || out.Blocked["web"] != "disk" || len(out.Left) > 0 {
		t.Errorf("visited %v, outcome %+v", v.done, out)
	}
}

func TestWalkBeginsNothingAfterTheEnd(t *testing.T) {
	g := parse("c>b b>a a d")
	ctx, cancel := context.WithCancel(t.Context())
	out := g.Walk(ctx, func(_ context.Context, key string) error {
		if key == "a" {
			cancel()
		}
		return nil
	})
	if !slices.Equal(out.Left, []string{"c", "b"}) && !slices.Equal(out.Left, []string{"c", "b", "d"}) {
		t.Errorf("left %v", out.Left)
	}
}

func TestWalkRunsSideBySide(t *testing.T) {
	g := parse("a b c d")
	var all sync.WaitGroup
	all.Add(4)
	g.Walk(t.Context(), func(context.Context, string) error {
		all.Done()
		all.Wait() // returns only when all four are in here at once
		return nil
	})
}

// random gives an acyclic graph: key i needs some of the keys below it.
func random(r *rand.Rand, n int) *Graph[string] {
	g := &Graph[string]{}
	for i := range n {
		g.Add(fmt.Sprint(i))
		for range r.IntN(4) {
			if i > 0 {
				g.Add(fmt.Sprint(i), fmt.Sprint(r.IntN(i)))
			}
		}
	}
	return g
}

func TestWalkProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		g := random(r, 1+r.IntN(40))
		v := &visits{g: g, done: map[string]bool{}, fail: map[string]bool{}}
		for range r.IntN(3) {
			v.fail[fmt.Sprint(r.IntN(len(g.Keys())))] = true
		}
		out := g.Walk(t.Context(), v.visit)
		if len(v.bad) > 0 {
			t.Fatalf("order broken: %v", v.bad)
		}
		for _, k := range g.Keys() {
			_, failed := out.Failed[k]
			_, blocked := out.Blocked[k]
			if n := count(v.done[k], failed, blocked); n != 1 {
				t.Fatalf("%s is in %d of done, failed, blocked", k, n)
			}
			needsFailure := slices.ContainsFunc(g.Closure(k), func(n string) bool { return n != k && out.Failed[n] != nil })
			if blocked != needsFailure {
				t.Fatalf("%s blocked %v, needs a failure %v", k, blocked, needsFailure)
			}
		}
	}
}

func count(all ...bool) (n int) {
	for _, b := range all {
		if b {
			n++
		}
	}
	return n
}

func BenchmarkWalk(b *testing.B) {
	g := random(rand.New(rand.NewPCG(3, 4)), 10000)
	for b.Loop() {
		g.Walk(b.Context(), func(context.Context, string) error { return nil })
	}
}
