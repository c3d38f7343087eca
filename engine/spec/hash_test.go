package spec_test

import (
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"gocompose/compose"
	"gocompose/engine/spec"
)

// load writes the files of an archive into a folder and loads them.
func load(t *testing.T, a *txtar.Archive) (p *compose.Project, dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, f := range a.Files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p, problems := compose.Load(compose.Options{Dir: dir, Name: name(a), Environ: []string{"HOME=/home/user"}})
	if p == nil {
		t.Fatal(problems)
	}
	return p, dir
}

// name gives the project's name that an archive's comment has behind -p.
func name(a *txtar.Archive) string {
	_, rest, ok := strings.Cut(string(a.Comment), "-p ")
	if !ok {
		return ""
	}
	return strings.Fields(rest)[0]
}

// archives gives the archives of a folder of testdata, at least as many as given.
func archives(t *testing.T, folder string, least int) map[string]*txtar.Archive {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	if err != nil || len(paths) < least {
		t.Fatalf("%d archives, %v", len(paths), err)
	}
	out := map[string]*txtar.Archive{}
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out[strings.TrimSuffix(filepath.Base(path), ".txtar")] = a
	}
	return out
}

// part gives a file of an archive.
func part(t *testing.T, a *txtar.Archive, name string) []byte {
	t.Helper()
	i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("there is no %s", name)
	}
	return a.Files[i].Data
}

// TestHash compares the config hashes with those in the file "want" of each
// archive, which were computed from compose-go's types by docker compose's
// recipe; those of the archive "reference" are docker compose's own labels.
// They are never to be written anew from what this package computes.
func TestHash(t *testing.T) {
	for name, a := range archives(t, "hash", 16) {
		t.Run(name, func(t *testing.T) {
			p, _ := load(t, a)
			var got strings.Builder
			for _, name := range p.ServiceNames() {
				fmt.Fprintln(&got, "service", name, spec.ServiceHash(p.Services[name]))
			}
			for _, key := range p.NetworkKeys() {
				fmt.Fprintln(&got, "network", key, spec.NetworkHash(p.Networks[key]))
			}
			for _, key := range p.VolumeKeys() {
				fmt.Fprintln(&got, "volume", key, spec.VolumeHash(p.Volumes[key]))
			}
			want := string(part(t, a, "want"))
			if got.String() != want {
				t.Errorf("--- want\n%s--- got\n%s", want, got.String())
			}
		})
	}
}

// TestHashKeepsService makes sure that hashing leaves what it leaves out in the service.
func TestHashKeepsService(t *testing.T) {
	p, _ := load(t, archives(t, "hash", 16)["dropped"])
	before := *p.Services["replicas"].Deploy
	spec.ServiceHash(p.Services["replicas"])
	if after := p.Services["replicas"].Deploy; after.Replicas == nil || *after.Replicas != *before.Replicas {
		t.Errorf("replicas are %v", after.Replicas)
	}
	if v := p.Services["build"]; v.Build == nil || v.PullPolicy == "" {
		t.Error("build is gone")
	}
}

// digests loads one service and gives its digests.
func digests(t *testing.T, service string) map[string]string {
	t.Helper()
	text := "name: shop\nservices:\n  web: " + service + "\n"
	p, problems := compose.Load(compose.Options{Files: []string{"-"}, Stdin: strings.NewReader(text), Dir: "/srv/shop"})
	if p == nil {
		t.Fatal(problems)
	}
	return spec.Digests(p.Services["web"])
}

// TestHashFoldsLabelFiles: where labels stand is nothing that a container knows.
func TestHashFoldsLabelFiles(t *testing.T) {
	here, _ := load(t, txtar.Parse([]byte("-- compose.yaml --\nname: p\nservices: {web: {image: i, labels: {a: b}}}\n")))
	there, _ := load(t, txtar.Parse([]byte("-- compose.yaml --\nname: p\nservices: {web: {image: i, label_file: file}}\n-- file --\na=b\n")))
	if a, b := spec.ServiceHash(here.Services["web"]), spec.ServiceHash(there.Services["web"]); a != b {
		t.Errorf("%s with labels, %s with a label_file", a, b)
	}
}

