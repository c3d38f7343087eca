package ui

import (
	"encoding/json"
	"strings"
	"testing"
)

func psRowsOfShop() []PsRow {
	return []PsRow{
		{Schema: PsSchema, Publishers: []Publisher{}, Name: "shop-db-1", Image: "postgres:17", Command: `"docker-entrypoint.s…"`, Service: "db", RunningFor: "2 minutes ago",
			Status: "Up 2 minutes (healthy)", Ports: "5432/tcp", State: "running", Health: "healthy", Labels: "a=b,c=<d>"},
		{Schema: PsSchema, Name: "shop-web-1", Image: "registry.example.com/shop/web:2026.11", Command: `"python app.py"`, Service: "web",
			RunningFor: "5 seconds ago", Status: "Up 3 seconds", Ports: "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp", State: "running",
			Publishers: []Publisher{{URL: "0.0.0.0", TargetPort: 80, PublishedPort: 8080, Protocol: "tcp"}}},
	}
}

func table(t *testing.T, tab Table, style Style) string {
	t.Helper()
	var b strings.Builder
	if err := tab.Write(&b, style); err != nil {
		t.Fatal(err)
	}
	tidy(t, b.String(), style)
	return b.String()
}

func TestTables(t *testing.T) {
	ls := lsTable([]LsRow{{"shop", "running(2)", "/srv/shop/compose.yaml,/srv/shop/compose.override.yaml"}, {"a-name-of-more-than-20", "exited(1), running(2)", "/a.yaml"}})
	golden(t, "tables/ps.txt", table(t, psTable(psRowsOfShop()), Style{}))
	golden(t, "tables/ps-80.txt", table(t, psTable(psRowsOfShop()), Style{Width: 80}))
	golden(t, "tables/ps-60.txt", table(t, psTable(psRowsOfShop()), Style{Width: 60}))
	golden(t, "tables/ps-100.txt", table(t, psTable(psRowsOfShop()), Style{Width: 100}))
	golden(t, "tables/ls.txt", table(t, ls, Style{}))
}

// TestEmptyTable has the header as docker compose prints it, byte for byte.
func TestEmptyTable(t *testing.T) {
	if got, want := table(t, psTable(nil), Style{}), "NAME      IMAGE     COMMAND   SERVICE   CREATED   STATUS    PORTS\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := table(t, lsTable(nil), Style{}), "NAME                STATUS              CONFIG FILES\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTableFitsAnyWindow(t *testing.T) {
	rows := psRowsOfShop()
	rows[0].Name = "한글-\x1b[31mred\x1b[0m-\n1"
	for _, style := range anyStyle() {
		table(t, psTable(rows), style)
	}
}

// listed gives rows in a format, as into a pipe.
func listed[T any](t *testing.T, l Listing[T], format string, rows []T) string {
	t.Helper()
	f, err := l.Parse(format)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := l.Write(&Terminal{Writer: &b, Size: unknownSize}, f, rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPsJSON(t *testing.T) {
	golden(t, "tables/ps.json", listed(t, Ps, "json", psRowsOfShop()))
	var rows []map[string]any
	array := listed(t, Ps, "json-array", psRowsOfShop())
	if err := json.Unmarshal([]byte(array), &rows); err != nil || len(rows) != 2 || rows[0]["schema"] != PsSchema {
		t.Errorf("%v: %s", err, array)
	}
}

func TestNoRowsInJSON(t *testing.T) {
	for format, want := range map[string]string{"json": "", "json-array": "[]\n", "{{.Name}}": "", "table {{.Name}}": "NAME\n"} {
		if got := listed(t, Ps, format, nil); got != want {
			t.Errorf("%s gives %q, want %q", format, got, want)
		}
	}
	if got := listed(t, Ls, "json", nil); got != "[]\n" {
		t.Errorf("got %q", got)
	}
}

func TestVersionJSON(t *testing.T) {
	var b strings.Builder
	VersionJSON(&b, VersionRow{Version: "v1.2.3"})
	if got, want := b.String(), `{"version":"v1.2.3"}`+"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
