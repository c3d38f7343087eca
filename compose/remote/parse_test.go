package remote_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"gocompose/compose/remote"
)

const (
	commit40 = "0123456789abcdef0123456789abcdef01234567"
	commit64 = commit40 + "0123456789abcdef01234567"
	sha256   = "sha256:" + commit64
)

func TestParse(t *testing.T) {
	tests := []struct {
		text, text2            string // as it is written, and what String gives
		remote, revision, path string
		pinned                 bool
	}{
		{"https://host/repo.git", "", "https://host/repo.git", "", "", false},
		{"https://host/repo.git#main", "", "https://host/repo.git", "main", "", false},
		{"https://host/repo.git#release/1.2:deploy/prod", "", "https://host/repo.git", "release/1.2", "deploy/prod", false},
		{"https://host/repo.git#:deploy", "", "https://host/repo.git", "", "deploy", false},
		{"https://host/repo.git#main:/deploy/", "https://host/repo.git#main:deploy", "https://host/repo.git", "main", "deploy", false},
		{"https://host/repo.git#main:a/../b", "https://host/repo.git#main:b", "https://host/repo.git", "main", "b", false},
		{"https://host/repo.git#main:.", "https://host/repo.git#main", "https://host/repo.git", "main", "", false},
		{"https://host/repo.git#" + commit40, "", "https://host/repo.git", commit40, "", true},
		{"https://host/repo.git#" + strings.ToUpper(commit40), "https://host/repo.git#" + commit40, "https://host/repo.git", commit40, "", true},
		{"https://host/repo.git#" + commit64 + ":x", "", "https://host/repo.git", commit64, "x", true},
		{"https://host/repo.git#" + commit40[:12], "", "https://host/repo.git", commit40[:12], "", false},
		{"https://host/repo.git#a" + commit40, "", "https://host/repo.git", "a" + commit40, "", false},
		{"http://127.0.0.1:8080/x/repo.git#v1", "", "http://127.0.0.1:8080/x/repo.git", "v1", "", false},
		{"HTTPS://host/repo.git", "https://host/repo.git", "https://host/repo.git", "", "", false},
		{"https://host/repo.git?branch=main", "https://host/repo.git#refs/heads/main", "https://host/repo.git", "refs/heads/main", "", false},
		{"https://host/repo.git?tag=v1&subdir=/x", "https://host/repo.git#refs/tags/v1:x", "https://host/repo.git", "refs/tags/v1", "x", false},
		{"https://host/repo.git?ref=v1#v1:x", "https://host/repo.git#v1:x", "https://host/repo.git", "v1", "x", false},
		{"https://host/repo.git?commit=" + commit40, "https://host/repo.git#" + commit40, "https://host/repo.git", commit40, "", true},
		{"https://host/repo.git#main:with%20space", "https://host/repo.git#main:with space", "https://host/repo.git", "main", "with space", false},
		{"https://user:secret@host/repo.git#main", "https://xxxxx@host/repo.git#main", "https://user:secret@host/repo.git", "main", "", false},
		{"https://token@host/repo.git", "https://xxxxx@host/repo.git", "https://token@host/repo.git", "", "", false},
		{"ssh://git@host:2222/x/repo.git#main", "", "ssh://git@host:2222/x/repo.git", "main", "", false},
		{"ssh://git:secret@host/repo", "ssh://git:xxxxx@host/repo", "ssh://git:secret@host/repo", "", "", false},
		{"git://host/repo#main", "", "git://host/repo", "main", "", false},
		{"git@host:owner/repo.git#main:sub", "", "git@host:owner/repo.git", "main", "sub", false},
		{"git@host:/srv/repo", "", "git@host:/srv/repo", "", "", false},
		{"git@host:repo.git?subdir=x#main", "git@host:repo.git#main:x", "git@host:repo.git", "main", "x", false},
		{"github.com/owner/repo", "https://github.com/owner/repo.git", "https://github.com/owner/repo.git", "", "", false},
		{"github.com/owner/repo.git#main:sub", "https://github.com/owner/repo.git#main:sub", "https://github.com/owner/repo.git", "main", "sub", false},
		{"github.com/owner/repo/?tag=v1", "https://github.com/owner/repo.git#refs/tags/v1", "https://github.com/owner/repo.git", "refs/tags/v1", "", false},
		{"oci://registry.example/x/app:1.2", "", "registry.example/x/app", "1.2", "", false},
		{"oci://registry.example:5000/app@" + sha256, "", "registry.example:5000/app", sha256, "", true},
		{"oci://registry.example/app:1.2@" + sha256, "oci://registry.example/app@" + sha256, "registry.example/app", sha256, "", true},
		{"oci://127.0.0.1:5000/app", "oci://127.0.0.1:5000/app:latest", "127.0.0.1:5000/app", "latest", "", false},
		{"oci://user/app", "oci://docker.io/user/app:latest", "docker.io/user/app", "latest", "", false},
	}
	for _, test := range tests {
		ref, ok := remote.Parse(test.text)
		if test.text2 == "" {
			test.text2 = test.text
		}
		if !ok || ref.Remote != test.remote || ref.Revision != test.revision || ref.Subdir != test.path || ref.Pinned() != test.pinned {
			t.Errorf("%s: %+v, %v, pinned %v", test.text, ref, ok, ref.Pinned())
		}
		if got := ref.String(); got != test.text2 {
			t.Errorf("%s: String gives %s, want %s", test.text, got, test.text2)
		}
		if again, _ := remote.Parse(ref.String()); again != ref && !strings.Contains(test.text2, "xxxxx") {
			t.Errorf("%s: String is read as %+v, not %+v", test.text, again, ref)
		}
	}
}

