package compose

import (
	"os"
	"path/filepath"
	"testing"
)

func TestDockerfilePath(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"both/Dockerfile", "both/dockerfile", "lower/dockerfile", "lower/other/dockerfile"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, c := range []struct {
		build *Build
		want  string
	}{
		{nil, ""},
		{&Build{Context: in("both"), Dockerfile: "Dockerfile"}, in("both/Dockerfile")},
		{&Build{Context: in("lower"), Dockerfile: "Dockerfile"}, in("lower/dockerfile")},
		{&Build{Context: in("lower"), Dockerfile: "other/Dockerfile"}, in("lower/other/dockerfile")},
		{&Build{Context: in("lower"), Dockerfile: "D"}, in("lower/D")},
		{&Build{Context: in("none"), Dockerfile: "Dockerfile"}, in("none/Dockerfile")},
		{&Build{Context: in("none"), Dockerfile: in("lower/Dockerfile")}, in("lower/dockerfile")},
		{&Build{Context: in("lower"), DockerfileInline: "FROM scratch"}, ""},
		{&Build{Context: "github.com/team/shop", Dockerfile: "Dockerfile"}, ""},
		{&Build{Context: "https://example.com/shop.git", Dockerfile: in("both/Dockerfile")}, in("both/Dockerfile")},
	} {
		if got := c.build.DockerfilePath(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.build, got, c.want)
		}
	}
}
