package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gocompose/compose/diag"
	"gocompose/engine"
	"gocompose/engine/build"
)

func TestFailure(t *testing.T) {
	place := diag.Diagnostic{Pos: at("compose.yaml", 7, 5), Summary: `unknown key "port"`}
	excerpt := "compose.yaml:7:5: unknown key \"port\"\n  7 |     port: [\"8080:80\"]\n    |     ^^^^\n\n1 problem in compose.yaml; nothing was changed\n"
	for _, c := range []struct {
		err  error
		want string
	}{
		{errors.New("no engine answers; start Docker"), "error: no engine answers; start Docker\n"},
		{errors.New("one\ntwo \x1b[31mred\n"), "error: one\ntwo red\n"},
		{fmt.Errorf("load: %w", diag.List{place}.Err()), excerpt},
		{fmt.Errorf("load: %w", place), excerpt},
	} {
		var b strings.Builder
		if err := Failure(&b, c.err, sourcesOf(broken), Style{}); err != nil {
			t.Fatal(err)
		}
		if b.String() != c.want {
			t.Errorf("got\n%swant\n%s", b.String(), c.want)
		}
	}
}

func TestFailureJSON(t *testing.T) {
	var b strings.Builder
	FailureJSON(&b, errors.New("no engine answers"))
	FailureJSON(&b, diag.List{{Pos: at("compose.yaml", 7, 5), Summary: "wrong"}}.Err())
	want := `{"schema":"gocompose.diagnostic/v1","error":true,"message":"no engine answers","severity":"error","summary":"no engine answers"}
{"schema":"gocompose.diagnostic/v1","error":true,"message":"compose.yaml:7:5: wrong","severity":"error","pos":{"file":"compose.yaml","line":7,"column":5},"summary":"wrong"}
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestTroubleIsBounded(t *testing.T) {
	long := strings.Repeat("a long line of a log ", 40)
	var log []string
	for range 60 {
		log = append(log, long, "")
	}
	why := troubleOf(&engine.StepError{Err: errors.New("it failed"), Evidence: &engine.Evidence{Logs: log}})
	got := why.lines(Style{Width: 80}, "x")
	if most := 2 + lastLines*mostWrapping; len(got) > most {
		t.Errorf("%d lines, want at most %d", len(got), most)
	}
	tidy(t, lines(got), Style{Width: 80})
}

func TestDockerfileIsShownFromHere(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(here, "web", "Dockerfile"): "web/Dockerfile:3",
		filepath.Join(here, "..", "Dockerfile"):  filepath.Join(filepath.Dir(here), "Dockerfile") + ":3",
		"dockerfile_inline":                      "dockerfile_inline:3",
	} {
		if got := troubleOf(&build.Failure{Dockerfile: path, Line: 3}).Place; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
