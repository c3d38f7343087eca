package ui

import (
	"strings"
	"testing"
)

func TestNews(t *testing.T) {
	for _, c := range []struct {
		news News
		want string
	}{
		{News{Text: "watching web"}, "watching web"},
		{News{Service: "web", Text: "synced", Files: []string{"a"}}, "web: synced 1 file (a)"},
		{News{Service: "web", Text: "synced", Files: []string{"a", "b", "c", "d"}}, "web: synced 4 files (a, b, c, …)"},
		{News{Service: "web", Text: "restarts", Because: []string{"a", "b"}}, "web: restarts since a, b changed"},
		{News{Service: "web", Text: "synced", Files: []string{"a\x1b[2J"}}, "web: synced 1 file (" + clean("a\x1b[2J") + ")"},
	} {
		if got := c.news.line(Style{}); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestNewsAsJSON(t *testing.T) {
	var b strings.Builder
	if err := (News{Project: "p", Text: "web-1 -> <done> & gone"}).Show(&Terminal{Writer: &b, Size: unknownSize}, ModeJSON); err != nil {
		t.Fatal(err)
	}
	if want := `"text":"web-1 -> <done> & gone"`; !strings.Contains(b.String(), want) {
		t.Errorf("%s has no %s", b.String(), want)
	}
}
