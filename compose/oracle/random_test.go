package oracle

import (
	"flag"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

var (
	projects = flag.Uint64("projects", 3000, "how many projects TestRandom makes")
	first    = flag.Uint64("first", 0, "the seed of the first of them")
)

// TestRandom compares on projects that a walk through the schema makes by
// chance: of one file, or of two that are merged. Every key of the schema must
// have been in a project that loaded the same in both.
func TestRandom(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	t.Setenv("HOME", home)
	dir := filepath.Join(t.TempDir(), "proj")
	for name, text := range beside {
		put(t, dir, name, text)
	}
	w, schema := newWalker(t)
	compared := map[string]bool{}
	refused, wrong := map[string]int{}, 0
	for seed := *first; seed < *first+*projects; seed++ {
		w.Rand = rand.New(rand.NewPCG(seed, 2))
		w.turn = int(seed)
		clear(w.reached)
		s := stack{dir: dir, home: home, files: w.files(schema)}
		v := s.judge()
		switch {
		case v.known != "":
			refused[v.known]++
		case v.problem != "":
			small := s.shrunk(v.kind)
			t.Errorf("seed %d: %s\n%s", seed, small.judge().problem, small)
			if wrong++; wrong == 20 {
				t.Fatal("that is enough")
			}
		case v.kind == loaded:
			maps.Copy(compared, w.reached)
		}
	}
	for why, n := range refused {
		t.Logf("%4d times: %s", n, why)
	}
	if *projects < 3000 {
		return
	}
	for _, path := range keysOf(w, schema) {
		if !compared[path] {
			t.Errorf("%s was in no project that loads", path)
		}
	}
}

// beside are the files that a project may name.
var beside = map[string]string{
	"a.env": "A=file\nFILE=$FROM-${A}\n", "b.env": "B='b'\nFILE=later\n",
	"l.labels": "la=1\nlb=two words\n", "m.labels": "la=2\nLC=\n",
	"s.txt": "secret", "c.txt": "config", "cred.json": "{}",
	"other.yaml": "services:\n  other: {image: o, environment: {O: 1}, labels: [a=1], volumes: ['./o:/o'], build: {context: sub}}\n",
}
