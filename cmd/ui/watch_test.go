package ui

import "testing"

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
