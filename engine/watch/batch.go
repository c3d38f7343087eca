package watch

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"syscall"
	"time"
)

const (
	quiet    = 100 * time.Millisecond // without news, after which a burst of changes is over
	patience = time.Second            // after which a burst that does not end is told of all the same
)

// Batch is the paths of a burst of changes: an editor's save or a checkout
// is one. The zero Batch is empty.
type Batch struct {
	paths       map[string]bool
	first, last time.Time
}

func (b *Batch) add(path string, now time.Time) {
	if len(b.paths) == 0 {
		b.paths, b.first = map[string]bool{}, now
	}
	b.paths[path], b.last = true, now
}

// due gives when the batch is to be told of; zero where it is empty.
func (b *Batch) due() time.Time {
	if len(b.paths) == 0 {
		return time.Time{}
	}
	settled, latest := b.last.Add(quiet), b.first.Add(patience)
	if latest.Before(settled) {
		return latest
	}
	return settled
}

// Changes gives the batch, sorted by path, with what is there now.
func (b Batch) Changes() []Change { return Now(b.paths) }

// Now gives paths, sorted, with what is there now. Pipes, sockets and devices
// are nothing to anybody.
func Now(paths map[string]bool) []Change {
	out := make([]Change, 0, len(paths))
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		info, err := os.Lstat(path)
		if err == nil && info.Mode().Type()&^(fs.ModeDir|fs.ModeSymlink) != 0 {
			continue
		}
		out = append(out, Change{Path: path, Gone: Vanished(err)})
	}
	return out
}

// Vanished tells from the error of a look at a path that nothing is there, be it
// that a file has taken the place of a folder above it.
func Vanished(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}
