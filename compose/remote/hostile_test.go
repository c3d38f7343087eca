package remote_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gocompose/compose/remote"
)

// What git itself would never make, but a server can send.
func TestGitHostileTrees(t *testing.T) {
	s := newGitServer(t)
	text := s.blob("services: {}")
	good := node{"100644", "compose.yaml", text}
	inner := s.tree(node{"100644", "evil", text})
	long := strings.Repeat("n", 300)
	tests := []struct {
		name       string
		nodes      []node
		path, want string
	}{
		{"parent file", []node{{"100644", "../evil", text}, good}, "../evil", "leads out"},
		{"parent folder", []node{{"40000", "..", inner}, good}, "..", "leads out"},
		{"dot folder", []node{{"40000", ".", inner}, good}, ".", "leads out"},
		{"hidden parent", []node{{"100644", "a/../../evil", text}, good}, "a/../../evil", "leads out"},
		{"absolute", []node{{"100644", "/tmp/evil", text}, good}, "/tmp/evil", "leads out"},
		{"empty part", []node{{"100644", "a//evil", text}, good}, "a//evil", "leads out"},
		{"no name", []node{{"40000", "sub", s.tree(node{"100644", "x/", text})}, good}, "sub/x/", "leads out"},
		{"git folder", []node{{"40000", ".git", inner}, good}, ".git", "settings"},
		{"git folder below", []node{{"40000", "sub", s.tree(node{"40000", ".git", inner})}, good}, "sub/.git", "settings"},
		{"git file", []node{{"100644", ".git", text}, good}, ".git", "settings"},
		{"git folder in capitals", []node{{"40000", ".GIT", inner}, good}, ".GIT", "settings"},
		{"git folder with a dot", []node{{"40000", ".git. ", inner}, good}, ".git. ", "settings"},
		{"git folder of NTFS", []node{{"40000", "GIT~1", inner}, good}, "GIT~1", "settings"},
		{"git folder as a stream", []node{{"40000", ".git::$INDEX_ALLOCATION", inner}, good}, ".git::$INDEX_ALLOCATION", "settings"},
		{"git folder of HFS+", []node{{"40000", ".g\u200cit", inner}, good}, ".g\u200cit", "settings"},
		{"twice", []node{good, good}, "compose.yaml", "there twice"},
		{"file and folder", []node{{"100644", "a", text}, {"40000", "a", inner}, good}, "a/evil", "there twice"},
		{"link and folder", []node{{"120000", "a", s.blob("/tmp")}, {"40000", "a", inner}, good}, "", ""},
		{"long name", []node{{"100644", long, text}, good}, long, "too long"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			above := t.TempDir()
			c := &remote.Cache{Dir: filepath.Join(above, "a", "b")}
			commit := s.commit("x", s.tree(test.nodes...))
			if test.want == "" {
				if _, err := fetch(t, c, s.url+"#"+commit); err != nil {
					t.Fatal(err)
				}
			} else if e := refused(t, c, s.url+"#"+commit, remote.Unsafe, test.want); e.Path != test.path {
				t.Errorf("path %q, want %q", e.Path, test.path)
			}
			if _, err := os.Stat(filepath.Join(c.Dir, "git", commit)); (err == nil) != (test.want == "") {
				t.Errorf("kept: %v", err)
			}
			for _, outside := range []string{filepath.Join(above, "evil"), filepath.Join(above, "a", "evil"), "/tmp/evil"} {
				if _, err := os.Lstat(outside); err == nil {
					t.Errorf("%s was written", outside)
				}
			}
		})
	}
}

// Devices and pipes have no place in a tree: git takes an unknown mode for a
// file's, and so is it written.
func TestGitModes(t *testing.T) {
	s := newGitServer(t)
	text := s.blob("services: {}")
	commit := s.commit("x", s.tree(
		node{"100644", "compose.yaml", text}, node{"100664", "group", text}, node{"104755", "setuid", text}, node{"20644", "device", text}, node{"10644", "pipe", text},
	))
	c := &remote.Cache{Dir: t.TempDir()}
	local, err := fetch(t, c, s.url+"#"+commit)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(local.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || info.Mode()&(os.ModeSetuid|os.ModeSetgid) != 0 || info.Mode().Perm()&0o022 != 0 {
			t.Errorf("%s: %v, %v", e.Name(), info.Mode(), err)
		}
	}
	t.Log(entries, local.Skipped)
}

