package oracle

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gocompose/compose"
)

// TestLayers compares on projects whose services extend those of another file,
// and whose file includes another one with services of the same names.
func TestLayers(t *testing.T) {
	keys := slices.Sorted(maps.Keys(values))
	loaded := 0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 3))
		dir := filepath.Join(t.TempDir(), "proj")
		e := example{Options: compose.Options{Dir: dir, Profiles: []string{"p"}, Environ: []string{"HOME=/home/user", "FROM=outside", "BOOL=true", "ONE=1"}}}
		for _, folder := range []string{".", "sub", "sub/deep"} {
			put(t, filepath.Join(dir, folder), "a.env", "A=file\nFILE=$FROM-${A}\n")
			put(t, filepath.Join(dir, folder), "b.env", "B='b'\nFILE="+folder+"\n")
		}
		put(t, dir, "sub/.env", "NAME=included\nFROM=not seen\n")
		ways := seed % 3
		main, base := file(r, keys, false), file(r, keys, true)
		if ways != 1 {
			main = extending(r, main, "sub/base.yaml")
			base = extending(r, base, "deep/root.yaml")
		}
		if ways != 0 {
			main = "include: [sub/base.yaml]\n" + main
		}
		put(t, dir, "compose.yaml", main)
		put(t, dir, "sub/base.yaml", base)
		put(t, dir, "sub/deep/root.yaml", file(r, keys, true))
		e.Files = []string{"compose.yaml"}
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			if matches(t, e) {
				loaded++
			}
			if t.Failed() {
				t.Logf("main:\n%s\nbase:\n%s", main, base)
			}
		})
	}
	if loaded < 100 {
		t.Errorf("only %d projects loaded", loaded)
	}
}

// extending lets some of a file's services extend those of another, or one
// another.
func extending(r *rand.Rand, text, other string) string {
	for _, name := range []string{"a", "dep", "other"} {
		extends := fmt.Sprintf("    extends: {file: %s, service: %s}\n", other, name)
		if name == "dep" && r.IntN(2) == 0 {
			extends = "    extends: always\n"
		}
		text = strings.Replace(text, "  "+name+":\n    x-id: 1\n", "  "+name+":\n    x-id: 1\n"+extends, 1)
	}
	return text
}
