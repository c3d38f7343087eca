package tree_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

var update = flag.Bool("update", false, "write the golden files")

// parse reads one document and fails the test on any problem.
func parse(t testing.TB, text string) *tree.Node {
	t.Helper()
	trees, problems := tree.Parse("f.yaml", []byte(text))
	if len(problems) > 0 || len(trees) != 1 {
		t.Fatalf("%q: %d trees, problems %v", text, len(trees), problems)
	}
	return trees[0]
}

// data gives a tree as the values that the YAML package decodes to.
func data(n *tree.Node) any {
	switch n.Kind {
	case tree.Null:
		return nil
	case tree.Map:
		out := map[string]any{}
		for _, e := range n.Entries {
			out[e.Key] = data(e.Value)
		}
		return out
	case tree.List:
		out := []any{}
		for _, item := range n.Items {
			out = append(out, data(item))
		}
		return out
	}
	return typed(n)
}

// typed decodes a scalar's text the way its type says.
func typed(n *tree.Node) any {
	if n.Tag == tree.TagString {
		return n.Value
	}
	var out any
	tag := map[tree.Tag]string{tree.TagInt: "!!int", tree.TagFloat: "!!float", tree.TagBool: "!!bool"}[n.Tag]
	if err := (&yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: n.Value}).Decode(&out); err != nil {
		return err
	}
	return fmt.Sprintf("%s %v", n.Tag, out)
}

// decoded gives what the YAML package decodes, with typed values as data has
// them; an error is one of the file.
func decoded(src []byte) (out []any, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(src))
	for {
		var node yaml.Node
		switch err := decoder.Decode(&node); {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, err
		}
		var value any
		if err := node.Decode(&value); err != nil {
			return nil, err
		}
		out = append(out, comparable(value))
	}
}

func comparable(v any) any {
	switch x := v.(type) {
	case map[string]any:
		for k := range x {
			x[k] = comparable(x[k])
		}
	case map[any]any:
		out := map[string]any{}
		for k, v := range x {
			if k == nil {
				k = ""
			}
			out[fmt.Sprint(k)] = comparable(v)
		}
		return out
	case []any:
		for i := range x {
			x[i] = comparable(x[i])
		}
	case int, int64, uint64:
		return fmt.Sprintf("integer %v", x)
	case float64:
		return fmt.Sprintf("number %v", x)
	case bool:
		return fmt.Sprintf("boolean %v", x)
	}
	return v
}

func TestParseGivesTheYAMLPackagesData(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.yaml")
	if len(files) == 0 {
		t.Fatal("no files")
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		src = bytes.ReplaceAll(src, []byte("2001-12-14"), []byte("text")) // a timestamp is text here
		want, err := decoded(bytes.ReplaceAll(bytes.ReplaceAll(src, []byte("!reset"), nil), []byte("!override"), nil))
		if err != nil {
			t.Fatal(err)
		}
		trees, problems := tree.Parse(file, src)
		if len(problems) > 0 {
			t.Errorf("%s: %v", file, problems)
		}
		for i, n := range trees {
			if got := data(n); !reflect.DeepEqual(got, want[i]) {
				t.Errorf("%s, document %d:\n got %v\nwant %v", file, i, got, want[i])
			}
		}
	}
}

func TestParseScalars(t *testing.T) {
	for text, want := range map[string]any{
		"a: b":                         "b",
		"a: 'b'":                       "b",
		"a: 1":                         "integer 1",
		"a: \"1\"":                     "1",
		"a: '1'":                       "1",
		"a: !!str 1":                   "1",
		"a: !!float 1":                 "number 1",
		"a: !!int \"1\"":               "integer 1",
		"a: 0x1F":                      "integer 31",
		"a: 0o17":                      "integer 15",
		"a: 017":                       "integer 15",
		"a: 0b11":                      "integer 3",
		"a: 1_000":                     "integer 1000",
		"a: 18446744073709551615":      "integer 18446744073709551615",
		"a: 99999999999999999999":      "number 1e+20",
		"a: 1.5":                       "number 1.5",
		"a: .5":                        "number 0.5",
		"a: 1e3":                       "number 1000",
		"a: .inf":                      "number +Inf",
		"a: true":                      "boolean true",
		"a: True":                      "boolean true",
		"a: yes":                       "yes",
		"a: on":                        "on",
		"a: 80:80":                     "80:80",
		"a: 22:22":                     "22:22",
		"a: 1m30s":                     "1m30s",
		"a: 2001-12-14":                "2001-12-14",
		"a: 2001-12-14T21:59:43Z":      "2001-12-14T21:59:43Z",
		"a: null":                      nil,
		"a: ~":                         nil,
		"a:":                           nil,
		"a: ''":                        "",
		"a: \"null\"":                  "null",
		"a: !!binary aGk=":             "hi",
		"a: !reset 1":                  "integer 1",
		"a: !override text":            "text",
		"a: !override '1'":             "1",
		"a: |\n  b\n  c\n":             "b\nc\n",
		"a: >-\n  b\n  c\n":            "b c",
		"a: b\n  c\n":                  "b c",
		"a: &x b":                      "b",
		"a: <<":                        "<<",
		"a: \"\\u00e9\\t\"":            "é\t",
		"\ufeffa: b":                   "b",
		"a: b\r\n":                     "b",
		"\xff\xfea\x00:\x00 \x00b\x00": "b",
		"\xfe\xff\x00a\x00:\x00 \x00b": "b",
	} {
		if got := data(parse(t, text).Get("a")); got != want {
			t.Errorf("%q: got %#v, want %#v", text, got, want)
		}
	}
}

