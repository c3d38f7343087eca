package ui

import (
	"strings"
	"testing"

	"gocompose/compose/diag"
)

// broken is the example of a file with several problems.
var broken = map[string]string{
	"compose.yaml": `services:
  db:
    image: postgres:17
  cache: { image: redis:7 }
  web:
    image: shop-web
    port: ["8080:80"]
    environment:
      NAME: "${NAME:?set it}"
      한글: 값이 틀렸다 # the wide one
    # depends_on follows
    depends_on: [databse, cache]
`,
	"compose.prod.yaml": "services:\n  db:\n    # more memory\n  mem_limit: 1.5 GB\n\tname: bad\x1b[31m\n",
	"long.json":         `{"services":{"web":{"image":"` + strings.Repeat("x", 300) + `","port":[1,2]}}}`,
}

func sourcesOf(files map[string]string) Sources {
	return func(name string) []byte {
		if text, ok := files[name]; ok {
			return []byte(text)
		}
		return nil
	}
}

func at(file string, line, column int) diag.Pos {
	return diag.Pos{File: file, Line: line, Column: column}
}

func problems() diag.List {
	return diag.List{
		{Pos: at("compose.yaml", 12, 18), Summary: `service web needs "databse", which is not defined`,
			Hint: "services here are cache, database, web"},
		{Pos: at("compose.yaml", 7, 5), Summary: `unknown key "port" in service web`, Hint: `did you mean "ports"?`},
		{Pos: at("compose.prod.yaml", 4, 14), Summary: `"1.5 GB" is not a size`, Hint: "write 1.5gb or 1610612736"},
		{Pos: at("compose.prod.yaml", 5, 2), Summary: "a tab begins the line"},
		{Pos: at("compose.yaml", 9, 14), Summary: "variable NAME is not set"},
		{Pos: at("compose.yaml", 10, 11), Summary: "a wide value"},
		{Pos: at("compose.yaml", 5, 3), Summary: `service "web" is defined twice`, Hint: "remove one of them",
			Related: []diag.Related{{Pos: at("compose.yaml", 2, 3), Note: "the first one"}}},
		{Pos: at("long.json", 1, 334), Summary: `unknown key "port"`},
		{Pos: at("gone.yaml", 3, 1), Summary: "a place that cannot be shown"},
		{Severity: diag.Warning, Pos: at("compose.yaml", 3, 12), Summary: "postgres 17 is old", Hint: "take 18"},
		{Summary: "a problem without a place"},
	}
}

func TestDiagnostics(t *testing.T) {
	for name, style := range map[string]Style{
		"plain":   {},
		"window":  {Width: 80},
		"narrow":  {Width: 40},
		"colours": {Width: 100, Colour: true},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := Diagnostics(&b, problems(), sourcesOf(broken), style); err != nil {
				t.Fatal(err)
			}
			golden(t, "diagnostics/"+name+".txt", b.String())
		})
	}
}

func TestDiagnosticsJSON(t *testing.T) {
	var b strings.Builder
	if err := DiagnosticsJSON(&b, problems()); err != nil {
		t.Fatal(err)
	}
	golden(t, "diagnostics/json.txt", b.String())
}

func TestDiagnosticsFitAnyWindow(t *testing.T) {
	for _, style := range anyStyle() {
		var b strings.Builder
		if err := Diagnostics(&b, problems(), sourcesOf(broken), style); err != nil {
			t.Fatal(err)
		}
		tidy(t, b.String(), style)
	}
}

func TestTally(t *testing.T) {
	one := diag.Diagnostic{Pos: at("a.yaml", 1, 1)}
	two := diag.Diagnostic{Pos: at("b.yaml", 1, 1)}
	for want, list := range map[string]diag.List{
		"1 problem in a.yaml; nothing was changed":   {one},
		"2 problems in a.yaml; nothing was changed":  {one, one},
		"3 problems in 2 files; nothing was changed": {one, one, two},
		"2 problems; nothing was changed":            {{}, {}},
	} {
		if got := tally(list); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestWarningsAloneHaveNoTally(t *testing.T) {
	var b strings.Builder
	Diagnostics(&b, diag.List{{Severity: diag.Warning, Summary: "old"}}, nil, Style{})
	if got, want := b.String(), "warning: old\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTokenEnd(t *testing.T) {
	for _, c := range []struct{ line, token string }{
		{"    port: 80", "port"},
		{"  mem_limit: 1.5 GB", "1.5 GB"},
		{"  mem_limit: 1.5 GB   # too much", "1.5 GB"},
		{"  url: http://host:80/#a", "http://host:80/#a"},
		{"  depends_on: [databse, cache]", "databse"},
		{"  depends_on: [databse, cache]", "cache"},
		{"    databse, cache]", "databse"},
		{"  depends_on: [databse, cache] # x", "[databse, cache]"},
		{"  x: {a: 1, b: {c: 2}}", "{a: 1, b: {c: 2}}"},
		{"  x: {a: 1, b: 2}", "a"},
		{`  - "8080:80"`, `"8080:80"`},
		{`  - "a \" b" # c`, `"a \" b"`},
		{`  - 'it''s' # c`, `'it''s'`},
		{`  - 'open`, `'open`},
		{`  k: "${A:-${B}}"`, "${A:-${B}}"},
		{`  k: a$NAME-b`, "$NAME"},
		{"  k: *alias", "*alias"},
		{"  k: !reset null", "!reset"},
		{"  k: a, b c", "a, b c"},
		{"  - one", "one"},
		{"  k: [a", "[a"},
		{"  k: $", "$"},
	} {
		line := []rune(c.line)
		start := len([]rune(c.line[:strings.LastIndex(c.line, c.token)]))
		if got := string(line[start:tokenEnd(line, start)]); got != c.token {
			t.Errorf("%q: got %q, want %q", c.line, got, c.token)
		}
	}
	if got := tokenEnd([]rune("key:"), 9); got != 10 {
		t.Errorf("after the end of the line: got %d, want 10", got)
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add("a: [b, 'c\t한", 3, 20)
	f.Add("\x00\xff\u202e", 1, 1)
	f.Fuzz(func(t *testing.T, line string, column, columns int) {
		style := Style{Width: columns % 200}
		var b strings.Builder
		list := diag.List{{Pos: at("f", 1, column), Summary: line, Hint: line}}
		Diagnostics(&b, list, func(string) []byte { return []byte(line) }, style)
		tidy(t, b.String(), style)
	})
}
