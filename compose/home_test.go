package compose

import (
	"os"
	"path/filepath"
	"testing"
)

func TestHome(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	real, link := filepath.Join(dir, "shop"), filepath.Join(dir, "link")
	write(t, filepath.Join(real, "compose.yaml"), "services: {web: {image: a}}\n")
	if err := os.Symlink("shop", link); err != nil {
		t.Fatal(err)
	}
	p, problems := Load(Options{Dir: link})
	if p == nil {
		t.Fatal(problems.Error())
	}
	for name, c := range map[string]struct {
		home              Home
		shares, elsewhere bool
	}{
		"by the link":      {HomeOf(link, []string{filepath.Join(link, "compose.yaml")}), true, false},
		"a file more":      {HomeOf(real, []string{filepath.Join(real, "gone.yaml"), filepath.Join(real, "compose.yaml")}), true, false},
		"other files":      {HomeOf(real, []string{filepath.Join(real, "other.yaml")}), false, false},
		"other folder":     {HomeOf(dir, []string{filepath.Join(real, "compose.yaml")}), false, true},
		"not here at all":  {HomeOf("/nowhere/shop", []string{"/nowhere/shop/compose.yaml"}), false, true},
		"nothing is known": {Home{}, false, false},
	} {
		if p.Home.Shares(c.home) != c.shares || p.Home.Elsewhere(c.home) != c.elsewhere {
			t.Errorf("%s: shares %t, elsewhere %t", name, p.Home.Shares(c.home), p.Home.Elsewhere(c.home))
		}
	}
}

func TestNameIsDerived(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "compose.yaml"), "services: {web: {image: a}}\n")
	write(t, filepath.Join(dir, "named.yaml"), "name: shop\nservices: {web: {image: a}}\n")
	for name, c := range map[string]struct {
		options Options
		derived bool
	}{
		"folder":               {Options{}, true},
		"-p":                   {Options{Name: "shop"}, false},
		"COMPOSE_PROJECT_NAME": {Options{Environ: []string{"COMPOSE_PROJECT_NAME=shop"}}, false},
		"name:":                {Options{Files: []string{"named.yaml"}}, false},
	} {
		c.options.Dir = dir
		if p, problems := Load(c.options); p == nil || p.Derived != c.derived {
			t.Errorf("%s: %v", name, problems)
		}
	}
}
