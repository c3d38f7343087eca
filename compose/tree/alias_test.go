package tree_test

import (
	"fmt"
	"strings"
	"testing"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

func TestMergeKeys(t *testing.T) {
	const anchors = "x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\n"
	for text, want := range map[string]string{
		"z: {<<: *x}":                       "a=1 b=2",
		"z: {<<: *x, b: own}":               "a=1 b=own",
		"z: {b: own, <<: *x}":               "b=own a=1",
		"z: {<<: [*x, *y]}":                 "a=1 b=2 c=4",
		"z: {<<: [*y, *x], d: 5}":           "b=3 c=4 a=1 d=5",
		"z: {<<: {e: 6}, d: 5}":             "e=6 d=5",
		"z: {<<: []}":                       "",
		"z: {\"<<\": 1}":                    "<<=1",
		"z: &z {<<: *x, c: 7}":              "a=1 b=2 c=7",
		"v: &v {<<: *x, a: 9}\nz: {<<: *v}": "b=2 a=9",
	} {
		var got []string
		for _, e := range parse(t, anchors+text+"\n").Get("z").Entries {
			got = append(got, e.Key+"="+e.Value.Value)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %s, want %s", text, strings.Join(got, " "), want)
		}
	}
}

func TestAliasIsTheAnchorsNode(t *testing.T) {
	n := parse(t, "a: &x {b: c}\nd: *x\ne: [*x]\n")
	if n.Get("d") != n.Get("a") || n.Get("e").Items[0] != n.Get("a") {
		t.Error("the alias is a copy")
	}
	n = parse(t, "a: &x 1\nb: *x\nc: &x 2\nd: *x\n")
	if n.Get("b").Value+n.Get("d").Value != "12" {
		t.Error("an alias does not take the anchor before it")
	}
}

// Values that YAML takes and this package does not. The mark stands where the
// problem is, the second place is that of its note.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ text, summary, related string }{
		{"a: 1\nb: 2\n‸a: 3\n", `key "a" is already in this map`, "f.yaml:1:1"},
		{"x:\n  {a: 1, ‸a: 2}\n", `key "a" is already in this map`, "f.yaml:2:4"},
		{"1: a\n‸\"1\": b\n", `key "1" is already in this map`, "f.yaml:1:1"},
		{"x: &x {a: 1}\ny:\n  <<: *x\n  ‸<<: *x\n", `key "<<" is already in this map`, "f.yaml:3:3"},
		{"a: &a [‸*a]\n", "alias *a lies inside the value it stands for", "f.yaml:1:7"},
		{"a: &a\n  b: {c: ‸*a}\n", "alias *a lies inside the value it stands for", "f.yaml:2:3"},
		{"a: &a {<<: ‸*a}\n", "alias *a lies inside the value it stands for", "f.yaml:1:7"},
		{"? ‸[a]\n: b\n", "a map or list cannot be a key", ""},
		{"a: {‸{b}: c}\n", "a map or list cannot be a key", ""},
		{"a: {{ b }}\n", "a map or list cannot be a key", ""},
		{"x: &x [1]\n‸*x : b\n", "a map or list cannot be a key", ""},
		{"a: {<<: ‸b}\n", "<< merges maps only", ""},
		{"a: {<<: [{b: c}, ‸d]}\n", "<< merges maps only", ""},
		{"a:\n  <<:‸\n", "<< merges maps only", ""},
		{"a: !!int ‸b\n", `"b" is not what its tag !!int says`, ""},
		{"a: !!bool ‸yes\n", `"yes" is not what its tag !!bool says`, ""},
		{"a: !!binary ‸b?\n", "the text after !!binary is not base64", ""},
		{strings.Repeat("[", 1000) + "‸[" + strings.Repeat("]", 1001), "maps and lists are nested deeper than 1000 levels", ""},
	} {
		text, want := marked(c.text)
		_, problems := tree.Parse("f.yaml", []byte(text))
		if strings.Contains(c.text, "{{") {
			want = diag.Pos{File: "f.yaml", Line: 1, Column: 5}
		}
		if len(problems) == 0 {
			t.Errorf("%q: no problem", text)
			continue
		}
		d := problems[0]
		if len(problems.Errors()) > 1 && c.related == "" || d.Pos != want || d.Summary != c.summary {
			t.Errorf("%q: got %v, want %v: %s", text, problems, want, c.summary)
		}
		if len(d.Related) > 0 != (c.related != "") || c.related != "" && d.Related[0].Pos.String() != c.related {
			t.Errorf("%q: got the related places %v, want %q", text, d.Related, c.related)
		}
		wellFormed(t, d)
	}
}

