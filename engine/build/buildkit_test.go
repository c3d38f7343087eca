package build

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	control "github.com/moby/buildkit/api/services/control"
	"github.com/moby/buildkit/session"
	"github.com/moby/buildkit/session/auth"
	"github.com/moby/buildkit/session/filesync"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// built is the answer of a BuildKit that is content.
func built(context.Context, *control.SolveRequest, session.Caller) (*control.SolveResponse, error) {
	return &control.SolveResponse{ExporterResponse: map[string]string{"containerimage.digest": "sha256:1"}}, nil
}

// fetch lets the engine's side of a session have a folder, and gives its files by name.
func fetch(t *testing.T, caller session.Caller, folder string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := filesync.FSSync(context.Background(), caller, filesync.FSSendRequestOpt{Name: folder, DestDir: dir}); err != nil {
		return map[string]string{"error": err.Error()}
	}
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		must(t, err)
		files[entry.Name()] = string(data)
	}
	return files
}

func TestBuildKitGetsTheSpec(t *testing.T) {
	dir := tree(t, map[string]string{"Dockerfile": "FROM scratch\n", "a": "text", "D": "FROM a\n", "D.dockerignore": "a\n"})
	for name, c := range map[string]struct {
		spec       Spec
		attrs      map[string]string
		dockerfile map[string]string
		context    bool
	}{
		"plain": {
			Spec{Context: dir, Tags: []string{"x", "y:z"}},
			map[string]string{"filename": "Dockerfile", "image-resolve-mode": "default"},
			map[string]string{"Dockerfile": "FROM scratch\n"}, true},
		"everything": {
			Spec{Context: dir, Dockerfile: "D", Target: "t", NoCache: true, Pull: true,
				Args: map[string]string{"A": "1"}, Labels: map[string]string{"l": "v"}},
			map[string]string{"filename": "D", "image-resolve-mode": "pull", "target": "t", "no-cache": "",
				"build-arg:A": "1", "label:l": "v"},
			map[string]string{"D": "FROM a\n", "D.dockerignore": "a\n"}, true},
		"inline": {
			Spec{Context: dir, DockerfileInline: "FROM b\n"},
			map[string]string{"filename": "Dockerfile", "image-resolve-mode": "default"},
			map[string]string{"Dockerfile": "FROM b\n"}, true},
		"remote": {
			Spec{Context: "https://example.com/r.git", Dockerfile: "sub/D"},
			map[string]string{"filename": "sub/D", "image-resolve-mode": "default", "context": "https://example.com/r.git"},
			nil, false},
		"remote with a dockerfile from here": {
			Spec{Context: "https://example.com/r.git", DockerfileInline: "FROM b\n"},
			map[string]string{"filename": "Dockerfile", "image-resolve-mode": "default", "context": "https://example.com/r.git",
				"dockerfilekey": "dockerfile"},
			map[string]string{"Dockerfile": "FROM b\n"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			engine := &fakeEngine{solve: func(ctx context.Context, req *control.SolveRequest, caller session.Caller) (*control.SolveResponse, error) {
				if !maps.Equal(req.FrontendAttrs, c.attrs) {
					t.Errorf("attributes are %v, want %v", req.FrontendAttrs, c.attrs)
				}
				if req.Frontend != "dockerfile.v0" || req.ExporterDeprecated != "moby" ||
					req.ExporterAttrsDeprecated["name"] != strings.Join(c.spec.Tags, ",") {
					t.Errorf("frontend %s, exporter %s %v", req.Frontend, req.ExporterDeprecated, req.ExporterAttrsDeprecated)
				}
				if got := fetch(t, caller, "dockerfile"); c.dockerfile != nil && !maps.Equal(got, c.dockerfile) {
					t.Errorf("the Dockerfile's folder holds %q, want %q", got, c.dockerfile)
				}
				if got := fetch(t, caller, "context"); (got["a"] == "text") != c.context {
					t.Errorf("the context holds %q", got)
				}
				return built(ctx, req, caller)
			}}
			id, err := Build(t.Context(), engine.start(t), c.spec, Auto, nil)
			if err != nil || id != "sha256:1" {
				t.Errorf("got %q, %v", id, err)
			}
			wantNoGoroutines(t)
		})
	}
}

