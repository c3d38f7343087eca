package compose

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// FuzzFiles wants of a file, one on top of it and the env files beside them
// what FuzzLoad wants of one file, and that a file which says nothing changes
// nothing. The second file is what the first may include or extend from, too.
func FuzzFiles(f *testing.F) {
	bases, _ := filepath.Glob("testdata/*/compose.yaml")
	for _, name := range bases {
		base, over, dotenv, env := file(f, name), "", "", ""
		for _, other := range []string{"compose.override.yaml", "override.yaml", "over.yaml"} {
			over += file(f, filepath.Join(filepath.Dir(name), other))
		}
		for path, text := range map[string]*string{".env": &dotenv, "a.env": &env} {
			*text = file(f, filepath.Join(filepath.Dir(name), path))
		}
		f.Add(base, over, dotenv, env)
	}
	f.Add("include: [over.yaml]\n", "services: {a: {image: $I, env_file: a.env}}\n", "I=x", "A=1\nB")
	f.Add("services: {a: {extends: {file: over.yaml, service: b}, ports: [80]}}\n", "services: {b: {image: x, ports: [81]}}\n", "", "")
	dir := f.TempDir()
	writeFile(f, dir, "nothing.yaml", "{}\n")
	f.Fuzz(func(t *testing.T, base, over, dotenv, env string) {
		files := map[string][]byte{}
		for name, text := range map[string]string{"compose.yaml": base, "over.yaml": over, ".env": dotenv, "a.env": env} {
			writeFile(t, dir, name, text)
			files[name] = []byte(text)
		}
		o := Options{Dir: dir, Name: "fuzz", Profiles: []string{"*"}, Environ: []string{"HOME=/home/user", "SET=value"}, Files: []string{"compose.yaml"}}
		alone, problems := Load(o)
		placesInside(t, files, placesOf(alone, problems))
		o.Files = []string{"compose.yaml", "nothing.yaml"}
		if project, problems := Load(o); alone != nil && !bytes.Equal(jsonOf(t, project), jsonOf(t, alone)) {
			t.Errorf("with nothing on top\n%s%s\nwithout\n%s", problems.Error(), jsonOf(t, project), jsonOf(t, alone))
		}
		o.Files = []string{"compose.yaml", "over.yaml"}
		both, problems := Load(o)
		placesInside(t, files, placesOf(both, problems))
		if both != nil {
			loadsAgain(t, both)
		}
	})
}

// file gives a file's text, "" where there is none.
func file(tb testing.TB, path string) string {
	tb.Helper()
	src, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		tb.Fatal(err)
	}
	return string(src)
}

func writeFile(tb testing.TB, dir, name, text string) {
	tb.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
}

// jsonOf is nil for a project that did not load.
func jsonOf(t *testing.T, p *Project) []byte {
	t.Helper()
	if p == nil {
		return nil
	}
	out, err := p.CanonicalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return out
}
