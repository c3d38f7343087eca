package oracle

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gocompose/compose"
)

// TestCorpus compares on a folder of public Compose projects, one a subfolder,
// where there is one beside the checkout: with no profile, and with all of them.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("../../../shared/corpus/*/*/compose.y*ml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		dir, err := filepath.Abs(filepath.Dir(file))
		if err != nil {
			t.Fatal(err)
		}
		for _, profiles := range [][]string{nil, {"*"}} {
			e := example{Options: compose.Options{Dir: dir, Profiles: profiles, Environ: []string{"HOME=" + os.TempDir()}}}
			t.Run(filepath.Base(dir)+strings.Join(profiles, ""), func(t *testing.T) { compare(t, e) })
		}
	}
}
