package build

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestEngineBuilds(t *testing.T) {
	e := realEngine(t)
	arg := "from outside"
	outside := filepath.Join(tree(t, map[string]string{"D": e.marked("FROM scratch\nCOPY . /\nLABEL which=outside\n")}), "D")
	files := map[string]string{
		"Dockerfile": e.marked("ARG WHAT=default\nFROM scratch AS base\nARG WHAT\nCOPY . /\nLABEL arg=$WHAT\nFROM base AS last\nLABEL which=last\n"),
		"web/D":      e.marked("FROM scratch\nCOPY a /\nLABEL which=web\n"), "a": "text", "b": "text",
		".dockerignore": "b\n",
	}
	for name, c := range map[string]struct {
		spec Spec
		want map[string]string
	}{
		"default":    {Spec{}, map[string]string{"arg": "default", "which": "last"}},
		"argument":   {Spec{Args: map[string]string{"WHAT": arg}}, map[string]string{"arg": arg, "which": "last"}},
		"target":     {Spec{Target: "base"}, map[string]string{"arg": "default"}},
		"label":      {Spec{Target: "base", Labels: map[string]string{"com.example": "a=b"}}, map[string]string{"arg": "default", "com.example": "a=b"}},
		"dockerfile": {Spec{Dockerfile: "web/D"}, map[string]string{"which": "web"}},
		"outside":    {Spec{Dockerfile: outside}, map[string]string{"which": "outside"}},
		"inline":     {Spec{DockerfileInline: e.marked("FROM scratch\nCOPY a /\nLABEL which=inline\n")}, map[string]string{"which": "inline"}},
	} {
		for backend, kind := range backends {
			t.Run(name+" with "+backend, func(t *testing.T) {
				spec := c.spec
				spec.Context = tree(t, files)
				spec.Tags = []string{e.name(), e.name() + ":tag"}
				id, err := Build(t.Context(), e.Engine, spec, kind, nil)
				must(t, err)
				for _, tag := range spec.Tags {
					got, err := e.ImageInspect(t.Context(), tag)
					must(t, err)
					labels := maps.Clone(got.Config.Labels)
					delete(labels, "gct-build")
					if classic := labels["com.docker.compose.image.builder"] == "classic"; classic != (kind == Classic) {
						t.Errorf("%s is marked as classic: %t", tag, classic)
					}
					delete(labels, "com.docker.compose.image.builder")
					if got.ID != id || !maps.Equal(labels, c.want) {
						t.Errorf("%s is %s with %v, want %s with %v", tag, got.ID, labels, id, c.want)
					}
				}
			})
		}
	}
}

func TestEngineCopiesWhatIsNotIgnored(t *testing.T) {
	e := realEngine(t)
	for backend, kind := range backends {
		t.Run(backend, func(t *testing.T) {
			dir := withTool(t, map[string]string{"sub/keep": "", "sub/drop": "", "top": "", "link": "-> sub/keep"})
			const check = "FROM scratch AS all\nCOPY . /\nFROM scratch\nCOPY --from=all /%s /x\n"
			for path, want := range map[string]bool{"sub/keep": true, "link": true, "sub/drop": false, "top": false} {
				must(t, os.WriteFile(filepath.Join(dir, ".dockerignore"), []byte("*\n!sub\nsub/drop\n!link\n"), 0o644))
				_, err := Build(t.Context(), e.Engine, Spec{Tags: []string{e.name()}, Context: dir,
					DockerfileInline: e.marked(fmt.Sprintf(check, path))}, kind, nil)
				if (err == nil) != want {
					t.Errorf("%s: got %v, want it copied: %t", path, err, want)
				}
			}
		})
	}
}

func TestEngineBuildsWithoutACacheThatIsAway(t *testing.T) {
	e := realEngine(t)
	for run, fails := range map[string]bool{`["/tool", "say", "hello"]`: false, `["/tool", "fail", "3"]`: true} {
		dir := withTool(t, map[string]string{"Dockerfile": e.marked("FROM scratch\nCOPY . /\nRUN " + run + "\n")})
		const away = "localhost:1/none:none"
		var seen recorder
		_, err := Build(t.Context(), e.Engine, Spec{Tags: []string{e.name()}, Context: dir, CacheFrom: []string{away}}, Auto, seen.add)
		var failure *Failure
		if errors.As(err, &failure) != fails || fails && failure.Instruction != "RUN "+run {
			t.Errorf("%s: got %v", run, err)
		}
		if !slices.ContainsFunc(seen.events, func(e Event) bool { return e.Without != nil && e.Without.Item == away }) {
			t.Errorf("%s: nothing is said of the cache", run)
		}
	}
}

