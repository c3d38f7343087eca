package oracle

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gocompose/compose"
)

// TestCorpus compares on a folder of public Compose projects, one a subfolder,
// where there is one beside the checkout. What is not supported yet is left out.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("../../../shared/corpus/*/*/compose.y*ml")
	if err != nil {
		t.Fatal(err)
	}
	loaded := 0
	for _, file := range files {
		dir, err := filepath.Abs(filepath.Dir(file))
		if err != nil {
			t.Fatal(err)
		}
		e := example{Options: compose.Options{Dir: dir, Environ: []string{"HOME=" + os.TempDir()}}}
		project, problems := compose.Load(e.Options)
		if project == nil {
			for _, d := range problems.Errors() {
				if !strings.Contains(d.Summary, "not supported yet") {
					t.Errorf("%s: %v", filepath.Base(dir), d)
				}
			}
			t.Logf("%s: %s", filepath.Base(dir), problems.Errors().Error())
			continue
		}
		loaded++
		t.Run(filepath.Base(dir), func(t *testing.T) { compare(t, e) })
	}
	t.Logf("%d of %d projects load", loaded, len(files))
}
