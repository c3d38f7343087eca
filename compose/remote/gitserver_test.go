package remote_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"gocompose/compose/remote"
)

// gitServer is git's own server, over HTTP, with one repository.
type gitServer struct {
	t        *testing.T
	url      string // of the repository
	dir      string // which is bare
	requests atomic.Int64
}

func newGitServer(t *testing.T, initArgs ...string) *gitServer {
	t.Helper()
	apart(t)
	root := t.TempDir()
	s := &gitServer{t: t, dir: filepath.Join(root, "repo.git")}
	s.run("", append([]string{"init", "--quiet", "--bare", "--initial-branch=main", s.dir}, initArgs...)...)
	path := strings.TrimSpace(s.run("", "--exec-path"))
	handler := &cgi.Handler{
		Path: filepath.Join(path, "git-http-backend"), Stderr: io.Discard,
		Env: []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1"},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.url = server.URL + "/repo.git"
	return s
}

// apart keeps the settings of whoever runs the tests out of them.
func apart(t *testing.T) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	t.Setenv("DOCKER_CONFIG", t.TempDir())
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	for _, name := range []string{"http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"} {
		t.Setenv(name, "")
	}
}

// run runs git in the bare repository, and gives what it writes.
func (s *gitServer) run(stdin string, args ...string) string {
	s.t.Helper()
	cmd := exec.Command("git", args...)
	if _, err := os.Stat(s.dir); err == nil {
		cmd.Args = append([]string{"git", "--git-dir=" + s.dir}, args...)
	}
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b",
		"GIT_AUTHOR_DATE=2020-01-01T00:00:00Z", "GIT_COMMITTER_DATE=2020-01-01T00:00:00Z")
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		s.t.Fatalf("git %q: %v\n%s", args, err, said.Bytes())
	}
	return out.String()
}

// node is an entry of a tree that is made by hand, so that it may be one that
// git itself would not make.
type node struct{ mode, name, object string }

func (s *gitServer) blob(text string) string {
	return strings.TrimSpace(s.run(text, "hash-object", "-w", "--stdin"))
}

func (s *gitServer) tree(nodes ...node) string {
	s.t.Helper()
	var raw bytes.Buffer
	for _, n := range nodes {
		raw.WriteString(n.mode + " " + n.name + "\x00")
		for i := 0; i < len(n.object); i += 2 {
			raw.WriteByte(digit(n.object[i])<<4 | digit(n.object[i+1]))
		}
	}
	return strings.TrimSpace(s.run(raw.String(), "hash-object", "-w", "--stdin", "-t", "tree", "--literally"))
}

func digit(c byte) byte { return byte(strings.IndexByte("0123456789abcdef", c)) }

// commit makes a commit of a tree, and a branch for it.
func (s *gitServer) commit(branch, tree string) string {
	s.t.Helper()
	commit := strings.TrimSpace(s.run("", "commit-tree", "-m", "x", tree))
	s.run("", "update-ref", "refs/heads/"+branch, commit)
	return commit
}

// files makes a commit of files by their slashed paths.
func (s *gitServer) files(branch string, files map[string]string) string {
	s.t.Helper()
	index := filepath.Join(s.t.TempDir(), "index")
	s.t.Setenv("GIT_INDEX_FILE", index)
	for path, text := range files {
		s.run("", "update-index", "--add", "--cacheinfo", "100644,"+s.blob(text)+","+path)
	}
	tree := strings.TrimSpace(s.run("", "write-tree"))
	os.Unsetenv("GIT_INDEX_FILE")
	return s.commit(branch, tree)
}

// fetch fetches url, which must be remote.
func fetch(t *testing.T, c *remote.Cache, url string) (remote.Local, error) {
	t.Helper()
	ref, ok := remote.Parse(url)
	if !ok {
		t.Fatalf("%s is not remote", url)
	}
	return c.Fetch(t.Context(), ref)
}

// refused fetches url, which must fail for the reason and with the words, with a hint, and leave nothing.
func refused(t *testing.T, c *remote.Cache, url string, reason remote.Reason, want string) *remote.Error {
	t.Helper()
	local, err := fetch(t, c, url)
	var e *remote.Error
	if !errors.As(err, &e) {
		t.Fatalf("%s gives %+v, %v", url, local, err)
	}
	if e.Reason != reason || !strings.Contains(e.Error(), want) || e.Hint == "" || strings.Contains(e.Error(), "\n") {
		t.Errorf("%s: reason %d, %v\nwant reason %d and %q", url, e.Reason, e, reason, want)
	}
	if left, _ := filepath.Glob(filepath.Join(c.Dir, "tmp-*")); len(left) > 0 {
		t.Errorf("%s leaves %q", url, left)
	}
	return e
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
