package enginetest_test

import (
	"io"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/build"

	"gocompose/engine/enginetest"
)

// classic builds files and gives the answer's text.
func classic(t *testing.T, srv *enginetest.Server, o build.ImageBuildOptions, files ...string) (string, error) {
	t.Helper()
	answer, err := dial(t, srv).ImageBuild(bounded(t), strings.NewReader(tarOf(files...)), o)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	check(t, err)
	return string(text), nil
}

func TestBuildOutcome(t *testing.T) {
	for _, c := range []struct{ name, dockerfile, want string }{
		{"success", "FROM base\nRUN true\n", `"Successfully tagged out:latest\n"`},
		{"words", "FROM base\nRUN echo hello\n", `{"stream":"hello\n"}`},
		{"failure", "FROM base\nRUN exit 7\n", `The command '/bin/sh -c exit 7' returned a non-zero code: 7`},
		{"failure in a list", "FROM base\nRUN [\"test-tool\", \"exit\", \"7\"]\n", `"errorDetail":{"code":7,"message":"The command 'test-tool exit 7' returned a non-zero code: 7"}`},
		{"failure after success", "FROM base\nRUN echo a && false\n", `returned a non-zero code: 1`},
		{"missing base", "FROM none\n", `pull access denied for none, repository does not exist`},
		{"missing source", "FROM base\nCOPY none /\n", `stat none: file does not exist`},
		{"base from a registry", "FROM remote\n", `Successfully tagged`},
		{"variables", "ARG FROM=base\nFROM ${FROM}\n", `Successfully tagged`},
	} {
		srv := enginetest.New(t)
		srv.AddImage("base", enginetest.Image{})
		srv.AddRemoteImage("remote", enginetest.Image{})
		text, err := classic(t, srv, build.ImageBuildOptions{Tags: []string{"out"}}, "Dockerfile", c.dockerfile)
		if err != nil || !strings.Contains(text, c.want) {
			t.Errorf("%s: %s %v, want %s", c.name, text, err, c.want)
		}
	}
}

func TestBuildKnowsContexts(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddImage("base", enginetest.Image{Env: []string{"A=1"}})
	id := func(arg string, files ...string) string {
		t.Helper()
		_, err := classic(t, srv, build.ImageBuildOptions{Tags: []string{"out"}, BuildArgs: map[string]*string{"ARG": &arg}}, files...)
		check(t, err)
		built, err := dial(t, srv).ImageInspect(bounded(t), "out")
		check(t, err)
		return built.ID
	}
	dockerfile := "FROM base\nARG ARG\nENV GIVEN=$ARG\nCOPY a /\nCMD [\"x\"]\n"
	first := id("1", "Dockerfile", dockerfile, "a", "text")
	for _, c := range []struct {
		name string
		id   string
		same bool
	}{
		{"same", id("1", "Dockerfile", dockerfile, "a", "text"), true},
		{"other file not copied", id("1", "Dockerfile", dockerfile, "a", "text", "b", "x"), true},
		{"file changed", id("1", "Dockerfile", dockerfile, "a", "other"), false},
		{"argument changed", id("2", "Dockerfile", dockerfile, "a", "text"), false},
		{"instruction changed", id("1", "Dockerfile", dockerfile+"USER app\n", "a", "text"), false},
	} {
		if (c.id == first) != c.same {
			t.Errorf("%s: %s and %s", c.name, c.id, first)
		}
	}
}

func TestBuildRefused(t *testing.T) {
	srv := enginetest.New(t)
	srv.FailCall(enginetest.Fault{Path: "/build", Nth: 2, Status: 500, Message: "no space left on device"})
	if _, err := classic(t, srv, build.ImageBuildOptions{Dockerfile: "none"}, "Dockerfile", "FROM scratch\n"); err == nil || !strings.Contains(err.Error(), "Cannot locate specified Dockerfile: none") {
		t.Errorf("missing Dockerfile: %v", err)
	}
	if _, err := classic(t, srv, build.ImageBuildOptions{}, "Dockerfile", "FROM scratch\n"); err == nil || !strings.Contains(err.Error(), "no space left on device") {
		t.Errorf("scripted: %v", err)
	}
	if _, err := classic(t, srv, build.ImageBuildOptions{Version: build.BuilderBuildKit}, "Dockerfile", "FROM scratch\n"); err == nil || !strings.Contains(err.Error(), "BuildKit") {
		t.Errorf("BuildKit: %v", err)
	}
}