func TestDigests(t *testing.T) {
	for _, c := range []struct {
		service string
		want    string
	}{
		{`{image: nginx}`, "image networks"},
		{`{image: nginx, command: []}`, "command image networks"},
		{`{image: nginx, entrypoint: ""}`, "entrypoint image networks"},
		{`{image: nginx, environment: {A: b, C: }}`, "environment.A environment.C image networks"},
		{`{image: nginx, labels: {a.b: c, d: ""}}`, "image labels.a.b labels.d networks"},
		{`{image: nginx, scale: 2, depends_on: [], profiles: [], pull_policy: always, x-own: 1}`, "image networks"},
		{`{image: nginx, deploy: {replicas: 2}}`, "deploy image networks"},
		{`{image: nginx, init: false, tty: false}`, "image init networks"},
	} {
		got := digests(t, c.service)
		if names := strings.Join(slices.Sorted(maps.Keys(got)), " "); names != c.want {
			t.Errorf("%s: %s, not %s", c.service, names, c.want)
		}
		for name, d := range got {
			raw, err := hex.DecodeString(d)
			if secret := strings.HasPrefix(name, "environment."); err != nil || secret != (len(raw) == 0) || !secret && len(raw) != 4 {
				t.Errorf("%s: the digest of %s is %q", c.service, name, d)
			}
		}
	}
}

// TestDigestsTell changes one attribute at a time: its digest changes and no other.
func TestDigestsTell(t *testing.T) {
	base := `{image: nginx, command: serve, user: www, labels: {a: b}, ports: ["80"], healthcheck: {test: "true"}}`
	for name, service := range map[string]string{
		"image":       strings.Replace(base, "nginx", "nginx:2", 1),
		"command":     strings.Replace(base, "serve", "serve -x", 1),
		"user":        strings.Replace(base, "www", "root", 1),
		"labels.a":    strings.Replace(base, "a: b", "a: c", 1),
		"ports":       strings.Replace(base, `"80"`, `"81"`, 1),
		"healthcheck": strings.Replace(base, `"true"`, `"false"`, 1),
	} {
		old, new := digests(t, base), digests(t, service)
		for k := range old {
			if (old[k] != new[k]) != (k == name) {
				t.Errorf("%s: the digest of %s is %s, was %s", name, k, new[k], old[k])
			}
		}
	}
}

// TestRecipe compares the digests with the labels that containers have had from
// the first day of their recipe on.
func TestRecipe(t *testing.T) {
	a := archives(t, "recipe", 1)["v1"]
	p, _ := load(t, a)
	recorded := map[string]string{}
	for line := range strings.Lines(string(part(t, a, "want"))) {
		name, label, _ := strings.Cut(strings.TrimSpace(line), " ")
		recorded[name] = label
	}
	for _, name := range p.ServiceNames() {
		if got := spec.DigestsLabel(spec.Digests(p.Services[name])); got != "v1;"+recorded[name] {
			t.Errorf("service %s: the digests are others than recipe v1 gave; the recipe takes a new version\n%s\n%s", name, got, recorded[name])
		}
	}
}

func TestDigestsLabel(t *testing.T) {
	want := map[string]string{"image": "01234567", "environment.A": ""}
	const object = `{"environment.A":"","image":"01234567"}`
	label := spec.DigestsLabel(want)
	if label != "v1;"+object {
		t.Errorf("the label is %s", label)
	}
	for _, text := range []string{label, object} { // the first labels had no version
		if got := spec.ParseDigestsLabel(text); !maps.Equal(got, want) {
			t.Errorf("%s is read back as %v", text, got)
		}
	}
	if got := spec.ParseDigestsLabel("{}"); got == nil || len(got) != 0 {
		t.Errorf("{}: %#v", got)
	}
	for _, bad := range []string{"", "null", "[]", "{", `{"a":1}`, `"a"`, "image=1", `{"a":"b"} x`, "v1;", "v0;{}", "v2;{}", "v1;v1;{}", ";{}"} {
		if got := spec.ParseDigestsLabel(bad); got != nil {
			t.Errorf("%q: %#v", bad, got)
		}
	}
}
