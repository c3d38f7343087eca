package engine

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gocompose/compose"
)

func TestBakeNamesSecretsAndKeysButNoContent(t *testing.T) {
	dir := t.TempDir()
	file := `
services:
  web:
    build: {context: ., secrets: [token, {source: key, target: as}, here], ssh: [default, "mine=/keys/a"]}
secrets:
  token: {environment: TOKEN}
  key: {file: ./key}
  here: {file: ./here}
`
	if err := os.WriteFile(filepath.Join(dir, "compose.yaml"), []byte(file), 0o644); err != nil {
		t.Fatal(err)
	}
	p, problems := compose.Load(compose.Options{Dir: dir, Environ: []string{"TOKEN=t0p"}})
	if p == nil {
		t.Fatal(problems)
	}
	got := NewBake(p, []*compose.Service{p.Services["web"]}, BakeOptions{}).Target["web"]
	want := []string{"id=as,type=file,src=" + filepath.Join(dir, "key"), "id=here,type=file,src=" + filepath.Join(dir, "here"), "id=token,type=env,env=TOKEN"}
	if !slices.Equal(got.Secrets, want) {
		t.Errorf("%q, not %q", got.Secrets, want)
	}
	if want := []string{"default", "mine=/keys/a"}; !slices.Equal(got.SSH, want) {
		t.Errorf("%q, not %q", got.SSH, want)
	}
}

// TestBakeHasWhatItTakes builds on another service, by its target.
func TestBakeHasWhatItTakes(t *testing.T) {
	b := newBench(t, `
services:
  app: {build: {context: ., additional_contexts: {base: "service:base"}}}
  base: {image: shop-base, build: .}
`)
	got := NewBake(b.project, []*compose.Service{b.project.Services["app"]}, BakeOptions{})
	if want := []string{"app"}; !slices.Equal(got.Group["default"].Targets, want) {
		t.Errorf("%q", got.Group["default"].Targets)
	}
	if want := (map[string]string{"base": "target:base"}); !maps.Equal(got.Target["app"].Contexts, want) {
		t.Errorf("%v", got.Target["app"].Contexts)
	}
	if got := got.Target["base"].Tags; !slices.Equal(got, []string{"shop-base"}) {
		t.Errorf("%q", got)
	}
}
