package remote_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"gocompose/compose/remote"
)

func TestGit(t *testing.T) {
	s := newGitServer(t)
	first := s.files("main", map[string]string{
		"compose.yaml": "one", "compose.yml": "wrong", "deploy/docker-compose.yml": "two", "deploy/prod.yaml": "three", "with space/compose.yml": "four", ".env": "A=1",
	})
	s.files("side", map[string]string{"docker-compose.yaml": "five"})
	s.run("", "tag", "v1", first)
	s.run("", "tag", "-a", "-m", "x", "v2", first)
	s.run("", "branch", "release/main", "side")
	tests := []struct{ fragment, file, text string }{
		{"", "compose.yaml", "one"},
		{"#main", "compose.yaml", "one"},
		{"#HEAD", "compose.yaml", "one"},
		{"#refs/heads/main", "compose.yaml", "one"},
		{"#heads/main", "compose.yaml", "one"},
		{"#v1", "compose.yaml", "one"},
		{"#v2:deploy", "deploy/docker-compose.yml", "two"},
		{"#:deploy/prod.yaml", "deploy/prod.yaml", "three"},
		{"#main:with space", "with space/compose.yml", "four"},
		{"#" + first + ":deploy", "deploy/docker-compose.yml", "two"},
		{"#side", "docker-compose.yaml", "five"},
		{"?branch=release/main", "docker-compose.yaml", "five"},
		{"?tag=v2&subdir=deploy", "deploy/docker-compose.yml", "two"},
	}
	c := &remote.Cache{Dir: filepath.Join(t.TempDir(), "a", "cache"), Allow: true}
	for _, test := range tests {
		local, err := fetch(t, c, s.url+test.fragment)
		if err != nil {
			t.Errorf("%s: %v", test.fragment, err)
			continue
		}
		if local.File != filepath.Join(local.Dir, test.file) || content(t, local.File) != test.text || len(local.Resolved) != 40 {
			t.Errorf("%s: %+v", test.fragment, local)
		}
	}
	local, _ := fetch(t, c, s.url)
	if content(t, filepath.Join(local.Dir, ".env")) != "A=1" || local.Resolved != first {
		t.Errorf("the rest of the repository is not in %+v", local)
	}
	info, err := os.Stat(c.Dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the cache has mode %v, %v", info.Mode(), err)
	}
	entries, _ := filepath.Glob(filepath.Join(c.Dir, "*"))
	if len(entries) != 2 {
		t.Errorf("the cache has %q, not git and refs alone", entries)
	}
}

func TestGitSHA256(t *testing.T) {
	s := newGitServer(t, "--object-format=sha256")
	commit := s.files("main", map[string]string{"compose.yaml": "one"})
	for _, fragment := range []string{"#main", "#" + commit} {
		c := &remote.Cache{Dir: t.TempDir(), Allow: true}
		local, err := fetch(t, c, s.url+fragment)
		if err != nil || local.Resolved != commit || len(commit) != 64 {
			t.Errorf("%s: %+v, %v", fragment, local, err)
		}
	}
}

// A file is fetched once: a pinned one then needs no network, and of a branch
// only the ref is looked up, once in a run.
func TestGitCached(t *testing.T) {
	s := newGitServer(t)
	first := s.files("main", map[string]string{"compose.yaml": "one"})
	c := &remote.Cache{Dir: t.TempDir(), Allow: true}
	if _, err := fetch(t, c, s.url+"#main"); err != nil {
		t.Fatal(err)
	}
	after := s.requests.Load()
	for _, fragment := range []string{"#main", "#main:compose.yaml", "#" + first, "#" + first + ":compose.yaml"} {
		if _, err := fetch(t, c, s.url+fragment); err != nil {
			t.Error(err)
		}
	}
	if got := s.requests.Load(); got != after {
		t.Errorf("%d requests for what is known", got-after)
	}

	second := s.files("main", map[string]string{"compose.yaml": "two"})
	if local, err := fetch(t, c, s.url+"#main"); err != nil || local.Resolved != first {
		t.Errorf("in the same run: %+v, %v", local, err)
	}
	offline := &remote.Cache{Dir: c.Dir, Offline: true}
	if local, err := fetch(t, offline, s.url+"#main"); err != nil || local.Resolved != first || content(t, local.File) != "one" {
		t.Errorf("offline: %+v, %v", local, err)
	}
	if got := s.requests.Load(); got != after {
		t.Errorf("%d requests offline", got-after)
	}
	next := &remote.Cache{Dir: c.Dir, Allow: true}
	if local, err := fetch(t, next, s.url+"#main"); err != nil || local.Resolved != second || content(t, local.File) != "two" {
		t.Errorf("in the next run: %+v, %v", local, err)
	}
	if local, err := fetch(t, offline, s.url+"#main"); err != nil || local.Resolved != second {
		t.Errorf("offline after it: %+v, %v", local, err)
	}
	pinned := &remote.Cache{Dir: c.Dir}
	if local, err := fetch(t, pinned, s.url+"#"+first); err != nil || content(t, local.File) != "one" {
		t.Errorf("the older one: %+v, %v", local, err)
	}
}

