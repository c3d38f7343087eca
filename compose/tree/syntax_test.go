package tree_test

import (
	"strings"
	"testing"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// broken are texts that are not YAML. The mark ‸ stands before the place that
// the error must name.
var broken = []struct{ name, text, summary string }{
	{"second colon", "a: b‸: c\n", "a second colon on the line would make the value a key"},
	{"second colon in quotes", "a: echo \"b‸: c\"\n", "a second colon on the line would make the value a key"},
	{"key on the marker's line", "--- a‸: b\n", "a second colon on the line would make the value a key"},
	{"tab for a key", "services:\n  web:\n    image: x\n‸\tports: []\n", "a tab cannot indent"},
	{"tab after spaces", "services:\n  ‸\tweb: x\n", "a tab cannot indent"},
	{"tab at the start", "‸\ta: b\n", "a tab cannot indent"},
	{"tab in a text block", "a: |\n ‸\tb\n", "a tab cannot indent"},
	{"tab after a text block", "a: |\n    b\n  ‸\tc\nd: e\n", "a tab cannot indent"},
	{"tab in a continued text", "a:\n  b: c\n ‸\td\n", "a tab cannot indent"},
	{"tab behind a dash", "a:\n  -‸\tb\n", "a tab cannot stand here"},
	{"quote to the end", "a:\n  b: ‸\"c\n  d: e\n", "the quote is not closed"},
	{"single quote to the end", "a: ['b', ‸'c]\nd: e\n", "the quote is not closed"},
	{"quote to the next quote", "a: ‸\"b\nc: \"d\"\n", "the quote is not closed on its line"},
	{"quote to the document's end", "a: ‸\"b\n---\nc: \"d\"\n", "the quote is not closed"},
	{"quote within quotes", "a: 'it'‸s'\n", "text cannot follow the closing quote"},
	{"text behind a quote", "größe:\n  ü: \"ä\" ‸ö\n", "text cannot follow the closing quote"},
	{"key behind a quote", "a: b\n\"c\" ‸d: e\n", "a colon is missing after this key"},
	{"bracket to the end", "a: ‸[b, c\n", "[ is not closed"},
	{"bracket to the next key", "a:\n  b: ‸[\"c\", \"d\"\n  e: f\n", "[ is not closed"},
	{"bracket of plain text to the next key", "a:\n  b: ‸[80, 81\n  e: f\n", "[ is not closed"},
	{"brace to the next key", "a:\n  b: ‸{c: d\n  e: f\ng: {}\n", "{ is not closed"},
	{"bracket to the next item", "- ‸[a, b\n- [c]\n", "[ is not closed"},
	{"bracket to the next document", "a: ‸[b,\n---\nc: d\n", "[ is not closed"},
	{"wrong bracket", "a: [b, c‸}\n", "} closes what [ opened"},
	{"bracket too many", "a: {b: c}‸}\n", "text cannot follow the closing brace"},
	{"bracket alone", "a: ‸]\n", "text cannot begin with ]"},
	{"brace on a line", "a:\n  b: c\n  ‸}\n", "text cannot begin with }"},
	{"text behind a bracket", "a: [b] ‸c\n", "text cannot follow the closing bracket"},
	{"template braces", "a: {{ b }}‸:1\n", "text cannot follow the closing brace"},
	{"comma missing in a list", "a: [\"b\" ‸\"c\"]\n", "a comma is missing before this text"},
	{"comma missing in a map", "a: {\n  b: c\n  ‸d: e\n}\n", "a comma is missing before this key"},
	{"comma too many", "a: [b, ‸, c]\n", "a value is missing before the comma"},
	{"colon too many in a map", "a: {b: c‸: d}\n", "a second colon would make the value a key"},
	{"key over two lines", "a: {b\n  c‸: d}\n", "a key and its colon must be on one line"},
	{"dash in brackets", "a: [b, ‸- c]\n", "a list item with a dash cannot stand in brackets"},
	{"no key in a map", "a: {‸: b}\n", "a key is missing before the colon"},
	{"indentation between two", "a:\n  b:\n    c: d\n   ‸e: f\n", "the indentation by 3 fits no line above"},
	{"list between two", "a:\n  b:\n    - c\n   ‸- d\n", "the indentation by 3 fits no line above"},
	{"deeper key", "a: b\n  ‸c: d\n", "this line is indented deeper than the one before, which has a value already"},
	{"deeper key after quotes", "a: \"b\"\n  ‸c: d\n", "this line is indented deeper than the one before, which has a value already"},
	{"text behind a comment", "a: b # c\n  ‸d\n", "this line is indented deeper than the one before, which has a value already"},
	{"colon missing in an item", "- ‸a\n  b: c\n", "a colon is missing after \"a\""},
	{"text block too far left", "a: |\n    b\n  ‸c\nd: e\n", "this line is indented less than the text block above it"},
	{"colon missing, map below", "services:\n  ‸web\n    image: x\n", "a colon is missing after \"web\""},
	{"colon missing, key beside", "services:\n  ‸web\n  db:\n    image: x\n", "a colon is missing after \"web\""},
	{"colon missing at the end", "a: b\n‸c\n", "a colon is missing after \"c\""},
	{"space missing", "a:\n  image‸:nginx\n  b: c\n", "a space is missing after the colon"},
	{"space missing at the end", "a:\n  b: c\n  image‸:nginx\n", "a space is missing after the colon"},
	{"space missing after a dash", "- a\n‸-b\n", "a key or text stands among the items of a list"},
	{"space missing after a dash below a key", "a:\n- b\n‸-c\n", "a space is missing after the dash"},
	{"equals sign", "a:\n  B: 1\n  ‸C=2\n", "\"C=2\" is an item of a list, not a key of a map"},
	{"key in a list", "a:\n  - b\n  ‸c: d\n", "a key or text stands among the items of a list"},
	{"item in a map", "a:\n  b: c\n  ‸- d\n", "a list item stands among the keys of a map"},
	{"list on its key's line", "a: ‸- b\n", "a list cannot begin on this line"},
	{"list behind an anchor", "a:\n  &b ‸- c\n", "a list cannot begin on this line"},
	{"no key", "a: b\n‸: c\n", "a key is missing before the colon"},
	{"alias without an anchor", "a: ‸*b\n", "alias *b has no anchor before it"},
	{"pattern", "a: ‸*.txt\n", "text cannot begin with *"},
	{"ampersand", "a: ‸& b\n", "text cannot begin with &"},
	{"tagged alias", "a: &x b\nc: ‸!reset *x\n", "an alias cannot have a tag or an anchor"},
	{"two anchors", "a: &b ‸&c d\n", "a value has one tag and one anchor at most"},
	{"tag handle", "a: ‸!b!c d\n", "tag handle !b! is not defined"},
	{"exclamation mark", "a: ‸!{b} c\n", "text cannot begin with !"},
	{"at sign", "a: ‸@b\n", "text cannot begin with @"},
	{"backtick", "a: [b, ‸`c`]\n", "text cannot begin with `"},
	{"percent sign", "a: ‸%b\n", "text cannot begin with %"},
	{"comma first", "a: ‸,b\n", "text cannot begin with ,"},
	{"question mark", "a: ‸? b\n", "text cannot begin with \"? \""},
	{"escape", "a: \"b‸\\d\"\n", "\\d is not an escape sequence"},
	{"escape of two digits", "a: \"b‸\\x4\"\n", "\\x needs 2 hexadecimal digits of a character"},
	{"escape of half a pair", "a: \"‸\\ud800\"\n", "\\u needs 4 hexadecimal digits of a character"},
	{"text block on one line", "a: | ‸b\n", "text cannot follow the | on its line"},
	{"merge conflict", "a:\n‸<<<<<<< HEAD\n  b: c\n=======\n  b: d\n>>>>>>> e\n", "a merge conflict is left in the file"},
	{"directive", "‸%foo\n---\na: b\n", "\"%foo\" is not a directive of YAML"},
	{"end before a document", "‸...\na: b\n", "no document has begun before this end"},
	{"text after the only value", "\"a\"\n‸b: c\n", "the document has ended before this text"},
	{"bracket as a key", "a: b\n‸[c]\n", "a value stands where a key must be"},
	{"windows line ends", "a:\r\n  b: c\r\n  d: e‸: f\r\n", "a second colon on the line would make the value a key"},
	{"byte order mark", "\ufeffa: b‸: c\n", "a second colon on the line would make the value a key"},
	{"control character", "a: b‸\x07c\n", "control character U+0007 is not allowed"},
	{"latin-1", "a: b‸\xe9c\n", "byte 0xe9 is not UTF-8 text"},
	{"nested too deep", strings.Repeat("[", 1000) + "‸[\n", "maps and lists are nested deeper than 1000 levels"},
	{"long key", "‸" + strings.Repeat("k", 1100) + ": v\nb: c\n", "a key has more than 1024 characters"},
}

func TestSyntaxErrors(t *testing.T) {
	for _, c := range broken {
		t.Run(c.name, func(t *testing.T) {
			text, want := marked(c.text)
			trees, problems := tree.Parse("f.yaml", []byte(text))
			if len(trees) != 0 || len(problems) != 1 {
				t.Fatalf("got %d trees and the problems %v, want one problem", len(trees), problems)
			}
			got := problems[0]
			if got.Pos != want || got.Summary != c.summary {
				t.Errorf("got %v: %s\nwant %v: %s", got.Pos, got.Summary, want, c.summary)
			}
			wellFormed(t, got)
		})
	}
}

// marked takes the mark out of a text and gives its place.
func marked(text string) (string, diag.Pos) {
	before, after, _ := strings.Cut(text, "‸")
	line := before[strings.LastIndexByte(before, '\n')+1:]
	pos := diag.Pos{
		File: "f.yaml", Line: strings.Count(before, "\n") + 1,
		Column: len([]rune(strings.TrimPrefix(line, "\ufeff"))) + 1,
	}
	return before + after, pos
}

// wellFormed holds a problem to the rules of diag.
func wellFormed(t *testing.T, d diag.Diagnostic) {
	t.Helper()
	if d.Hint == "" || d.Summary == "" {
		t.Errorf("%v has no hint or no summary", d)
	}
	for _, text := range []string{d.Summary, d.Hint} {
		if strings.ContainsAny(text, "\n\r") || strings.HasSuffix(text, ".") {
			t.Errorf("%q is not one line without a full stop", text)
		}
	}
	for _, r := range d.Related {
		if r.Pos.IsZero() || r.Note == "" {
			t.Errorf("%v has a related place without a place or a note", d)
		}
	}
}

func TestSyntaxErrorsPointBack(t *testing.T) {
	for text, want := range map[string]string{
		"a: \"b\nc: \"d\"\n":                        "f.yaml:2:4",
		"a: [b}\n":                                  "f.yaml:1:4",
		"a:\n  b:\n    c: d\n   e: f\n":             "f.yaml:2:3",
		"a:\n  - b\n  c: d\n":                       "f.yaml:2:3",
		"a:\n  b: c\n  d: e\n  - f\n":               "f.yaml:3:3",
		"a: b\n  c: d\n":                            "f.yaml:1:1",
		"a: |\n    b\n  c\n":                        "f.yaml:1:1",
		"x: y\nservices: [\"b\",\n  \"c\" \"d\"]\n": "f.yaml:2:11",
	} {
		_, problems := tree.Parse("f.yaml", []byte(text))
		if len(problems) != 1 || len(problems[0].Related) != 1 || problems[0].Related[0].Pos.String() != want {
			t.Errorf("%q: got %+v, want a related place %s", text, problems, want)
		}
	}
}

// What the checker cannot explain still has a place, and the words of the YAML package.
func TestUnexplainedSyntaxError(t *testing.T) {
	_, problems := tree.Parse("f.yaml", []byte("a: 1\nb: &x\n  *x\nc: d\n"))
	if len(problems) != 1 || problems[0].Pos.Line < 3 || !strings.HasPrefix(problems[0].Summary, "this is not YAML: ") {
		t.Errorf("got %v", problems)
	}
}
