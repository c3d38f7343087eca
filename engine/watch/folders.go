package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// near looks at the folder of a path, or where that is not there at the nearest
// around it: a file that is saved may be another one than before.
func (f *Files) near(path string) error {
	for parent := filepath.Dir(path); ; parent = filepath.Dir(parent) {
		err := f.add(parent)
		if !errors.Is(err, fs.ErrNotExist) || parent == filepath.Dir(parent) {
			return err
		}
	}
}

// below looks at a folder and all in it that a rule is about, and visits the paths.
func (f *Files) below(root string, visit func(string)) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if Vanished(err) {
			return nil // it is gone again
		}
		if err != nil {
			return err
		}
		if f.concerns(path) {
			visit(path)
		}
		if !entry.IsDir() {
			return nil
		}
		if f.skips(path) {
			return filepath.SkipDir
		}
		if err := f.add(path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}

// skips tells whether no rule is about anything in a folder.
func (f *Files) skips(folder string) bool {
	return !slices.ContainsFunc(f.rules, func(r Rule) bool {
		_, inside := within(r.Path, folder)
		return inside && !r.Skips(folder)
	})
}

func (f *Files) add(folder string) error { return limited(folder, f.notify.Add(folder)) }

// forget leaves a folder that was moved away, whose path is no longer its own,
// and notes what was in it: the kernel tells of the folder alone.
func (f *Files) forget(folder string) {
	in := func(path string) bool {
		_, inside := within(folder, path)
		return inside
	}
	watched := false
	for _, known := range f.notify.WatchList() {
		if in(known) {
			watched = true
			_ = f.notify.Remove(known) // it may be gone already
		}
	}
	if !watched {
		return
	}
	for _, root := range f.roots() {
		if !in(root) {
			continue
		}
		if f.single[root] {
			f.note(root)
		}
		f.fail(f.near(root))
	}
	if f.skips(folder) {
		return
	}
	for path := range f.seen {
		if in(path) {
			f.news.add(path, time.Now())
			delete(f.seen, path)
		}
	}
}

// limited tells which setting of the kernel bounds what can be watched.
func limited(folder string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("watch %s: the kernel watches no more folders for you; raise the limit with `sudo sysctl fs.inotify.max_user_watches=524288`, or ignore folders in develop.watch", folder)
	case errors.Is(err, syscall.EMFILE):
		return errors.New("watch files: the kernel lets no more programs of yours watch; raise the limit with `sudo sysctl fs.inotify.max_user_instances=512`")
	case err != nil:
		return fmt.Errorf("watch %s: %w", folder, err)
	}
	return nil
}
