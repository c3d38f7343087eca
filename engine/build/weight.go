package build

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/docker/go-units"
	"github.com/tonistiigi/fsutil"
)

// heavy is from how many bytes on what a build is sent is worth a word: most of
// it is not meant.
const heavy = 500 * units.MB

// weight counts the bytes that a build is sent of each folder and file at the
// root of its contexts.
type weight struct {
	mu sync.Mutex
	of map[string]int64
}

func (w *weight) add(name string, n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.of == nil {
		w.of = map[string]int64{}
	}
	w.of[name] += int64(n)
}

// advice names the largest where there is much of it; else it is empty.
func (w *weight) advice() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var total int64
	for _, n := range w.of {
		total += n
	}
	if total < heavy {
		return ""
	}
	names := slices.SortedFunc(maps.Keys(w.of), func(a, b string) int { return int(w.of[b] - w.of[a]) })
	var largest []string
	for _, name := range names[:min(5, len(names))] {
		largest = append(largest, name+" "+units.HumanSize(float64(w.of[name])))
	}
	return fmt.Sprintf("the build was sent %s of its context: %s; list what it does not need in .dockerignore",
		units.HumanSize(float64(total)), strings.Join(largest, ", "))
}

// weighed is files whose bytes count as they are read.
type weighed struct {
	fsutil.FS
	*weight
}

func (w weighed) Open(path string) (io.ReadCloser, error) {
	file, err := w.FS.Open(path)
	if err != nil {
		return nil, err
	}
	name, _, _ := strings.Cut(path, "/")
	return weighedFile{file, func(n int) { w.add(name, n) }}, nil
}

type weighedFile struct {
	io.ReadCloser
	add func(n int)
}

func (f weighedFile) Read(into []byte) (int, error) {
	n, err := f.ReadCloser.Read(into)
	f.add(n)
	return n, err
}
