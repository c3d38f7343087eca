package engine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
)

// written writes a file so that it has changed after everything that happened
// before: the clock of a file system goes in steps of some milliseconds.
func written(t *testing.T, path, content string) {
	t.Helper()
	for before := time.Now(); ; {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if changedAfter(path, before) {
			return
		}
	}
}

// TestStale restarts a container behind gocompose's back: then it has read what
// changed. What it has not read is pointed out, whoever made it.
func TestStale(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	b := newBench(t, "services: {web: {image: gocompose-test}}")
	dir := t.TempDir()
	file := filepath.Join(dir, "app.conf")
	written(t, file, "one")
	b.reload(dir, "services: {web: {image: gocompose-test, volumes: [./app.conf:/app.conf, .:/folder]}}")
	b.mustUp(plan.UpOptions{})
	expect := func(when string, warns bool) {
		t.Helper()
		p, state := b.plan(plan.UpOptions{})
		notes := p.Notes.Error()
		if got := strings.Contains(notes, "./app.conf changed after shop-web-1 started"); got != warns || !p.Empty() {
			t.Errorf("%s: warns: %t; %s%s", when, got, p, state.Containers[0].Stale)
		}
	}
	expect("nothing changed", false)
	written(t, file, "one")
	expect("written anew", false)
	written(t, file, "two")
	expect("changed", true)
	id := b.srv.Containers()[0].ID
	if err := b.engine.client.ContainerRestart(b.Context(), id, container.StopOptions{}); err != nil {
		t.Fatal(err)
	}
	expect("restarted", false)
	other := filepath.Join(dir, "other")
	written(t, other, "three")
	if err := os.Rename(other, file); err != nil {
		t.Fatal(err)
	}
	expect("replaced", true)
	if err := remember(id, map[string]string{"file /app.conf": digestOfFile(file)}); err != nil {
		t.Fatal(err)
	}
	expect("told", false)
	forget(id)
	expect("forgotten", true)
}

func TestDigestOfFile(t *testing.T) {
	dir := t.TempDir()
	small, large := filepath.Join(dir, "small"), filepath.Join(dir, "large")
	if digestOfFile(dir) != "" || digestOfFile(small) != "" || digestOfFile(os.DevNull) != "" {
		t.Error("what is no file has a digest")
	}
	at := time.Unix(1000, 0)
	for _, c := range []struct {
		path          string
		size          int
		fill          byte
		at            time.Time
		sameAsAnother bool
	}{
		{small, 10, 'a', at, false},
		{small, 10, 'a', at.Add(time.Hour), true},
		{small, 10, 'b', at, false},
		{large, mostToRead + 1, 'a', at, false},
		{large, mostToRead + 1, 'b', at, true},
		{large, mostToRead + 1, 'a', at.Add(time.Hour), false},
		{large, mostToRead + 2, 'a', at, false},
	} {
		before := digestOfFile(c.path)
		if err := os.WriteFile(c.path, []byte(strings.Repeat(string(c.fill), c.size)), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(c.path, c.at, c.at); err != nil {
			t.Fatal(err)
		}
		if got := digestOfFile(c.path); len(got) != 16 || (got == before) != c.sameAsAnother {
			t.Errorf("%d of %c: %s after %s", c.size, c.fill, got, before)
		}
	}
}
