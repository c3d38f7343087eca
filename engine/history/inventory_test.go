package history

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestInventory(t *testing.T) {
	state := t.TempDir()
	getenv := func(name string) string { return map[string]string{"XDG_STATE_HOME": state}[name] }
	folder := filepath.Join(state, "gocompose")
	if all, err := Inventory(folder, "here"); all != nil || err != nil {
		t.Errorf("of nothing: %v, %v", all, err)
	}
	last := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	for _, project := range []string{"shop", "blog"} {
		l, err := Open(getenv, map[string]string{"shop": "here", "blog": "there"}[project], project)
		if err != nil {
			t.Fatal(err)
		}
		for n := 1; n < 3; n++ {
			if err := l.Add(Version{Number: n, Time: last}, []byte("name: "+project+"\nservices: {}\n")); err != nil {
				t.Fatal(err)
			}
		}
	}
	shop := filepath.Join(folder, "history", nameOf("here", "shop"))
	for _, name := range []string{"0007.yaml", "next-1"} {
		if err := os.WriteFile(filepath.Join(shop, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	all, err := Inventory(folder, "here")
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	for _, r := range all {
		if r.Project == "blog" && (r.Host != "" || r.Versions != 2) {
			t.Errorf("of another engine: %+v", r)
		}
		if r.Project == "shop" && (r.Host != "here" || r.Versions != 2 || !r.Last.Equal(last) || !slices.Equal(r.Broken, []string{filepath.Join(shop, "0007.yaml")}) || len(r.Unfinished) != 1) {
			t.Errorf("of this engine: %+v", r)
		}
	}
}