func TestParseLocal(t *testing.T) {
	for _, text := range []string{
		"", "-", ".", "..", "compose.yaml", "./compose.yaml", "../compose.yaml", "dir/compose.yaml", "/srv/compose.yaml",
		`C:\x\compose.yaml`, `C:/x/compose.yaml`, "C://x/compose.yaml", "c:compose.yaml", `\\server\share\compose.yaml`,
		"./github.com/owner/repo", "./git@host:repo", "dir/git@host:repo", "/git@host:repo", `C:\git@host:repo`, "-x@host:repo", "git@-host:repo",
		"a@b", "a:b", "@host:repo", "git@:repo", "a b@host:repo", "a#git@host:repo", "a?git@host:repo",
		"github.com", "github.com/", "github.com/owner", "github.com/owner/", "github.com/owner/repo/compose.yaml", "github.com/owner/compose.yaml",
		"github.com/owner/compose.yml", "github.com/../repo", "github.com/-x/repo", "example.com/owner/repo", "example.com/owner/repo.git",
		"oci:registry/app", "oci:/registry/app", "://x", "~/compose.yaml", "repo.git", ".git", "a b://c", "./https://host/repo.git",
		"https:/host/repo.git", "https:host/repo.git", "ext::sh -c id",
	} {
		if ref, ok := remote.Parse(text); ok {
			t.Errorf("%q is taken for %+v", text, ref)
		}
	}
}

func TestParseMalformed(t *testing.T) {
	tests := []struct{ text, want string }{
		{"https://host/compose.yaml", "ends in .git"},
		{"https://host/repo", "ends in .git"},
		{"https://host/repo.git/", "ends in .git"},
		{"https://host/", "address of a repository"},
		{"https://", "address of a repository"},
		{"https:///repo.git", "address of a repository"},
		{"https://-oProxyCommand=id/repo.git", "address of a repository"},
		{"ssh://-oProxyCommand=id/repo.git", "address of a repository"},
		{"https://ho\x01st/repo.git", "address of a repository"},
		{"file:///srv/repo.git", "by its path"},
		{"ftp://host/repo.git", "cannot be fetched"},
		{"s3://bucket/compose.yaml", "cannot be fetched"},
		{"git@host:", "names no repository"},
		{"git@host:#main", "names no repository"},
		{"https://host/repo.git#--upload-pack=id", "name of a branch"},
		{"https://host/repo.git#-x", "name of a branch"},
		{"https://host/repo.git#+main", "name of a branch"},
		{"https://host/repo.git#^main", "name of a branch"},
		{"https://host/repo.git#ma*n", "name of a branch"},
		{"https://host/repo.git#a..b", "name of a branch"},
		{"https://host/repo.git#a%0ab", "name of a branch"},
		{"https://host/repo.git#a b", "name of a branch"},
		{"https://host/repo.git#HEAD~1", "name of a branch"},
		{"https://host/repo.git#main@{1}", "name of a branch"},
		{"https://host/repo.git#/main", "name of a branch"},
		{"https://host/repo.git#a//b", "name of a branch"},
		{"https://host/repo.git#a/.b", "name of a branch"},
		{"https://host/repo.git#a.lock", "name of a branch"},
		{"https://host/repo.git#@", "name of a branch"},
		{"https://host/repo.git#main:../../etc", "leads out of the repository"},
		{"https://host/repo.git#main:a/../../etc", "leads out of the repository"},
		{"https://host/repo.git#main:%2e%2e/etc", "leads out of the repository"},
		{`https://host/repo.git#main:..\etc`, "leads out of the repository"},
		{"https://host/repo.git?subdir=../etc", "leads out of the repository"},
		{"https://host/repo.git?ref=a#b", "says twice"},
		{"https://host/repo.git?ref=a&tag=b", "says twice"},
		{"https://host/repo.git?ref=a&ref=b", "says twice"},
		{"https://host/repo.git?subdir=a#main:b", "says twice"},
		{"https://host/repo.git?commit=abc", "no full commit"},
		{"https://host/repo.git?submodules=true", "unknown option submodules"},
		{"https://host/repo.git?%zz", "cannot be read"},
		{"oci://", "not the name of an artifact"},
		{"oci://UPPER/App", "not the name of an artifact"},
		{"oci://host/app@sha256:abc", "not the name of an artifact"},
		{"oci://host/../app", "not the name of an artifact"},
		{"oci://host/app:tag#sub", "not the name of an artifact"},
		{"oci://user:secret@host/app", "not the name of an artifact"},
	}
	cache := remote.Cache{Dir: t.TempDir(), Allow: true, Offline: true}
	for _, test := range tests {
		ref, ok := remote.Parse(test.text)
		if !ok {
			t.Errorf("%s is taken for local", test.text)
			continue
		}
		_, err := cache.Fetch(context.Background(), ref)
		var e *remote.Error
		if !errors.As(err, &e) || e.Reason != remote.Malformed || !strings.Contains(err.Error(), test.want) || e.Hint == "" {
			t.Errorf("%s: %v, want %q", test.text, err, test.want)
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error shows a password: %v", test.text, err)
		}
	}
}