func TestSharedKeyStaysWithTheContext(t *testing.T) {
	dir, other := tree(t, map[string]string{"Dockerfile": "FROM scratch\n", "D": "FROM x\n"}), tree(t, map[string]string{"Dockerfile": "FROM scratch\n"})
	var keys []string
	engine := &fakeEngine{solve: func(ctx context.Context, req *control.SolveRequest, caller session.Caller) (*control.SolveResponse, error) {
		keys = append(keys, caller.SharedKey())
		return built(ctx, req, caller)
	}}
	cli := engine.start(t)
	for _, spec := range []Spec{{Context: dir}, {Context: dir, Dockerfile: "D", Target: "x"}, {Context: other}} {
		_, err := Build(t.Context(), cli, spec, Auto, nil)
		must(t, err)
	}
	if keys[0] == "" || keys[0] != keys[1] || keys[0] == keys[2] {
		t.Errorf("keys are %q", keys)
	}
}

func TestBuildKitAsksForLogins(t *testing.T) {
	withConfig(t, `{"auths":{
		"registry.example.com":{"auth":"dXNlcjpwYXNz"},
		"https://index.docker.io/v1/":{"auth":"aHViOnBhc3M="},
		"token.example.com":{"auth":"dXNlcjo=","identitytoken":"tok"}}}`)
	got := map[string]string{}
	engine := &fakeEngine{solve: func(ctx context.Context, req *control.SolveRequest, caller session.Caller) (*control.SolveResponse, error) {
		for _, host := range []string{"registry.example.com", "registry-1.docker.io", "token.example.com", "other.example.com"} {
			resp, err := auth.NewAuthClient(caller.Conn()).Credentials(ctx, &auth.CredentialsRequest{Host: host})
			if err != nil {
				return nil, err
			}
			got[host] = resp.Username + ":" + resp.Secret
		}
		return built(ctx, req, caller)
	}}
	_, err := Build(t.Context(), engine.start(t), Spec{Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Auto, nil)
	must(t, err)
	want := map[string]string{"registry.example.com": "user:pass", "registry-1.docker.io": "hub:pass",
		"token.example.com": ":tok", "other.example.com": ":"}
	if !maps.Equal(got, want) {
		t.Errorf("logins are %v, want %v", got, want)
	}
}

func TestFallsBackToTheClassicBuilder(t *testing.T) {
	answer := func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		io.WriteString(w, `{"aux":{"ID":"sha256:classic"}}`)
	}
	for name, engine := range map[string]*fakeEngine{
		"no /grpc":                      {classic: answer, os: "linux"},
		"Windows, where nobody says so": {classic: answer, os: "windows", solve: built},
		"no /session":                   {classic: answer, os: "linux", solve: built, sessionless: true},
		"an experiment": {classic: answer, os: "linux", solve: built, between: func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(http.StatusNotImplemented)
			return true
		}},
	} {
		t.Run(name, func(t *testing.T) {
			id, err := Build(t.Context(), engine.start(t), Spec{Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Auto, nil)
			if err != nil || id != "sha256:classic" {
				t.Errorf("got %q, %v", id, err)
			}
		})
	}
}

