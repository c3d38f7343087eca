package compose

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNormalName(t *testing.T) {
	for text, want := range map[string]string{
		"shop": "shop", "My Shop": "myshop", "a.b/c": "abc", "_-x_-": "x_-", "1st": "1st", "é": "", "___": "", "": "", "ÀB": "b",
	} {
		if got := normalName(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestNameOfLinkedFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "real", "compose.yaml"), "services: {web: {image: a}}\n")
	if err := os.Symlink("real", filepath.Join(dir, "Linked")); err != nil {
		t.Fatal(err)
	}
	p, problems := Load(Options{Dir: filepath.Join(dir, "Linked")})
	if p == nil || p.Name != "linked" {
		t.Fatal(p, problems.Error())
	}
	if len(problems) != 1 || !strings.Contains(problems[0].Summary, "after a link") {
		t.Error(problems.Error())
	}
	if p, problems = Load(Options{Dir: filepath.Join(dir, "real")}); p == nil || len(problems) > 0 {
		t.Error(problems.Error())
	}
}