func TestGitOffline(t *testing.T) {
	s := newGitServer(t)
	commit := s.files("main", map[string]string{"compose.yaml": "one"})
	c := &remote.Cache{Dir: t.TempDir(), Offline: true, Allow: true}
	refused(t, c, s.url, remote.NotCached, "is not in the cache")
	refused(t, c, s.url+"#main", remote.NotCached, "is not in the cache")
	refused(t, c, s.url+"#"+commit, remote.NotCached, "is not in the cache")
	if got := s.requests.Load(); got != 0 {
		t.Errorf("%d requests", got)
	}
}

// What was written down of a ref may not become a path.
func TestGitRecordSpoilt(t *testing.T) {
	s := newGitServer(t)
	s.files("main", map[string]string{"compose.yaml": "one"})
	c := &remote.Cache{Dir: t.TempDir(), Allow: true}
	if _, err := fetch(t, c, s.url+"#main"); err != nil {
		t.Fatal(err)
	}
	records, _ := filepath.Glob(filepath.Join(c.Dir, "refs", "*"))
	if len(records) != 1 {
		t.Fatalf("records %q", records)
	}
	for _, text := range []string{"", "../../etc", "0123", strings.Repeat("g", 40)} {
		if err := os.WriteFile(records[0], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, &remote.Cache{Dir: c.Dir, Offline: true}, s.url+"#main", remote.NotCached, "is not in the cache")
	}
}

func TestGitNotAllowed(t *testing.T) {
	s := newGitServer(t)
	commit := s.files("main", map[string]string{"compose.yaml": "one"})
	c := &remote.Cache{Dir: t.TempDir()}
	for _, fragment := range []string{"", "#main", "#" + commit[:39], "#refs/heads/" + commit} {
		refused(t, c, s.url+fragment, remote.NotAllowed, "pass --allow-remote, or pin it: "+s.url+"#<full commit>")
	}
	if got := s.requests.Load(); got != 0 {
		t.Errorf("%d requests", got)
	}
	if local, err := fetch(t, c, s.url+"#"+commit); err != nil || content(t, local.File) != "one" {
		t.Errorf("pinned: %+v, %v", local, err)
	}
	if _, err := fetch(t, &remote.Cache{Dir: c.Dir, Allow: true}, s.url+"#main:compose.yaml"); err != nil {
		t.Fatal(err)
	}
	refused(t, c, s.url+"#main:x", remote.NotAllowed, "or pin it: "+s.url+"#"+commit+":x")
}

func TestGitNotFound(t *testing.T) {
	s := newGitServer(t)
	commit := s.files("main", map[string]string{"sub/other.yaml": "one", "sub/compose.yaml/x": "a folder", "compose.yaml": "one"})
	tree := strings.TrimSpace(s.run("", "rev-parse", commit+"^{tree}"))
	s.run("", "tag", "-a", "-m", "x", "v1", commit)
	tag := strings.TrimSpace(s.run("", "rev-parse", "v1"))
	c := &remote.Cache{Dir: t.TempDir(), Allow: true}
	tests := []struct{ fragment, want string }{
		{"#nothing", "no such branch or tag"},
		{"#ain", "no such branch or tag"},
		{"#" + commit[:10], "no such branch or tag"},
		{"#" + strings.Repeat("0", 39) + "1", "no such commit"},
		{"#" + tree, "is not a commit"},
		{"#" + tag, "is not a commit"},
		{"#main:nothing", `there is no "nothing"`},
		{"#main:compose.yaml/x", `there is no "compose.yaml/x"`},
		{"#main:sub", "no compose file"},
		{"#main:sub", "name another with " + s.url + "#main:sub/FILE"},
	}
	for _, test := range tests {
		refused(t, c, s.url+test.fragment, remote.NotFound, test.want)
	}
	empty := newGitServer(t)
	refused(t, c, empty.url, remote.NotFound, "no default branch")
}