func TestParseDocuments(t *testing.T) {
	for text, want := range map[string][]any{
		"":                         nil,
		"\n\n":                     nil,
		"# nothing\n":              nil,
		"\ufeff":                   nil,
		"---\n":                    {nil},
		"--- a\n":                  {"a"},
		"---\n---\n":               {nil, nil},
		"a\n...\n---\n- b\n":       {"a", []any{"b"}},
		"--- {}\n--- []\n":         {map[string]any{}, []any{}},
		"%YAML 1.1\n---\nb\n":      {"b"},
		"a: &x b\n---\nc: *x\n":    {map[string]any{"a": "b"}, map[string]any{"c": "b"}},
		"--- |\n  a\n--- >\n  b\n": {"a\n", "b\n"},
	} {
		trees, problems := tree.Parse("f.yaml", []byte(text))
		var got []any
		for _, n := range trees {
			got = append(got, data(n))
		}
		if len(problems) > 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v and problems %v, want %v", text, got, problems, want)
		}
	}
}

func TestParseKeys(t *testing.T) {
	n := parse(t, "1: a\ntrue: b\n~: c\n\"1 \": d\n? e\n: f\n&x g: &y h\n*y : i\n1.50: j\n")
	var got []string
	for _, e := range n.Entries {
		got = append(got, fmt.Sprintf("%s=%s@%d:%d", e.Key, e.Value.Value, e.KeyPos.Line, e.KeyPos.Column))
	}
	want := "1=a@1:1 true=b@2:1 ~=c@3:1 1 =d@4:1 e=f@5:3 g=h@7:4 h=i@8:1 1.50=j@9:1"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}

// Every place of a file that uses all of YAML, a line a node.
func TestPlaces(t *testing.T) {
	src, err := os.ReadFile("testdata/stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	trees, _ := tree.Parse("stack.yaml", src)
	var got strings.Builder
	for _, n := range trees {
		dump(&got, "", n)
	}
	golden(t, "testdata/stack.places", got.String())
}

func dump(w io.Writer, path string, n *tree.Node) {
	what := fmt.Sprintf("%q", n.Value)
	if n.Kind != tree.Scalar {
		what = n.Kind.String()
	} else if n.Tag != tree.TagString {
		what = n.Tag.String() + " " + n.Value
	}
	fmt.Fprintf(w, "%d:%d %s = %s%s\n", n.Pos.Line, n.Pos.Column, path, what, map[tree.Directive]string{tree.Reset: " reset", tree.Override: " override"}[n.Directive])
	for _, e := range n.Entries {
		dump(w, fmt.Sprintf("%s/%s(%d:%d)", path, e.Key, e.KeyPos.Line, e.KeyPos.Column), e.Value)
	}
	for i, item := range n.Items {
		dump(w, fmt.Sprintf("%s/%d", path, i), item)
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got\n%s", file, got)
	}
}

// The places of values behind anchors, tags and line breaks that editors do not
// count. The mark stands before the value of the key a or of the only item.
func TestPlaceOfValue(t *testing.T) {
	for _, c := range []string{
		"a: ‸b\n",
		"a: ‸'b'\n",
		"a: &x ‸b\n",
		"a: !override ‸b\n",
		"a: !override &x ‸'b'\n",
		"a: &x !!str\n  ‸1\n",
		"a: &x   # comment\n\n  ‸b: c\n",
		"a: !override\n- &x d\n",
		"a: &x ‸[b]\n",
		"a: &x ‸{b: c}\n",
		"a: !reset ‸|\n  b\n",
		"a:\n  ‸b: c\n",
		"a:\n  ‸- b\n",
		"größe: 1\na: {ü: é, b: ‸ö}\n",
		"x: \"\u2028\"\na: ‸b\n",
		"x: \"\u0085 y\u2029z\"\na: &x ‸b\n",
		"x: 1\ra: ‸b\n",
		"\ufeffa: ‸b\n",
		"x: 1\r\na: ‸b\r\n",
		"a:‸\n",
		"a: ‸&x\nb: c\n",
	} {
		text, want := marked(c)
		if !strings.Contains(c, "‸") {
			want = diag.Pos{File: "f.yaml", Line: 2, Column: 1}
		}
		n := parse(t, text).Get("a")
		if b := n.Get("b"); strings.Contains(c, "ü") {
			n = b
		}
		if n.Pos != want {
			t.Errorf("%q: got %v, want %v", c, n.Pos, want)
		}
	}
}

func TestParseTimestampStaysText(t *testing.T) {
	if _, err := time.Parse("2006-01-02", parse(t, "a: 2001-12-14").Get("a").Value); err != nil {
		t.Error(err)
	}
	if got := parse(t, "a: !!binary "+base64.StdEncoding.EncodeToString([]byte{0xff, 0})).Get("a").Value; got != "\xff\x00" {
		t.Errorf("got %q", got)
	}
}
