package build

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tonistiigi/fsutil"
)

// The files are sparse: they take no room on the disk.
func TestHeavyContextIsToldWithItsLargest(t *testing.T) {
	dir := t.TempDir()
	for name, size := range map[string]int64{"dump.sql": 450 * 1000 * 1000, "vendor/lib/a": 60 * 1000 * 1000, "vendor/b": 1000 * 1000, "main.go": 1} {
		path := filepath.Join(dir, name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, nil, 0o644))
		must(t, os.Truncate(path, size))
	}
	files, err := contextFS(dir, nil)
	must(t, err)
	var w weight
	must(t, fsutil.WriteTar(t.Context(), weighed{files, &w}, io.Discard))
	want := "the build was sent 511MB of its context: dump.sql 450MB, vendor 61MB, main.go 1B; "
	if got := w.advice(); !strings.HasPrefix(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

func TestLightContextIsNotTold(t *testing.T) {
	var w weight
	w.add("a", heavy-1)
	if got := w.advice(); got != "" {
		t.Error(got)
	}
}