func TestEngineSendsAContextOnce(t *testing.T) {
	e := realEngine(t)
	for backend, kind := range backends {
		t.Run(backend, func(t *testing.T) {
			dir := withTool(t, map[string]string{"Dockerfile": e.marked("FROM scratch\nCOPY . /\nRUN [\"/tool\", \"say\", \"hello\"]\n")})
			spec := Spec{Tags: []string{e.name()}, Context: dir}
			var first, second, fresh recorder
			id, err := Build(t.Context(), e.Engine, spec, kind, first.add)
			must(t, err)
			again, err := Build(t.Context(), e.Engine, spec, kind, second.add)
			must(t, err)
			spec.NoCache = true
			_, err = Build(t.Context(), e.Engine, spec, kind, fresh.add)
			must(t, err)
			size := contentSize(t, dir)
			t.Logf("the context has %d bytes; sent %d, then %d", size, first.bytesSent(), second.bytesSent())
			if first.bytesSent() < size {
				t.Errorf("sent %d bytes of %d", first.bytesSent(), size)
			}
			if kind == Auto && second.bytesSent() > 1000 {
				t.Errorf("sent %d bytes again", second.bytesSent())
			}
			if !first.said("hello") || second.said("hello") || !fresh.said("hello") {
				t.Errorf("the step ran: first %t, second %t, without cache %t", first.said("hello"), second.said("hello"), fresh.said("hello"))
			}
			if again != id || !slices.Contains(second.ran(Cached), `RUN ["/tool", "say", "hello"]`) {
				t.Errorf("built %s, then %s with %q cached", id, again, second.ran(Cached))
			}
		})
	}
}

// contentSize is the size of the files in dir, in bytes.
func contentSize(t *testing.T, dir string) (n int64) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, entry := range entries {
		info, err := entry.Info()
		must(t, err)
		n += info.Size()
	}
	return n
}

func TestEngineNamesTheFailingLine(t *testing.T) {
	e := realEngine(t)
	const run = `RUN ["/tool", "fail", "3"]`
	// The lines count the label after each FROM.
	for name, c := range map[string]struct {
		dockerfile  string
		target      string
		instruction string
		line        int
		output      bool
		cause       string
	}{
		"a command":       {"# first\nFROM scratch AS one\nCOPY tool /\n\nRUN [\"/tool\", \"say\", \"hi\"]\n" + run + "\n", "", run, 7, true, "3"},
		"in a stage":      {"FROM scratch AS one\nCOPY tool /\n" + run + "\nFROM scratch\nCOPY --from=one /tool /\n", "", run, 4, true, "3"},
		"over lines":      {"FROM scratch\nCOPY tool /\nRUN [\"/tool\", \\\n  \"fail\", \"3\"]\n", "", run, 4, true, "3"},
		"a missing file":  {"FROM scratch\n\nCOPY gone /\n", "", "COPY gone /", 4, false, "gone"},
		"a missing image": {"FROM scratch AS a\nFROM " + "127.0.0.1:1/gct-gone\n", "", "FROM 127.0.0.1:1/gct-gone", 3, false, "127.0.0.1:1"},
		"unknown":         {"FROM scratch\n\nRUUN x\n", "", "RUUN x", 4, false, "RUUN"},
		"no such target":  {"FROM scratch\n", "nowhere", "", 0, false, "nowhere"},
	} {
		for backend, kind := range backends {
			t.Run(name+" with "+backend, func(t *testing.T) {
				text := e.marked(c.dockerfile)
				dir := withTool(t, map[string]string{"Dockerfile": text})
				_, err := Build(t.Context(), e.Engine, Spec{Tags: []string{e.name()}, Context: dir, Target: c.target}, kind, nil)
				var got *Failure
				if !errors.As(err, &got) {
					t.Fatalf("got %v, want a Failure", err)
				}
				t.Logf("%v\n%q", err, got.Output)
				if got.Instruction != c.instruction || got.Line != c.line || got.Dockerfile != filepath.Join(dir, "Dockerfile") {
					t.Errorf("got %q at %s:%d", got.Instruction, got.Dockerfile, got.Line)
				}
				output := slices.Contains(got.Output, "before the fall") && slices.Contains(got.Output, "pride")
				if output != c.output || !strings.Contains(got.Cause.Error(), c.cause) {
					t.Errorf("output is %q, cause %v", got.Output, got.Cause)
				}
			})
		}
	}
}

