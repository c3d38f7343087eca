package history

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func openHere(t *testing.T) Log {
	t.Helper()
	dir := t.TempDir()
	l, err := Open(func(name string) string { return map[string]string{"HOME": dir}[name] }, "unix:///var/run/docker.sock", "shop")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(l.dir, filepath.Join(dir, ".local/state/gocompose/history")+"/") {
		t.Errorf("versions are kept in %s", l.dir)
	}
	return l
}

func TestVersionsAreKeptForTheUserAlone(t *testing.T) {
	l := openHere(t)
	now := time.Date(2026, 11, 28, 20, 15, 0, 0, time.UTC)
	want := Version{Number: 1, Time: now, Changed: []string{"web"}, Services: map[string]Service{"web": {Hash: "h", Image: "sha256:1", Digests: []string{"web@sha256:2"}}}}
	if err := l.Add(want, []byte("name: shop\n")); err != nil {
		t.Fatal(err)
	}
	all, err := l.Versions()
	if err != nil || len(all) != 1 {
		t.Fatalf("%d versions, %v", len(all), err)
	}
	want.Path = all[0].Path
	if fmt.Sprint(all[0]) != fmt.Sprint(want) {
		t.Errorf("read %+v, want %+v", all[0], want)
	}
	text, err := os.ReadFile(want.Path)
	if err != nil || !strings.HasSuffix(string(text), "}\nname: shop\n") {
		t.Errorf("the file has %q, %v", text, err)
	}
	for path, mode := range map[string]os.FileMode{want.Path: 0o600, l.dir: 0o700 | os.ModeDir} {
		if info, err := os.Stat(path); err != nil || info.Mode() != mode {
			t.Errorf("%s is %v, %v; want %v", path, info.Mode(), err, mode)
		}
	}
	if err := l.Forget(); err != nil {
		t.Fatal(err)
	}
	if all, err := l.Versions(); err != nil || len(all) != 0 {
		t.Errorf("still there: %v, %v", all, err)
	}
}

func TestOldVersionsAreForgotten(t *testing.T) {
	l := openHere(t)
	for n := 1; n <= most+3; n++ {
		if err := l.Add(Version{Number: n}, nil); err != nil {
			t.Fatal(err)
		}
	}
	all, err := l.Versions()
	if err != nil || len(all) != most || all[0].Number != 4 {
		t.Errorf("%d versions, %v", len(all), err)
	}
	left, _ := filepath.Glob(filepath.Join(l.dir, "*"))
	if len(left) != most {
		t.Errorf("left in the folder: %q", left)
	}
}

func TestWhatIsNoVersionIsSaid(t *testing.T) {
	l := openHere(t)
	if err := l.Add(Version{Number: 1}, nil); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(l.path(1), []byte("name: shop\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Versions(); err == nil || !strings.Contains(err.Error(), "0001.yaml is no recorded version") {
		t.Errorf("got %v", err)
	}
}

// A log of what web was: "a" is the files', "a<3" a return to version 3; "-" does not tell.
func logOf(states string) (all Versions) {
	for i, state := range strings.Fields(states) {
		v := Version{Number: i + 1, Services: map[string]Service{"db": {Hash: "x"}}}
		hash, from, _ := strings.Cut(state, "<")
		origin := 0
		fmt.Sscan(from, &origin)
		if hash != "-" {
			v.Services["web"] = Service{Hash: hash, Origin: origin}
		}
		all = append(all, v)
	}
	return all
}

func TestBefore(t *testing.T) {
	for _, test := range []struct {
		states, runs string
		want         int // 0: none
	}{
		{"", "a", 0},
		{"a", "a", 0},
		{"a b", "b", 1},
		{"a b -", "b", 1},
		{"a b c", "c", 2},
		{"a a b b", "b", 2},
		{"a b", "foreign", 2},         // somebody else changed it
		{"a b", "b foreign", 2},       // or an update ended half-way
		{"a b", "b a", 1},             // a return did
		{"a b c", "a", 1},             // with nothing but the record left to do
		{"a b c b<2", "b a", 1},       // the second return
		{"a b", "", 1},                // there is no container
		{"a b c b<2", "b", 1},         // once more, and it does not toggle
		{"a b c b<2 a<1", "a", 0},     // the beginning
		{"a b c b<2 d", "d", 4},       // what ran before d
		{"a b c b<2 d b<2", "b", 1},   // and from there further back
		{"a b a<1 b", "b", 3},         // forward again
		{"- - a b", "b", 3},           // older ones are forgotten
		{"- - - b<2", "b", 0},         // with what it returned to
		{"a b a b a<3", "a", 2},       // to and fro by the files themselves
		{"a b a b a<3 b<2", "b", 1},   // all the way
		{"a b a b a<3 b<2 -", "b", 1}, // whatever others do
	} {
		var containers []Service
		for _, hash := range strings.Fields(test.runs) {
			containers = append(containers, Service{Hash: hash})
		}
		got, ok := logOf(test.states).Before("web", containers)
		if ok != (test.want > 0) || got.Number != test.want {
			t.Errorf("%s, running %s: returns to %d, want %d", test.states, test.runs, got.Number, test.want)
		}
	}
}

func TestNext(t *testing.T) {
	all := logOf("a b a<1")
	got, ok := all.Next(map[string]Service{"db": {Hash: "x"}, "new": {Hash: "n"}, "web": {Hash: "a"}})
	if !ok || got.Number != 4 || !slices.Equal(got.Changed, []string{"new"}) || got.Services["web"].Origin != 1 {
		t.Errorf("got %+v, %t", got, ok)
	}
	if got, ok := all.Next(map[string]Service{"web": {Hash: "a"}}); ok {
		t.Errorf("nothing is new, and yet there is %+v", got)
	}
	if got, ok := Versions(nil).Next(map[string]Service{"web": {}}); !ok || got.Number != 1 {
		t.Errorf("the first is %+v, %t", got, ok)
	}
}