func TestRefusedKeyLeavesTheRest(t *testing.T) {
	trees, _ := tree.Parse("f.yaml", []byte("a: 1\na: 2\nb: [*x]\n"))
	if len(trees) != 0 {
		t.Error("an undefined alias must give no tree")
	}
	trees, problems := tree.Parse("f.yaml", []byte("a: 1\na: 2\n[c]: 3\nd: 4\nd: 5\n"))
	if len(problems) != 3 || fmt.Sprint(data(trees[0])) != "map[a:integer 1 d:integer 4]" {
		t.Errorf("got %v and %v", data(trees[0]), problems)
	}
}

func TestUnknownTagIsAWarning(t *testing.T) {
	trees, problems := tree.Parse("f.yaml", []byte("a: !vault b\nc: !!set {d}\n"))
	if len(problems.Errors()) > 0 || len(problems.Warnings()) != 2 || problems[0].Pos.String() != "f.yaml:1:11" {
		t.Fatalf("got %v", problems)
	}
	wellFormed(t, problems[0])
	if data(trees[0].Get("a")) != "b" {
		t.Errorf("got %v", data(trees[0]))
	}
}

// laughs is a list of ten, ten of which make a list, and so on.
func laughs(levels int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i <= levels; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	return b.String()
}

func TestAliasBudget(t *testing.T) {
	if _, problems := tree.Parse("f.yaml", []byte(laughs(3))); len(problems) > 0 {
		t.Errorf("10,000 values are refused: %v", problems)
	}
	_, problems := tree.Parse("f.yaml", []byte(laughs(30)))
	if len(problems) != 1 || problems[0].Pos.String() != "f.yaml:5:45" ||
		problems[0].Summary != "the file's aliases stand for more than 100000 values" {
		t.Errorf("got %v", problems)
	}
	var merges strings.Builder
	merges.WriteString("m0: &m0 {k: v}\n")
	for i := range 400 {
		fmt.Fprintf(&merges, "m%d: &m%d {<<: *m%d, k%d: v}\n", i+1, i+1, i, i)
	}
	_, problems = tree.Parse("f.yaml", []byte(merges.String()))
	if len(problems) != 1 || !strings.HasPrefix(problems[0].Summary, "the file's aliases stand for") {
		t.Errorf("maps that grow by << are not counted: %v", problems)
	}
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("x", 8<<20)
	for name, c := range map[string]struct{ text, summary, pos string }{
		"size":        {long + "x", "the file is larger than 8 MiB", "f.yaml"},
		"lines":       {strings.Repeat("\n", 320_001), "the file has more than 320000 lines and entries", "f.yaml:320001:1"},
		"flow":        {"[" + strings.Repeat("a,", 320_001) + "]", "the file has more than 320000 lines and entries", "f.yaml:1:640001"},
		"items":       {strings.Repeat("- ", 320_001), "the file has more than 320000 lines and entries", "f.yaml:1:640001"},
		"open":        {strings.Repeat("[", 150_000), "maps and lists are nested deeper than 1000 levels", "f.yaml:1:1001"},
		"maps":        {strings.Repeat("{a: ", 50_000), "maps and lists are nested deeper than 1000 levels", "f.yaml:1:4001"},
		"dashes":      {strings.Repeat("- ", 100_000), "maps and lists are nested deeper than 1000 levels", "f.yaml:1:2001"},
		"anchors":     {strings.Repeat("&a\n", 100_000), "maps and lists are nested deeper than 1000 levels", ""},
		"in brackets": {strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000), "maps and lists are nested deeper than 1000 levels", "f.yaml:1:1001"},
	} {
		_, problems := tree.Parse("f.yaml", []byte(c.text))
		if len(problems) != 1 || problems[0].Summary != c.summary || c.pos != "" && problems[0].Pos.String() != c.pos {
			t.Errorf("%s: got %.300v, want %s: %s", name, problems, c.pos, c.summary)
		}
	}
	if n := parse(t, long); len(n.Value) != 8<<20 {
		t.Error("a file as large as the limit is not read")
	}
}

func TestReportsEnd(t *testing.T) {
	_, problems := tree.Parse("f.yaml", []byte(strings.Repeat("a: b\n", 1000)))
	if len(problems) != 100 {
		t.Errorf("got %d problems", len(problems))
	}
}