func TestGitTooLarge(t *testing.T) {
	s := newGitServer(t)
	text := s.blob("services: {}")
	compose := node{"100644", "compose.yaml", text}
	many := []node{compose}
	for i := range 30 {
		many = append(many, node{"100644", fmt.Sprintf("f%02d", i), text})
	}
	deep := s.tree(node{"100644", "x", text})
	for range 20 {
		deep = s.tree(node{"40000", "d", deep})
	}
	// A bomb: folders that hold one another stand for 10^12 files, or for 10^12 folders without any.
	bomb, hollow := s.tree(node{"100644", "x", text}), s.tree()
	for range 12 {
		bomb, hollow = s.tree(ten("40000", bomb)...), s.tree(ten("40000", hollow)...)
	}
	limits := remote.Limits{Bytes: 1 << 20, Files: 25, Depth: 10}
	tests := []struct {
		name string
		tree string
		want string
	}{
		{"many files", s.tree(many...), "more than 25 files"},
		{"deep", s.tree(compose, node{"40000", "d", deep}), "more than 10 deep"},
		{"bomb", s.tree(compose, node{"40000", "d", bomb}), "more than 10 deep"},
		{"hollow bomb", s.tree(compose, node{"40000", "d", hollow}), "more than 10 deep"},
		{"large when unpacked", s.tree(compose, node{"100644", "zeros", s.blob(strings.Repeat("0", 2<<20))}), "larger than 1048576 bytes"},
		{"large together", s.tree(compose, node{"40000", "d", s.tree(ten("100644", s.blob(strings.Repeat("0", 200_000)))...)}), "larger than 1048576 bytes"},
		{"large to download", s.tree(compose, node{"100644", "noise", s.blob(noise(3 << 20))}), "larger than 1048576 bytes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := &remote.Cache{Dir: t.TempDir(), Limits: limits}
			commit := s.commit("x", test.tree)
			refused(t, c, s.url+"#"+commit, remote.TooLarge, test.want)
			if _, err := os.Stat(filepath.Join(c.Dir, "git", commit)); err == nil {
				t.Error("it was kept")
			}
		})
	}
	wide := remote.Limits{Files: 1000, Depth: 100}
	refused(t, &remote.Cache{Dir: t.TempDir(), Limits: wide}, s.url+"#"+s.commit("x", s.tree(compose, node{"40000", "d", hollow})), remote.TooLarge, "more than 1000 files")
	refused(t, &remote.Cache{Dir: t.TempDir(), Limits: wide}, s.url+"#"+s.commit("x", s.tree(compose, node{"40000", "d", bomb})), remote.TooLarge, "more than 1000 files")
}

// ten gives ten entries that are all one object.
func ten(mode, object string) (nodes []node) {
	for i := range 10 {
		nodes = append(nodes, node{mode, fmt.Sprintf("d%d", i), object})
	}
	return nodes
}

// noise gives n bytes that cannot be compressed.
func noise(n int) string {
	state, out := uint64(1), make([]byte, n)
	for i := range out {
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		out[i] = byte(state >> 24)
	}
	return string(out)
}

// A server that never stops sending is cut off by the size of what has come.
func TestGitEndless(t *testing.T) {
	apart(t)
	commit := strings.Repeat("1", 40)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/info/refs") {
			w.Header().Set("Content-Type", "application/x-git-upload-pack-advertisement")
			fmt.Fprintf(w, "%s0000%s0000", packet("# service=git-upload-pack\n"),
				packet(commit+" refs/heads/main\x00shallow side-band-64k allow-reachable-sha1-in-want object-format=sha1\n"))
			return
		}
		w.Header().Set("Content-Type", "application/x-git-upload-pack-result")
		fmt.Fprint(w, packet("shallow "+commit+"\n"), "0000")
		if body, _ := io.ReadAll(r.Body); !strings.Contains(string(body), "done") {
			return
		}
		fmt.Fprint(w, packet("NAK\n"))
		blob := "\xb0\x80\x80\x80\x80\x04" // a blob of 2^30 bytes or so, of which the stream below is stored as it is
		fmt.Fprint(w, packet("\x01PACK\x00\x00\x00\x02\x00\x00\x00\x01"+blob+"\x78\x01"))
		stored := "\x00\x00\x80\xff\x7f" + noise(0x8000)
		for r.Context().Err() == nil {
			if _, err := fmt.Fprint(w, packet("\x01"+stored)); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	c := &remote.Cache{Dir: t.TempDir(), Limits: remote.Limits{Bytes: 4 << 20}}
	refused(t, c, server.URL+"/repo.git#"+commit, remote.TooLarge, "larger than 4194304 bytes")
}

// packet frames text as git's protocol does.
func packet(text string) string { return fmt.Sprintf("%04x%s", len(text)+4, text) }

