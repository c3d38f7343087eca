package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker/cli/cli/config"
	"github.com/docker/docker/api/types/registry"
)

// withConfig makes text the docker configuration of the test.
func withConfig(t *testing.T, text string) {
	t.Helper()
	before := config.Dir()
	t.Cleanup(func() { config.SetDir(before) })
	config.SetDir(tree(t, map[string]string{"config.json": text}))
}

func TestLogin(t *testing.T) {
	withConfig(t, `{"auths":{"r.example.com":{"auth":"dXNlcjpwYXNz"},"https://index.docker.io/v1/":{"auth":"aHViOnBhc3M="}}}`)
	for host, want := range map[string]registry.AuthConfig{
		"r.example.com":     {Username: "user", Password: "pass", ServerAddress: "r.example.com"},
		"docker.io":         {Username: "hub", Password: "pass", ServerAddress: "https://index.docker.io/v1/"},
		"other.example.com": {},
	} {
		got, err := Login(host)
		must(t, err)
		if got != want {
			t.Errorf("%s: got %+v, want %+v", host, got, want)
		}
	}
}

func TestLoginSaysWhatToCorrect(t *testing.T) {
	for text, word := range map[string]string{
		`{`: "correct the file",
		`{"credHelpers":{"r.example.com":"gct-not-installed"}}`: "credHelpers",
	} {
		withConfig(t, text)
		if got, err := Login("r.example.com"); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
	}
}

func TestLoginFromHelpers(t *testing.T) {
	folder := tree(t, map[string]string{"docker-credential-gct": "#!/bin/sh\nread host\n" +
		`printf '{"ServerURL": "%s", "Username": "%s of %s", "Secret": "%s"}' "$host" "$1" "$host" pass` + "\n"})
	must(t, os.Chmod(filepath.Join(folder, "docker-credential-gct"), 0o755))
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	for _, text := range []string{`{"credHelpers":{"r.example.com":"gct"}}`, `{"credsStore":"gct"}`} {
		withConfig(t, text)
		got, err := Login("r.example.com")
		must(t, err)
		if got.Username != "get of r.example.com" || got.Password != "pass" {
			t.Errorf("%s: got %+v", text, got)
		}
	}
}
