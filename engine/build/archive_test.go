package build

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tonistiigi/fsutil"
)

// sent is what the classic builder would get: the entries of the tar by name, and the Dockerfile's name.
func sent(t *testing.T, spec Spec) (map[string]*tar.Header, map[string]string, string) {
	t.Helper()
	src, err := locate(spec)
	must(t, err)
	files, name, err := src.archive()
	must(t, err)
	var buf bytes.Buffer
	must(t, fsutil.WriteTar(t.Context(), files, &buf))
	headers, texts := map[string]*tar.Header{}, map[string]string{}
	reader := tar.NewReader(&buf)
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return headers, texts, name
		}
		must(t, err)
		data, err := io.ReadAll(reader)
		must(t, err)
		headers[header.Name], texts[header.Name] = header, string(data)
	}
}

func names(headers map[string]*tar.Header) []string {
	var out []string
	for name := range headers {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func TestIgnoreFiles(t *testing.T) {
	const from = "FROM scratch\n"
	for name, c := range map[string]struct {
		files      map[string]string
		dockerfile string
		want       []string
	}{
		"none": {
			map[string]string{"Dockerfile": from, "a": "", "d/b": ""}, "",
			[]string{"Dockerfile", "a", "d/", "d/b"}},
		"names, folders and wildcards": {
			map[string]string{"Dockerfile": from, ".dockerignore": "# no\n/a\n\nd/\n**/*.log\n", "a": "", "d/b": "", "e/x.log": "", "e/x": ""}, "",
			[]string{".dockerignore", "Dockerfile", "e/", "e/x"}},
		"an exception brings its folder back": {
			map[string]string{"Dockerfile": from, ".dockerignore": "*\n!src/keep\n", "a": "", "src/keep": "", "src/drop": ""}, "",
			[]string{".dockerignore", "Dockerfile", "src/", "src/keep"}},
		"the later pattern wins": {
			map[string]string{"Dockerfile": from, ".dockerignore": "!a\n*\n", "a": ""}, "",
			[]string{".dockerignore", "Dockerfile"}},
		"the Dockerfile's own comes first": {
			map[string]string{"sub/D": from, "sub/D.dockerignore": "a\n", ".dockerignore": "b\n", "a": "", "b": ""}, "sub/D",
			[]string{".dockerignore", "b", "sub/", "sub/D", "sub/D.dockerignore"}},
		"an empty one of its own is one": {
			map[string]string{"D": from, "D.dockerignore": "", ".dockerignore": "b\n", "b": ""}, "D",
			[]string{".dockerignore", "D", "D.dockerignore", "b"}},
		"a hidden Dockerfile is sent all the same": {
			map[string]string{"sub/D": from, "sub/x": "", ".dockerignore": "sub\n.dockerignore\n"}, "sub/D",
			[]string{".dockerignore", "sub/", "sub/D"}},
	} {
		t.Run(name, func(t *testing.T) {
			headers, _, _ := sent(t, Spec{Context: tree(t, c.files), Dockerfile: c.dockerfile})
			if got := names(headers); !slices.Equal(got, c.want) {
				t.Errorf("sent %q, want %q", got, c.want)
			}
		})
	}
}

func TestContextIsSentAsItLies(t *testing.T) {
	secret := filepath.Join(tree(t, map[string]string{"secret": "s"}), "secret")
	dir := tree(t, map[string]string{"Dockerfile": "FROM scratch\n", "file": "text", "inner": "-> file",
		"away": "-> " + secret, "up": "-> ../..", "dangling": "-> gone"})
	must(t, os.Link(filepath.Join(dir, "file"), filepath.Join(dir, "twin")))
	must(t, os.Chmod(filepath.Join(dir, "file"), 0o750))
	socket, err := net.Listen("unix", filepath.Join(dir, "sock"))
	must(t, err)
	defer socket.Close()
	if os.Geteuid() == 0 {
		must(t, os.Chown(filepath.Join(dir, "file"), 1234, 1234))
	}
	linked := filepath.Join(t.TempDir(), "root")
	must(t, os.Symlink(dir, linked))

	headers, texts, name := sent(t, Spec{Context: linked})
	if name != "Dockerfile" {
		t.Errorf("the Dockerfile is called %q", name)
	}
	if got, want := names(headers), []string{"Dockerfile", "away", "dangling", "file", "inner", "twin", "up"}; !slices.Equal(got, want) {
		t.Fatalf("sent %q, want %q", got, want)
	}
	for link, target := range map[string]string{"inner": "file", "away": secret, "up": "../..", "dangling": "gone"} {
		if h := headers[link]; h.Typeflag != tar.TypeSymlink || h.Linkname != target || texts[link] != "" {
			t.Errorf("%s is type %c to %q with text %q, want a link to %q", link, h.Typeflag, h.Linkname, texts[link], target)
		}
	}
	if h := headers["file"]; texts["file"] != "text" || h.Uid != 0 || h.Gid != 0 || h.FileInfo().Mode().Perm() != 0o750 {
		t.Errorf("file is %q of %d:%d, mode %v", texts["file"], h.Uid, h.Gid, h.FileInfo().Mode())
	}
	if h := headers["twin"]; h.Typeflag != tar.TypeLink || h.Linkname != "file" {
		t.Errorf("twin is type %c to %q, want a hard link to file", h.Typeflag, h.Linkname)
	}
}

func TestHardLinkToAnIgnoredFileIsAFile(t *testing.T) {
	dir := tree(t, map[string]string{"Dockerfile": "FROM scratch\n", ".dockerignore": "a\n", "a": "text"})
	must(t, os.Link(filepath.Join(dir, "a"), filepath.Join(dir, "b")))
	headers, texts, _ := sent(t, Spec{Context: dir})
	if headers["a"] != nil || headers["b"].Typeflag != tar.TypeReg || texts["b"] != "text" {
		t.Errorf("sent %q, b is type %c with %q", names(headers), headers["b"].Typeflag, texts["b"])
	}
}

func TestDockerfileFromElsewhere(t *testing.T) {
	const text = "FROM scratch\nCOPY . /\n"
	outside := tree(t, map[string]string{"D": text, "own": text, "own.dockerignore": "b\n"})
	for name, c := range map[string]struct {
		spec   Spec
		files  map[string]string
		sent   []string
		ignore string
	}{
		"outside": {
			Spec{Dockerfile: filepath.Join(outside, "D")}, map[string]string{"a": ""},
			[]string{"a"}, "\nNAME\n.dockerignore\n"},
		"outside, beside one inside": {
			Spec{Dockerfile: filepath.Join(outside, "D")}, map[string]string{"D": "FROM other\n"},
			[]string{"D"}, "\nNAME\n.dockerignore\n"},
		"outside, with the context's ignore file": {
			Spec{Dockerfile: filepath.Join(outside, "D")}, map[string]string{"a": "", "b": "", ".dockerignore": "a"},
			[]string{"b"}, "a\nNAME\n"},
		"outside, with its own ignore file": {
			Spec{Dockerfile: filepath.Join(outside, "own")}, map[string]string{"a": "", "b": "", ".dockerignore": "a"},
			[]string{"a"}, "b\n\nNAME\n"},
		"a link that leads outside": {
			Spec{Dockerfile: "D"}, map[string]string{"D": "-> " + filepath.Join(outside, "D")},
			[]string{"D"}, "\nNAME\n.dockerignore\n"},
		"inline": {
			Spec{DockerfileInline: text}, map[string]string{"Dockerfile": "FROM other\n", "Dockerfile.dockerignore": "a\n", "a": ""},
			[]string{"Dockerfile", "Dockerfile.dockerignore", "a"}, "\nNAME\n.dockerignore\n"},
	} {
		t.Run(name, func(t *testing.T) {
			c.spec.Context = tree(t, c.files)
			headers, texts, dockerfile := sent(t, c.spec)
			if texts[dockerfile] != text {
				t.Errorf("%s holds %q, want %q", dockerfile, texts[dockerfile], text)
			}
			want := append(c.sent, dockerfile, ".dockerignore")
			slices.Sort(want)
			if got := names(headers); !slices.Equal(got, want) {
				t.Errorf("sent %q, want %q", got, want)
			}
			if got := strings.ReplaceAll(texts[".dockerignore"], dockerfile, "NAME"); got != c.ignore {
				t.Errorf("the ignore file is %q, want %q", got, c.ignore)
			}
		})
	}
}

func TestDockerfileByALinkInside(t *testing.T) {
	dir := tree(t, map[string]string{"D": "-> sub/real", "sub/real": "FROM scratch\n", ".dockerignore": "sub\n"})
	headers, _, name := sent(t, Spec{Context: dir, Dockerfile: "D"})
	if name != "sub/real" || headers["sub/real"] == nil {
		t.Errorf("the Dockerfile is %q of %q", name, names(headers))
	}
}

func TestSameDockerfileHasTheSameName(t *testing.T) {
	dir := t.TempDir()
	_, _, first := sent(t, Spec{Context: dir, DockerfileInline: "FROM scratch\n"})
	_, _, again := sent(t, Spec{Context: dir, DockerfileInline: "FROM scratch\n"})
	_, _, other := sent(t, Spec{Context: dir, DockerfileInline: "FROM debian\n"})
	if first != again || first == other {
		t.Errorf("names are %q, %q and for another text %q", first, again, other)
	}
}
