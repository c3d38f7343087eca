package engine

import (
	"slices"
	"strings"
	"testing"

	"gocompose/compose/diag"
	"gocompose/engine/build"
	"gocompose/engine/plan"
)

const missingFiles = `
services:
  a:
    build:
      dockerfile_inline: FROM x
      secrets: [tok, {source: key, target: other}]
  b:
    build:
      dockerfile_inline: FROM x
      secrets: [tok]
secrets:
  tok:
    file: gone
  key: {file: gone-too}
`

func TestMissingFileOfABuildSecretIsAtTheSecret(t *testing.T) {
	b := newBench(t, missingFiles)
	state, err := b.engine.Observe(t.Context(), "shop")
	if err != nil {
		t.Fatal(err)
	}
	images, problems := plan.Images(b.project, state, plan.ImageOptions{})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	var got [][2]int // line of the problem, line of the build's item
	for _, d := range b.engine.CheckBuilds(t.Context(), b.project, images, BuildOptions{}) {
		if strings.HasPrefix(d.Summary, "the file ") {
			if len(d.Related) != 1 {
				t.Fatalf("%v has %d places besides", d, len(d.Related))
			}
			got = append(got, [2]int{d.Pos.Line, d.Related[0].Pos.Line})
		}
	}
	if want := [][2]int{{13, 6}, {14, 6}}; !slices.Equal(got, want) {
		t.Errorf("at lines %v, want %v", got, want)
	}
}

func TestBuildGoesWithoutACacheOnce(t *testing.T) {
	b := newBench(t, `
services:
  a: {build: &b {dockerfile_inline: FROM x, cache_from: ["app:one", "app:two"]}}
  b: {build: *b}
`)
	r := &run{}
	for _, name := range []string{"a", "b"} {
		for _, item := range []string{"app:one", "app:two"} {
			r.goesWithout(b.project.Services[name], &build.InputError{Attribute: "cache_from", Item: item, Problem: item + " is not used", Hint: "h", Ignored: true})
		}
	}
	said := r.said()
	if len(said) != 2 || said[0].Severity != diag.Warning || said[0].Pos.Line != 3 || said[0].Pos.Column != 58 || said[1].Pos.Column != 69 {
		t.Errorf("said %+v", said)
	}
}
