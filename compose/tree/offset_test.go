package tree_test

import (
	"reflect"
	"strings"
	"testing"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// A mark stands before every $ of the value of the key a, or of its last item.
func TestOffsetPos(t *testing.T) {
	for _, c := range []string{
		"a: ‸$x\n",
		"a: b ‸$x\n",
		"a: ‸$x ‸$y‸$‸$\n",
		"a: '‸$x'\n",
		"a: 'it''s ‸$x'\n",
		"a: \"b ‸$x\"\n",
		"a: \"größe \\u00e9\\n\\\" ‸$x\"\n",
		"a: \"‸\\x24x ‸$y ‸\\u0024\"\n",
		"a: \"‸$x\n\n  ‸$y \\\n  ü ‸$z\"\n",
		"a: 'x\n  y ‸$z'\n",
		"a: x\n  ‸$y\n\n  z ‸$w # $c\n",
		"a: |\n  x\n  ‸$y\n",
		"a: | # $comment\n  x ‸$y\n",
		"a: >-\n  x\n\n    y ‸$z\n  ‸$w\n",
		"a: |2\n    ‸$x\n",
		"a: !override &x\n  '‸$y'\n",
		"a: &x \"‸$y ‸$z\"\n",
		"größe: {ü: $x}\na: [ß, é ‸$x]\n",
		"a: ‸$x\r\n",
		"a: \"x\r\n  ‸$y\"\r\n",
		"\ufeffa: ‸$x\n",
		"x: \"\u2028$\"\na: ‸$y\n",
		"$a: [$b, ‸$c]\n",
	} {
		text, want := places(c)
		n := parse(t, text)
		n = n.Entries[len(n.Entries)-1].Value
		if n.Kind == tree.List {
			n = n.Items[len(n.Items)-1]
		}
		var got []diag.Pos
		for i := range n.Value {
			if n.Value[i] == '$' {
				got = append(got, n.OffsetPos([]byte(text), i))
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v, want %v", c, got, want)
		}
	}
}

// places takes all marks out of a text and gives their places.
func places(text string) (string, []diag.Pos) {
	var all []diag.Pos
	for strings.Contains(text, "‸") {
		var pos diag.Pos
		text, pos = marked(text)
		all = append(all, pos)
	}
	return text, all
}

func TestOffsetPosOfUTF16(t *testing.T) {
	src := []byte("\xff\xfea\x00:\x00 \x00\xfc\x00 \x00$\x00b\x00\n\x00")
	trees, problems := tree.Parse("f.yaml", src)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := trees[0].Get("a").OffsetPos(src, len("ü ")).String(); got != "f.yaml:1:6" {
		t.Errorf("got %s", got)
	}
}

func TestOffsetPosBeyondTheValue(t *testing.T) {
	n := parse(t, "a: bc\nd:\ne: ''\n")
	for key, want := range map[string]string{"a": "f.yaml:1:5", "d": "f.yaml:2:3", "e": "f.yaml:3:4"} {
		if got := n.Get(key).OffsetPos([]byte("a: bc\nd:\ne: ''\n"), 99).String(); got != want {
			t.Errorf("%s: got %s, want %s", key, got, want)
		}
	}
	if got := tree.Str("x").OffsetPos(nil, 0); !got.IsZero() {
		t.Errorf("a node without a place got %v", got)
	}
}