// A redirect does not lead to this machine's files, nor does a setting.
func TestGitElsewhere(t *testing.T) {
	s := newGitServer(t)
	commit := s.files("main", map[string]string{"compose.yaml": "one"})
	for _, target := range []string{"file://" + s.dir, "ext::sh -c id", "git://127.0.0.1:1/repo.git"} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", target+"/info/refs?service=git-upload-pack")
			w.WriteHeader(http.StatusFound)
		}))
		defer server.Close()
		refused(t, &remote.Cache{Dir: t.TempDir()}, server.URL+"/repo.git#"+commit, remote.Unreachable, "cannot be fetched")
	}
	config := filepath.Join(t.TempDir(), "config")
	t.Setenv("GIT_CONFIG_GLOBAL", config)
	for _, target := range []string{s.dir, "file://" + s.dir, "ext::git upload-pack " + s.dir} {
		text := "[url \"" + target + "\"]\n\tinsteadOf = https://host.invalid/repo.git\n[protocol]\n\tallow = always\n"
		if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, &remote.Cache{Dir: t.TempDir()}, "https://host.invalid/repo.git#"+commit, remote.Unreachable, "not allowed")
	}
}

// Nothing is run: no hook of the user's templates, no filter, no large-file download.
func TestGitRunsNothing(t *testing.T) {
	s := newGitServer(t)
	trap := filepath.Join(t.TempDir(), "trap")
	run := "#!/bin/sh\necho run >> " + trap + "\n"
	home := t.TempDir()
	for _, hook := range []string{"post-checkout", "reference-transaction", "post-merge", "fsmonitor-watchman"} {
		for _, dir := range []string{"hooks", "template/hooks"} {
			if err := os.MkdirAll(filepath.Join(home, dir), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(home, dir, hook), []byte(run), 0o700); err != nil {
				t.Fatal(err)
			}
		}
	}
	config := "[core]\n\thooksPath = " + home + "/hooks\n\tfsmonitor = " + home + "/hooks/fsmonitor-watchman\n\tautocrlf = true\n" +
		"[init]\n\ttemplateDir = " + home + "/template\n[filter \"lfs\"]\n\tsmudge = echo >> " + trap + "\n\trequired = true\n[fetch]\n\trecurseSubmodules = true\n"
	if err := os.WriteFile(filepath.Join(home, "config"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	commit := s.files("main", map[string]string{
		"compose.yaml":   "services: {}\n",
		".gitattributes": "* filter=lfs text eol=crlf ident\n",
		".gitmodules":    "[submodule \"m\"]\n\tpath = m\n\turl = " + s.url + "\n",
	})
	t.Setenv("GIT_CONFIG_GLOBAL", filepath.Join(home, "config"))
	t.Setenv("GIT_DIR", s.dir)
	t.Setenv("GIT_OBJECT_DIRECTORY", filepath.Join(s.dir, "objects"))
	before := s.requests.Load()
	local, err := fetch(t, &remote.Cache{Dir: t.TempDir()}, s.url+"#"+commit)
	if err != nil || content(t, local.File) != "services: {}\n" {
		t.Errorf("%+v, %v", local, err)
	}
	if _, err := os.Stat(trap); err == nil {
		t.Errorf("something was run: %s", content(t, trap))
	}
	if s.requests.Load() == before {
		t.Error("GIT_DIR was heeded: nothing was fetched")
	}
}

// Over ssh the address comes to the ssh program as it is written, and nothing of it as an option.
func TestGitSSH(t *testing.T) {
	s := newGitServer(t)
	commit := s.files("main", map[string]string{"compose.yaml": "one"})
	said := filepath.Join(t.TempDir(), "said")
	script := filepath.Join(t.TempDir(), "ssh")
	text := "#!/bin/sh\necho \"$@\" >> " + said + "\nwhile [ $# -gt 1 ]; do shift; done\neval \"$1\"\n"
	if err := os.WriteFile(script, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GIT_SSH", script)
	for _, url := range []string{"ssh://git@host.invalid" + s.dir + "#main", "git@host.invalid:" + s.dir + "#" + commit} {
		local, err := fetch(t, &remote.Cache{Dir: t.TempDir(), Allow: true}, url)
		if err != nil || local.Resolved != commit {
			t.Errorf("%s: %+v, %v", url, local, err)
		}
		if !strings.Contains(content(t, said), "git@host.invalid git-upload-pack '"+s.dir+"'") {
			t.Errorf("%s: ssh was called with %s", url, content(t, said))
		}
	}
	refused(t, &remote.Cache{Dir: t.TempDir(), Allow: true}, "git@host.invalid:-x", remote.Unreachable, "blocked")
}
