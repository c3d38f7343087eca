package main

import (
	"io"
	"net/http/cgi"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// repository makes a git repository of a folder and serves it over HTTP: its
// address goes to $REPO, its commit to $COMMIT. Without a folder the server ends.
func (s *stage) repository(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) == 0 {
		s.server.Close()
		s.server = nil
		return
	}
	git := func(args ...string) string {
		cmd := exec.Command("git", append([]string{"-c", "user.name=test", "-c", "user.email=test@example.com"}, args...)...)
		cmd.Dir = ts.MkAbs("")
		cmd.Env = append(plainEnviron(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
		out, err := cmd.CombinedOutput()
		if err != nil {
			ts.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return strings.TrimSpace(string(out))
	}
	folder := ts.MkAbs(args[0])
	git("init", "-q", "-b", "main", folder)
	git("-C", folder, "add", ".")
	git("-C", folder, "commit", "-q", "-m", "first")
	ts.Setenv("COMMIT", git("-C", folder, "rev-parse", "HEAD"))
	if s.server == nil {
		backend := filepath.Join(git("--exec-path"), "git-http-backend")
		s.server = httptest.NewServer(&cgi.Handler{Path: backend, Stderr: io.Discard,
			Env: []string{"GIT_PROJECT_ROOT=" + filepath.Dir(folder), "GIT_HTTP_EXPORT_ALL=1"}})
		s.t.Cleanup(s.server.Close)
	}
	ts.Setenv("REPO", s.server.URL+"/"+filepath.Base(folder)+"/.git")
}