func TestNoFallbackFromARefusal(t *testing.T) {
	for _, c := range []struct {
		status           int
		path, body, want string
	}{
		{http.StatusUnauthorized, "/grpc", `{"message":"who are you?"}`, "/grpc with HTTP status 401: who are you?;"},
		{http.StatusServiceUnavailable, "/grpc", "<h1>later</h1>\n", "/grpc with HTTP status 503: <h1>later</h1>;"},
		{http.StatusForbidden, "/session", "", "/session with HTTP status 403;"},
	} {
		t.Run(fmt.Sprint(c.status), func(t *testing.T) {
			engine := &fakeEngine{solve: built, between: func(w http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path != c.path {
					return false
				}
				w.WriteHeader(c.status)
				io.WriteString(w, c.body)
				return true
			}}
			_, err := Build(t.Context(), engine.start(t), Spec{Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Auto, nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
			wantNoGoroutines(t)
		})
	}
}

// TestHeadersComeAlong builds behind a proxy that wants one.
func TestHeadersComeAlong(t *testing.T) {
	engine := &fakeEngine{solve: built, between: func(w http.ResponseWriter, r *http.Request) bool {
		known := r.Header.Get("X-Auth") == "me"
		if !known {
			w.WriteHeader(http.StatusUnauthorized)
		}
		return !known
	}}
	e := engine.start(t)
	e.Headers = map[string]string{"x-auth": "me"}
	_, err := Build(t.Context(), e, Spec{Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Auto, nil)
	must(t, err)
}

func TestNoFallbackFromAnEngineThatIsGone(t *testing.T) {
	_, err := Build(t.Context(), engineAt(t, "tcp://"+closedPort(t), "1.41"), Spec{Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Auto, nil)
	if err == nil || errors.Is(err, errNoBuildKit) {
		t.Errorf("got %v", err)
	}
}

func TestLostEngine(t *testing.T) {
	engine := &fakeEngine{solve: func(context.Context, *control.SolveRequest, session.Caller) (*control.SolveResponse, error) {
		return nil, status.Error(codes.Unavailable, "transport is closing")
	}}
	_, err := Build(t.Context(), engine.start(t), Spec{Tags: []string{"shop-web"}, Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Auto, nil)
	var failure *Failure
	if err == nil || errors.As(err, &failure) || !strings.Contains(err.Error(), "shop-web") || !strings.Contains(err.Error(), "run it again") {
		t.Errorf("got %v", err)
	}
	wantNoGoroutines(t)
}

func TestConnectionLostWhileBuilding(t *testing.T) {
	engine := &fakeEngine{}
	engine.solve = func(ctx context.Context, _ *control.SolveRequest, _ session.Caller) (*control.SolveResponse, error) {
		engine.grpc.Close()
		<-ctx.Done()
		return nil, ctx.Err()
	}
	_, err := Build(t.Context(), engine.start(t), Spec{Tags: []string{"shop-web"}, Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Auto, nil)
	var failure *Failure
	if err == nil || errors.As(err, &failure) || !strings.Contains(err.Error(), "lost the engine while building shop-web") {
		t.Errorf("got %v", err)
	}
	wantNoGoroutines(t)
}

func TestAnswerWithoutAnImage(t *testing.T) {
	engine := &fakeEngine{solve: func(context.Context, *control.SolveRequest, session.Caller) (*control.SolveResponse, error) {
		return &control.SolveResponse{}, nil
	}}
	if id, err := Build(t.Context(), engine.start(t), Spec{Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Auto, nil); err == nil {
		t.Errorf("got %q and no error", id)
	}
}

// errStopped is what the user's Ctrl-C would be.
var errStopped = errors.New("stopped")

func TestCancelWhileBuilding(t *testing.T) {
	stopped := make(chan struct{})
	ctx, cancel := context.WithCancelCause(t.Context())
	engine := &fakeEngine{
		solve: func(ctx context.Context, _ *control.SolveRequest, _ session.Caller) (*control.SolveResponse, error) {
			cancel(errStopped)
			<-ctx.Done()
			close(stopped)
			return nil, ctx.Err()
		},
		status: func(stream control.Control_StatusServer) error {
			<-stream.Context().Done()
			return nil
		}}
	_, err := Build(ctx, engine.start(t), Spec{Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Auto, nil)
	if !errors.Is(err, errStopped) {
		t.Errorf("got %v, want %v", err, errStopped)
	}
	<-stopped
	wantNoGoroutines(t)
}

func TestCancelWhileTheEngineIsSilent(t *testing.T) {
	for _, path := range []string{"/_ping", "/grpc", "/session", "/v1.41/build"} {
		t.Run(strings.TrimPrefix(path, "/"), func(t *testing.T) {
			engine := &fakeEngine{solve: built, silent: path, reached: make(chan struct{})}
			backend := Auto
			if strings.HasSuffix(path, "build") {
				backend = Classic
			}
			ctx, cancel := context.WithCancelCause(t.Context())
			cli := engine.start(t)
			done := make(chan error)
			go func() {
				_, err := Build(ctx, cli, Spec{Context: t.TempDir(), DockerfileInline: "FROM x\n"}, backend, nil)
				done <- err
			}()
			<-engine.reached
			cancel(errStopped)
			if err := <-done; !errors.Is(err, errStopped) {
				t.Errorf("got %v, want %v", err, errStopped)
			}
			wantNoGoroutines(t)
		})
	}
}

func TestProgressThatNeverEndsKeepsNoBuild(t *testing.T) {
	engine := &fakeEngine{solve: built, status: func(stream control.Control_StatusServer) error {
		<-stream.Context().Done()
		return nil
	}}
	id, err := Build(t.Context(), engine.start(t), Spec{Context: t.TempDir(), DockerfileInline: "FROM x\n"}, Auto, nil)
	if err != nil || id != "sha256:1" {
		t.Errorf("got %q, %v", id, err)
	}
	wantNoGoroutines(t)
}
