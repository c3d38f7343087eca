package build

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"
)

// backends are both builders of a real engine.
var backends = map[string]Backend{"buildkit": Auto, "classic": Classic}

// engine is a real one. Whatever a test builds on it carries the test's own label, by which it is removed again.
type engine struct {
	Engine
	mark string
}

// realEngine gives the engine of DOCKER_HOST. Its tests change it, so they run only when asked for.
func realEngine(t *testing.T) engine {
	t.Helper()
	if os.Getenv("GOCOMPOSE_TEST_ENGINE") != "1" {
		t.Skip("set GOCOMPOSE_TEST_ENGINE=1 to build on the engine of DOCKER_HOST; make test does")
	}
	cli, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	must(t, err)
	e := engine{Engine{Client: cli}, "gct-build-" + strings.ToLower(rand.Text()[:12])}
	t.Cleanup(func() {
		e.sweep(t)
		cli.Close()
	})
	return e
}

// name is one for an image that no other test and no user has.
func (e engine) name() string { return e.mark + "-" + strings.ToLower(rand.Text()[:6]) }

// marked puts the label into every stage, so that what a failed build leaves can be found, too.
func (e engine) marked(dockerfile string) string {
	return fromLine.ReplaceAllString(dockerfile, "$0\nLABEL gct-build="+e.mark)
}

var fromLine = regexp.MustCompile(`(?m)^FROM .*$`)

// sweep removes the test's images, children before their parents.
func (e engine) sweep(t *testing.T) {
	ctx := context.Background()
	for range 20 {
		images, err := e.ImageList(ctx, image.ListOptions{All: true, Filters: filters.NewArgs(filters.Arg("label", "gct-build="+e.mark))})
		must(t, err)
		if len(images) == 0 {
			return
		}
		for _, i := range images {
			e.ImageRemove(ctx, i.ID, image.RemoveOptions{Force: true, PruneChildren: true})
		}
	}
	t.Errorf("images labelled gct-build=%s are left", e.mark)
}

// tool is the program that the images run, compiled once.
var tool = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "gct-build")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", filepath.Join(dir, "tool"), "./testdata/tool")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	return os.ReadFile(filepath.Join(dir, "tool"))
})

// withTool is a context that holds the program and files; its salt keeps earlier runs out of the caches.
func withTool(t *testing.T, files map[string]string) string {
	t.Helper()
	program, err := tool()
	must(t, err)
	dir := tree(t, files)
	must(t, os.WriteFile(filepath.Join(dir, "tool"), program, 0o755))
	must(t, os.WriteFile(filepath.Join(dir, "salt"), []byte(rand.Text()), 0o644))
	return dir
}

// recorder keeps the events of a build.
type recorder struct{ events []Event }

func (r *recorder) add(e Event) { r.events = append(r.events, e) }

// bytesSent is how much of the context went to the engine.
func (r *recorder) bytesSent() (n int64) {
	for _, e := range r.events {
		if e.Kind == Moved && e.Name == "[internal] load build context" {
			n = max(n, e.Current)
		}
	}
	return n
}

// ran gives the Dockerfile's steps that ended as kind.
func (r *recorder) ran(kind Kind) (out []string) {
	for _, e := range r.events {
		if e.Kind == kind && strings.HasPrefix(e.Name, "[") && !strings.HasPrefix(e.Name, "[internal]") {
			out = append(out, stepText(e.Name))
		}
	}
	return out
}

func (r *recorder) said(line string) bool {
	return slices.ContainsFunc(r.events, func(e Event) bool { return e.Kind == Output && e.Text == line })
}
