package watch

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// TestBatch has what news make of when a batch is told of.
func TestBatch(t *testing.T) {
	begun := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for news, want := range map[string]time.Duration{
		"0":                    quiet,
		"0 50ms":               50*time.Millisecond + quiet,
		"0 50ms 120ms":         120*time.Millisecond + quiet,
		"0 500ms 990ms":        patience,
		"0 500ms 990ms 1500ms": patience,
	} {
		var b Batch
		for i, after := range strings.Fields(news) {
			d, err := time.ParseDuration(after)
			if err != nil {
				t.Fatal(err)
			}
			b.add(string(rune('a'+i%2)), begun.Add(d))
		}
		if got := b.due().Sub(begun); got != want || len(b.paths) > 2 {
			t.Errorf("%s: due after %s, want %s; %v", news, got, want, b.paths)
		}
	}
	if due := (&Batch{}).due(); !due.IsZero() {
		t.Error(due)
	}
}

// TestNow has a file in place of a folder, and what is neither file, folder nor link.
func TestNow(t *testing.T) {
	dir := folder(t, "there=1", "was-folder=1")
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	paths := map[string]bool{}
	for _, name := range []string{"there", "was-folder/in", "gone", "pipe"} {
		paths[filepath.Join(dir, name)] = true
	}
	var got []string
	for _, c := range Now(paths) {
		name, _ := filepath.Rel(dir, c.Path)
		got = append(got, fmt.Sprint(name, " ", c.Gone))
	}
	if want := []string{"gone true", "there false", "was-folder/in true"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestFiles does things to files, and waits until each is told of.
func TestFiles(t *testing.T) {
	dir := folder(t, "src/a=1", "src/sub/b=1", "src/skipped/x=1", "env=1", "only/in/a.py=1", "only/in/skipped=1", "conf/env=1", "next/env=2")
	rules, _ := rulesIn(t, dir, "  web:\n    image: x\n    develop:\n      watch:\n"+
		"        - {path: src, target: /s, action: sync, ignore: [skipped/]}\n        - {path: later/deep, target: /l, action: sync}\n        - {path: one, target: /one, action: sync}\n"+
		"        - {path: only, target: /only, action: sync, include: ['**/*.py']}\n")
	files, err := Watch(t.Context(), rules, []string{filepath.Join(dir, "env"), filepath.Join(dir, "conf/env")})
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(dir, name) }
	write := func(name string) func() error {
		return func() error { return os.WriteFile(at(name), []byte("2"), 0o644) }
	}
	for _, step := range []struct {
		name string
		do   func() error
		want string // changes that must be told of, those that are gone behind -
	}{
		{"write", write("src/a"), "src/a"},
		{"write below", write("src/sub/b"), "src/sub/b"},
		{"mode", func() error { return os.Chmod(at("src/a"), 0o755) }, "src/a"},
		{"new folders", func() error {
			if err := os.MkdirAll(at("src/n/m"), 0o755); err != nil {
				return err
			}
			return write("src/n/m/c")()
		}, "src/n src/n/m src/n/m/c"},
		{"in a new folder", write("src/n/m/d"), "src/n/m/d"},
		{"atomic", func() error {
			if err := write("src/skipped/t")(); err != nil {
				return err
			}
			return os.Rename(at("src/skipped/t"), at("src/a"))
		}, "src/a"},
		{"folder moved", func() error { return os.Rename(at("src/n"), at("src/o")) }, "-src/n src/o src/o/m src/o/m/c"},
		{"in the moved", write("src/o/m/c"), "src/o/m/c"},
		{"link", func() error { return os.Symlink("a", at("src/l")) }, "src/l"},
		{"removed", func() error { return os.RemoveAll(at("src/o")) }, "-src/o -src/o/m -src/o/m/c"},
		{"moved out", func() error { return os.Rename(at("src/sub"), at("away")) }, "-src/sub"},
		{"moved out of what is included", func() error { return os.Rename(at("only/in"), at("away2")) }, "-only/in/a.py"},
		{"too much for the kernel", func() error {
			err := errors.Join(files.notify.Remove(at("src")), os.Remove(at("src/a")), os.Remove(at("src/l")), write("src/e")())
			files.notify.Errors <- fsnotify.ErrEventOverflow
			return err
		}, "-src/a -src/l src/e env"},
		{"folder of a file moved", func() error { return os.Rename(at("conf"), at("away3")) }, "-conf/env"},
		{"and another in its place", func() error { return os.Rename(at("next"), at("conf")) }, "conf/env"},
		{"which is written to", write("conf/env"), "conf/env"},
		{"and on", write("src/e"), "src/e"},
		{"further file", write("env"), "env"},
		{"what was not there", func() error {
			if err := os.MkdirAll(at("later/deep/er"), 0o755); err != nil {
				return err
			}
			return write("later/deep/er/x")()
		}, "later/deep later/deep/er later/deep/er/x"},
		{"its folder anew", func() error {
			if err := os.RemoveAll(at("later")); err != nil {
				return err
			}
			return os.MkdirAll(at("later/deep"), 0o755)
		}, "later/deep"},
		{"in it", write("later/deep/y"), "later/deep/y"},
		{"a file that was not there", write("one"), "one"},
	} {
		if err := step.do(); err != nil {
			t.Fatal(step.name, err)
		}
		files.await(t, dir, step.name, strings.Fields(step.want))
	}
	if slices.Contains(files.notify.WatchList(), at("src/skipped")) {
		t.Error("a folder is watched that no rule is about")
	}
}

// await takes batches until all that is wanted has been told of.
func (f *Files) await(t *testing.T, dir, step string, want []string) {
	t.Helper()
	missing := slices.Clone(want)
	deadline := time.After(20 * time.Second)
	for len(missing) > 0 {
		select {
		case batch := <-f.Changes:
			for _, c := range batch.Changes() {
				text, _ := filepath.Rel(dir, c.Path)
				if c.Gone {
					text = "-" + text
				}
				missing = slices.DeleteFunc(missing, func(w string) bool { return w == text })
				if strings.Contains(text, "skipped") || strings.Contains(text, "away") {
					t.Errorf("%s: told of %s", step, text)
				}
			}
		case err := <-f.Failed:
			t.Fatal(step, err)
		case <-deadline:
			t.Fatalf("%s: not told of %v", step, missing)
		}
	}
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{os.NewSyscallError("inotify_add_watch", syscall.ENOSPC), "sysctl fs.inotify.max_user_watches="},
		{os.NewSyscallError("inotify_init1", syscall.EMFILE), "sysctl fs.inotify.max_user_instances="},
		{os.ErrPermission, "watch /x: permission denied"},
	} {
		if got := limited("/x", c.err).Error(); !strings.Contains(got, c.want) {
			t.Errorf("%s", got)
		}
	}
}
