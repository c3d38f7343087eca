package engine

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"gocompose/engine/plan"
)

// copies is the rules of docker cp: what a copy comes to for each kind of source
// and destination. A file f and a folder d are there
// before; + is what is added, ~ what is replaced, and the rest an error.
var copies = []struct{ from, to, want string }{
	{"file", "new", "+new"},
	{"file", "new/", "new/ does not exist"},
	{"file", "f", "~f"},
	{"file", "d", "+d/file"},
	{"file", "d/", "+d/file"},
	{"file", "no/new", "no"},
	{"dir", "new", "+new +new/in +new/sub +new/sub/deep"},
	{"dir", "new/", "+new +new/in +new/sub +new/sub/deep"},
	{"dir/.", "new", "+new +new/in +new/sub +new/sub/deep"},
	{"dir", "f", "f is a file, and "},
	{"dir", "d", "+d/dir +d/dir/in +d/dir/sub +d/dir/sub/deep"},
	{"dir/.", "d", "+d/in +d/sub +d/sub/deep"},
	{"dir/", "d", "+d/dir +d/dir/in +d/dir/sub +d/dir/sub/deep"},
	{"link", "new", "+new"},
	{"dir", "no/new", "no"},
}

// sources makes what is copied, all of an old time and modes of their own.
func sources(t *testing.T) string {
	folder := t.TempDir()
	for name, mode := range map[string]os.FileMode{"file": 0o640, "dir/in": 0o604, "dir/sub/deep": 0o755} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, long, long); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("file", filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	return folder
}

var long = time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)

// destination makes what is there before.
func destination(t *testing.T) string {
	folder := filepath.Join(t.TempDir(), "to")
	if err := os.MkdirAll(filepath.Join(folder, "d"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "f"), []byte("before"), 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}

// difference gives what a copy has added and replaced.
func difference(t *testing.T, folder string) string {
	var out []string
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		name, _ := filepath.Rel(folder, path)
		info, statErr := os.Lstat(path)
		switch {
		case err != nil || statErr != nil:
			t.Fatal(err, statErr)
		case name == "." || name == "d":
		case name != "f":
			out = append(out, "+"+name)
		case info.Size() != int64(len("before")):
			out = append(out, "~f")
		}
		if info.Mode().IsRegular() && (name != "f" || len(out) > 0 && out[len(out)-1] == "~f") && !info.ModTime().Equal(long) {
			t.Errorf("%s is of %v", name, info.ModTime())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// TestCopies copies into a container and out of it by every rule.
func TestCopies(t *testing.T) {
	web, copied := copier(t)
	from := sources(t)
	if err := copied(plan.Place{Path: from}, web.In("/from")); err != nil {
		t.Fatal(err)
	}
	for i, c := range copies {
		t.Run(c.from+" to "+c.to, func(t *testing.T) {
			out := destination(t)
			same(t, "out", copied(web.In("/from/"+c.from), plan.Place{Path: out + "/" + c.to}), out, c.want)
			inside := fmt.Sprint("/to", i)
			if err := copied(plan.Place{Path: destination(t)}, web.In(inside)); err != nil {
				t.Fatal(err)
			}
			failed := copied(plan.Place{Path: from + "/" + c.from}, web.In(inside+"/"+c.to))
			back := filepath.Join(t.TempDir(), "back")
			if err := copied(web.In(inside), plan.Place{Path: back}); err != nil {
				t.Fatal(err)
			}
			same(t, "in", failed, back, c.want)
		})
	}
}

// same compares what a copy has come to.
func same(t *testing.T, way string, failed error, folder, want string) {
	t.Helper()
	got := difference(t, folder)
	if failed != nil {
		got += failed.Error()
	}
	if got != want && !(failed != nil && strings.Contains(got, want) && !strings.HasPrefix(got, "+")) {
		t.Errorf("%s: %s; want %s", way, got, want)
	}
}

// TestCopiesReplaceNoDevice copies over what is neither a folder nor a file.
func TestCopiesReplaceNoDevice(t *testing.T) {
	web, copied := copier(t)
	from := sources(t)
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := copied(plan.Place{Path: from}, web.In("/from")); err != nil {
		t.Fatal(err)
	}
	err := copied(web.In("/from/file"), plan.Place{Path: pipe})
	if err == nil || !strings.Contains(err.Error(), "neither a folder nor a file") {
		t.Errorf("error %v", err)
	}
	if seen, err := os.Lstat(pipe); err != nil || seen.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe is %v, %v", seen, err)
	}
}

// copier gives a container that runs, and how to copy.
func copier(t *testing.T) (plan.Container, func(from, to plan.Place) error) {
	b := newBench(t, "services: {web: {image: gocompose-test}}")
	b.mustUp(plan.UpOptions{})
	state, err := b.engine.Observe(t.Context(), "shop")
	if err != nil {
		t.Fatal(err)
	}
	return state.Containers[0], func(from, to plan.Place) error {
		p := plan.Copy("shop", nil, plan.CopyFiles{From: from}, []plan.Place{to})
		return b.engine.Apply(t.Context(), p, ApplyOptions{State: state})
	}
}
