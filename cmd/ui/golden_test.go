package ui

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

// tidy holds what every renderer promises: no line is wider than the window,
// and without colour there are no control characters.
func tidy(t *testing.T, got string, style Style) {
	t.Helper()
	for line := range strings.SplitSeq(got, "\n") {
		if style.Width > 0 && ansi.StringWidth(line) > style.Width {
			t.Fatalf("a line of %d columns in a window of %d: %q", ansi.StringWidth(line), style.Width, line)
		}
		if !style.Colour && strings.ContainsFunc(line, hidden) {
			t.Fatalf("control characters in %q", line)
		}
	}
}

// anyStyle gives styles of every width down to a window of one column.
func anyStyle() []Style {
	styles := []Style{{}, {Width: -1}, {Colour: true}}
	for w := 1; w < 130; w++ {
		styles = append(styles, Style{Width: w}, Style{Width: w, Colour: true})
	}
	return styles
}
