package ui

import (
	"strings"
	"testing"
)

func TestTemplates(t *testing.T) {
	rows := psRowsOfShop()
	rows[0].ByLabel = map[string]string{"com.example.team": "data\x1b[31m"}
	for _, c := range []struct{ format, want string }{
		{"{{.Name}}: {{upper .State}}", "shop-db-1: RUNNING\nshop-web-1: RUNNING\n"},
		{`{{.Name}}\t{{len .Publishers}}`, "shop-db-1\t0\nshop-web-1\t1\n"},
		{`{{range .Publishers}}{{.PublishedPort}}{{end}}`, "\n8080\n"},
		{`{{.Label "com.example.team"}}`, "data\n\n"},
		{`table {{.Name}}\t{{.Status}}`, "NAME         STATUS\nshop-db-1    Up 2 minutes (healthy)\nshop-web-1   Up 3 seconds\n"},
		{`table {{lower .Service}}\t{{.Label "com.example.team"}}\t{{.ID}}`, "SERVICE   TEAM      CONTAINER ID\ndb        data\nweb\n"},
	} {
		if got := listed(t, Ps, c.format, rows); got != c.want {
			t.Errorf("%s gives\n%swant\n%s", c.format, got, c.want)
		}
	}
	if got := listed(t, Ls, "{{json .}}", []LsRow{{"shop", "running(1)", "<stdin>"}}); got != `{"Name":"shop","Status":"running(1)","ConfigFiles":"<stdin>"}`+"\n" {
		t.Error(got)
	}
}

// TestWrongFormats holds that what cannot be is told before anything is listed.
func TestWrongFormats(t *testing.T) {
	for format, want := range map[string]string{
		"yaml":              `"yaml" is not a format; write table, json, json-array, or a Go template such as {{.Name}}`,
		"{{.Foo}}":          "--format: there is no .Foo; there are .Name, .Status, .ConfigFiles",
		"table {{.Foo}}":    "--format: there is no .Foo; there are .Name, .Status, .ConfigFiles",
		"{{.Name":           "--format: :1: unclosed action",
		"{{nothing .Name}}": `--format: :1: function "nothing" not defined`,
	} {
		if _, err := Ls.Parse(format); err == nil || err.Error() != want {
			t.Errorf("%s gives %v, want %s", format, err, want)
		}
	}
	for _, format := range []string{"{{index .Name 99}}", "table {{index .Name 99}}"} {
		f, err := Ls.Parse(format)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := Ls.Write(&Terminal{Writer: &b, Size: unknownSize}, f, []LsRow{{}}); err == nil || !strings.HasPrefix(err.Error(), "--format: cannot execute") {
			t.Error(err)
		}
	}
}

// TestView draws rows over each other, as many as the window has room for.
func TestView(t *testing.T) {
	s := newScreen(t, 60, 4)
	v := NewView(&Terminal{Writer: s, Window: true, Live: true, Term: "xterm", Size: func() (int, int) { return 60, 4 }})
	rows := []StatsRow{{Name: "a", CPUPerc: "1.00%"}, {Name: "b", CPUPerc: "2.00%"}}
	f, err := Stats.Parse("table {{.Name}}\t{{.CPUPerc}}")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ cpu, want string }{{"1.00%", "1.00%"}, {"7.00%", "7.00%"}} {
		rows[0].CPUPerc = c.cpu
		if err := Stats.Show(v, f, rows); err != nil {
			t.Fatal(err)
		}
		if got, want := s.text(), "NAME      CPU %\na         "+c.want+"\nb         2.00%\n"; got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
		if s.hidden || s.unwrapped {
			t.Error("a frame leaves the terminal other than it was")
		}
	}
	if err := Stats.Show(v, f, append(rows, StatsRow{Name: "c"}, StatsRow{Name: "d"})); err != nil {
		t.Fatal(err)
	}
	if got := s.text(); !strings.HasSuffix(got, "a         7.00%\n… and 3 more\n") {
		t.Error(got)
	}
}