func TestGitUnreachable(t *testing.T) {
	s := newGitServer(t)
	commit := s.files("main", map[string]string{"compose.yaml": "one"})
	c := &remote.Cache{Dir: t.TempDir(), Allow: true}
	other := strings.Replace(s.url, "repo.git", "other.git", 1)
	refused(t, c, other, remote.Unreachable, "not found")
	refused(t, c, other+"#"+commit, remote.Unreachable, "try: git ls-remote "+other)
	secret := strings.Replace(other, "http://", "http://user:secret@", 1)
	if e := refused(t, c, secret, remote.Unreachable, "xxxxx@"); strings.Contains(e.Error(), "secret") || strings.Contains(e.Error(), "user") {
		t.Errorf("the error shows a password: %v", e)
	}
	refused(t, c, "http://127.0.0.1:1/repo.git", remote.Unreachable, "unable to access")
	refused(t, c, "git://127.0.0.1:1/repo.git", remote.Unreachable, "Connection refused")
	t.Setenv("PATH", t.TempDir())
	refused(t, c, s.url, remote.Unusable, "install git")
}

func TestGitCancelled(t *testing.T) {
	s := newGitServer(t)
	s.files("main", map[string]string{"compose.yaml": "one"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ref, _ := remote.Parse(s.url)
	_, err := (&remote.Cache{Dir: t.TempDir(), Allow: true}).Fetch(ctx, ref)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// Several runs and goroutines at once end with one complete copy.
func TestGitAtOnce(t *testing.T) {
	s := newGitServer(t)
	files := map[string]string{"compose.yaml": "one"}
	for _, name := range strings.Split("a b c d e f g h", " ") {
		files["data/"+name] = strings.Repeat(name, 1000)
	}
	commit := s.files("main", files)
	dir := t.TempDir()
	shared := &remote.Cache{Dir: dir, Allow: true}
	var wait sync.WaitGroup
	for i := range 8 {
		c := shared
		if i%2 == 0 {
			c = &remote.Cache{Dir: dir, Allow: true}
		}
		wait.Go(func() {
			local, err := fetch(t, c, s.url)
			if err != nil || local.Resolved != commit {
				t.Errorf("%+v, %v", local, err)
			}
		})
	}
	wait.Wait()
	for name, text := range files {
		if content(t, filepath.Join(dir, "git", commit, "tree", name)) != text {
			t.Errorf("%s is not whole", name)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "tmp-*")); len(left) > 0 {
		t.Errorf("left %q", left)
	}
}

// What a killed run leaves is never taken for content.
func TestGitHalf(t *testing.T) {
	s := newGitServer(t)
	commit := s.files("main", map[string]string{"compose.yaml": "one"})
	dir := t.TempDir()
	half := filepath.Join(dir, "tmp-123", "new", "tree")
	if err := os.MkdirAll(half, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(half, "compose.yaml"), []byte("o"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := fetch(t, &remote.Cache{Dir: dir, Offline: true}, s.url+"#"+commit)
	if err == nil {
		t.Error("offline: half a copy was taken")
	}
	local, err := fetch(t, &remote.Cache{Dir: dir}, s.url+"#"+commit)
	if err != nil || content(t, local.File) != "one" {
		t.Errorf("%+v, %v", local, err)
	}
}

func TestGitSkipped(t *testing.T) {
	s := newGitServer(t)
	text := s.blob("services: {}")
	sub := s.tree(node{"120000", "compose.yaml", s.blob("/etc/passwd")}, node{"100755", "run.sh", text})
	commit := s.commit("main", s.tree(
		node{"100644", "compose.yaml", text},
		node{"120000", "link", s.blob("../../../../etc")},
		node{"160000", "module", strings.Repeat("1", 40)},
		node{"40000", "sub", sub},
	))
	c := &remote.Cache{Dir: t.TempDir(), Allow: true}
	for range 2 { // the second comes from the cache
		local, err := fetch(t, c, s.url+"#"+commit)
		if err != nil {
			t.Fatal(err)
		}
		if want := []string{"link", "module", "sub/compose.yaml"}; !slices.Equal(local.Skipped, want) {
			t.Errorf("skipped %q, want %q", local.Skipped, want)
		}
		for _, path := range local.Skipped {
			if _, err := os.Lstat(filepath.Join(local.Dir, path)); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("%s: %v", path, err)
			}
		}
		info, err := os.Stat(filepath.Join(local.Dir, "sub", "run.sh"))
		if err != nil || info.Mode().Perm()&0o100 == 0 {
			t.Errorf("run.sh: %v, %v", info.Mode(), err)
		}
	}
	for _, test := range []struct{ subdir, path string }{
		{"link", "link"}, {"link/passwd", "link"}, {"module", "module"}, {"sub", "sub/compose.yaml"}, {"sub/compose.yaml", "sub/compose.yaml"},
	} {
		if e := refused(t, c, s.url+"#"+commit+":"+test.subdir, remote.Unsafe, "not followed"); e.Path != test.path {
			t.Errorf("%s: path %q, want %q", test.subdir, e.Path, test.path)
		}
	}
}