func TestEngineStopsABuild(t *testing.T) {
	e := realEngine(t)
	for backend, kind := range backends {
		t.Run(backend, func(t *testing.T) {
			token := rand.Text()
			dir := withTool(t, map[string]string{"Dockerfile": e.marked("FROM scratch\nCOPY tool /\nRUN [\"/tool\", \"sleep\", \"" + token + "\"]\n")})
			ctx, cancel := context.WithCancelCause(t.Context())
			asleep := false
			_, err := Build(ctx, e.Engine, Spec{Tags: []string{e.name()}, Context: dir}, kind, func(e Event) {
				if e.Kind == Output && e.Text == "asleep "+token {
					asleep = running(token)
					cancel(errStopped)
				}
			})
			if !errors.Is(err, errStopped) || !asleep {
				t.Errorf("got %v; the step ran: %t", err, asleep)
			}
			for i := 0; running(token); i++ {
				if i > 600 {
					t.Fatal("the step still runs")
				}
				time.Sleep(50 * time.Millisecond)
			}
			wantNoGoroutines(t)
		})
	}
}

// running tells whether a process of this machine has token among its arguments.
func running(token string) bool {
	paths, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	return slices.ContainsFunc(paths, func(path string) bool {
		data, _ := os.ReadFile(path)
		return strings.Contains(string(data), token)
	})
}

func TestEngineBuildsSideBySide(t *testing.T) {
	e := realEngine(t)
	for backend, kind := range backends {
		t.Run(backend, func(t *testing.T) {
			shared := withTool(t, map[string]string{"Dockerfile": e.marked("FROM scratch\nCOPY . /\nRUN [\"/tool\", \"say\", \"shared\"]\n")})
			var wg sync.WaitGroup
			for i := range 6 {
				text := fmt.Sprintf("number %d", i)
				dir := shared
				if i > 1 {
					dir = withTool(t, map[string]string{"Dockerfile": e.marked("FROM scratch\nCOPY . /\nRUN [\"/tool\", \"say\", \"" + text + "\"]\n")})
				}
				spec := Spec{Tags: []string{e.name()}, Context: dir, Labels: map[string]string{"which": text}}
				wg.Go(func() { buildAndInspect(t, e, spec, kind) })
			}
			wg.Wait()
			wantNoGoroutines(t)
		})
	}
}

func buildAndInspect(t *testing.T, e engine, spec Spec, kind Backend) {
	id, err := Build(t.Context(), e.Engine, spec, kind, nil)
	if err != nil {
		t.Error(err)
		return
	}
	got, err := e.ImageInspect(t.Context(), spec.Tags[0])
	if err != nil || got.ID != id || got.Config.Labels["which"] != spec.Labels["which"] {
		t.Errorf("%s is %s with %v, want %s with %v; %v", spec.Tags[0], got.ID, got.Config, id, spec.Labels, err)
	}
}

func TestEngineStartsFromALocalImage(t *testing.T) {
	e := realEngine(t)
	for backend, kind := range backends {
		t.Run(backend, func(t *testing.T) {
			base := e.name()
			_, err := Build(t.Context(), e.Engine, Spec{Tags: []string{base}, Context: withTool(t, nil),
				DockerfileInline: e.marked("FROM scratch\nCOPY . /\nLABEL base=yes\n")}, kind, nil)
			must(t, err)
			name := e.name()
			var log recorder
			id, err := Build(t.Context(), e.Engine, Spec{Tags: []string{name}, Context: t.TempDir(),
				DockerfileInline: "FROM " + base + "\nRUN [\"/tool\", \"say\", \"from the base\"]\n"}, kind, log.add)
			must(t, err)
			got, err := e.ImageInspect(t.Context(), name)
			must(t, err)
			if got.ID != id || got.Config.Labels["base"] != "yes" || !log.said("from the base") {
				t.Errorf("%s is %s with %v; said: %q", name, got.ID, got.Config.Labels, said(log.events))
			}
		})
	}
}

func TestEngineFetchesARemoteContext(t *testing.T) {
	e := realEngine(t)
	archive := filepath.Join(t.TempDir(), "context.tar")
	dir := tree(t, map[string]string{"Dockerfile": e.marked("FROM scratch\nCOPY Dockerfile /\nLABEL from=remote\n"),
		"D": e.marked("FROM scratch\nCOPY gone /\n")})
	if out, err := exec.Command("tar", "-C", dir, "-cf", archive, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Dir(archive))))
	defer server.Close()
	url := server.URL + "/context.tar"
	for backend, kind := range backends {
		t.Run(backend, func(t *testing.T) {
			name := e.name()
			id, err := Build(t.Context(), e.Engine, Spec{Tags: []string{name}, Context: url}, kind, nil)
			must(t, err)
			got, err := e.ImageInspect(t.Context(), name)
			must(t, err)
			if got.ID != id || got.Config.Labels["from"] != "remote" {
				t.Errorf("%s is %s with %v", name, got.ID, got.Config.Labels)
			}
			_, err = Build(t.Context(), e.Engine, Spec{Tags: []string{name}, Context: url, Dockerfile: "D"}, kind, nil)
			var failure *Failure
			if !errors.As(err, &failure) {
				t.Errorf("got %v, want a Failure", err)
			}
		})
	}
}
