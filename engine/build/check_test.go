package build

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tree writes files, by slash-separated path, into a new folder; "-> target" as text makes a link.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		if target, ok := strings.CutPrefix(text, "-> "); ok {
			must(t, os.Symlink(target, path))
			continue
		}
		must(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestCheckAcceptsWhatCanBeBuilt(t *testing.T) {
	outside := filepath.Join(tree(t, map[string]string{"Other": "FROM scratch\n"}), "Other")
	dir := tree(t, map[string]string{"Dockerfile": "FROM scratch\n", "sub/D": "FROM scratch\n", "link": "-> sub/D",
		".dockerignore": "*\n!sub\n"})
	linked := filepath.Join(t.TempDir(), "root")
	must(t, os.Symlink(dir, linked))
	empty := t.TempDir()
	for name, spec := range map[string]Spec{
		"default name":              {Context: dir},
		"named":                     {Context: dir, Dockerfile: "sub/D"},
		"a link":                    {Context: dir, Dockerfile: "link"},
		"outside of the context":    {Context: dir, Dockerfile: outside},
		"root is a link":            {Context: linked},
		"inline":                    {Context: empty, DockerfileInline: "FROM scratch\n"},
		"git":                       {Context: "https://example.com/repo.git#main"},
		"git with a dockerfile":     {Context: "git@example.com:repo.git", Dockerfile: "sub/D"},
		"git and a dockerfile here": {Context: "ssh://example.com/repo.git", Dockerfile: outside},
	} {
		t.Run(name, func(t *testing.T) {
			for _, wrong := range Check(spec) {
				t.Error(wrong)
			}
		})
	}
}

func TestCheckSaysWhatIsMissing(t *testing.T) {
	dir := tree(t, map[string]string{"Dockerfile": "FROM scratch\n", "file": "", "sub/x": "", "dangling": "-> nowhere",
		"bad/Dockerfile": "FROM scratch\n", "bad/.dockerignore": "[a-\n"})
	in := func(parts ...string) string { return filepath.Join(append([]string{dir}, parts...)...) }
	for name, c := range map[string]struct {
		spec      Spec
		attribute string
		path      string
		words     []string
	}{
		"no context":          {Spec{Context: in("gone")}, "context", in("gone"), []string{"does not exist", "create the folder"}},
		"context is a file":   {Spec{Context: in("file")}, "context", in("file"), []string{"not a folder"}},
		"context is empty":    {Spec{}, "context", "", []string{"neither an absolute folder nor a URL"}},
		"context is relative": {Spec{Context: "sub"}, "context", "sub", []string{`"sub"`}},
		"no Dockerfile":       {Spec{Context: in("sub")}, "dockerfile", in("sub", "Dockerfile"), []string{"does not exist", "build.dockerfile"}},
		"no such name":        {Spec{Context: dir, Dockerfile: "D.prod"}, "dockerfile", in("D.prod"), []string{"does not exist"}},
		"a folder":            {Spec{Context: dir, Dockerfile: "sub"}, "dockerfile", in("sub"), []string{"is not a file"}},
		"a dangling link":     {Spec{Context: dir, Dockerfile: "dangling"}, "dockerfile", in("dangling"), []string{"does not exist"}},
		"both kinds":          {Spec{Context: dir, Dockerfile: "x", DockerfileInline: "y"}, "dockerfile_inline", "", []string{"keep one"}},
		"bad ignore file":     {Spec{Context: in("bad")}, "context", in("bad"), []string{".dockerignore", "correct"}},
		"gone beside git":     {Spec{Context: "git://example.com/r", Dockerfile: in("gone")}, "dockerfile", in("gone"), []string{"does not exist"}},
	} {
		t.Run(name, func(t *testing.T) {
			all := Check(c.spec)
			if len(all) != 1 {
				t.Fatalf("got %v, want one InputError", all)
			}
			got := all[0]
			if got.Attribute != c.attribute || got.Path != c.path {
				t.Errorf("got attribute %q of path %q, want %q of %q", got.Attribute, got.Path, c.attribute, c.path)
			}
			for _, word := range append(c.words, "; ") {
				if !strings.Contains(got.Error(), word) {
					t.Errorf("%q lacks %q", got.Error(), word)
				}
			}
		})
	}
}

func TestBuildSendsNothingWithoutItsInput(t *testing.T) {
	cli := engineAt(t, "tcp://"+closedPort(t), "1.41")
	_, err := Build(t.Context(), cli, Spec{Context: "/nowhere/at/all"}, Auto, nil)
	var input *InputError
	if !errors.As(err, &input) {
		t.Fatalf("got %v, want an InputError from an engine that is not there", err)
	}
}

// closedPort is an address where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}
