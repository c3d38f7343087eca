package tree_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// seeds are texts to begin with.
func seeds(f *testing.F) []string {
	src, err := os.ReadFile("testdata/stack.yaml")
	if err != nil {
		f.Fatal(err)
	}
	all := []string{string(src), sample, laughs(2), "a: &a [*a]\n", "a: &x {b: c}\nd: {<<: *x}\n"}
	for _, c := range broken {
		if len(c.text) < 200 {
			text, _ := marked(c.text)
			all = append(all, text)
		}
	}
	return all
}

// Whatever the text: no panic; trees or an error, and what the YAML package
// refuses is an error; every place lies in the file; what is read is the YAML
// package's data, and what is written is read again as it is.
func FuzzParse(f *testing.F) {
	for _, text := range seeds(f) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		trees, problems := tree.Parse("f.yaml", src)
		utf16 := len(src) > 1 && src[0] >= 0xfe && src[1] >= 0xfe
		in := newBounds(src)
		if utf16 {
			in = nil
		}
		for _, d := range problems {
			in.check(t, d.Pos)
			for _, r := range d.Related {
				in.check(t, r.Pos)
			}
			wellFormed(t, d)
		}
		for _, n := range trees {
			in.walk(t, n)
			readsAgain(t, n)
		}
		if len(problems) > 0 || utf16 || onlyHere(string(src)) {
			return
		}
		want, err := decoded(src)
		if err != nil || len(want) != len(trees) {
			t.Fatalf("got %d documents, the YAML package gives %d and %v", len(trees), len(want), err)
		}
		for i, n := range trees {
			if got := data(n); !reflect.DeepEqual(got, want[i]) {
				t.Errorf("document %d: got %#v, want %#v", i, got, want[i])
			}
		}
	})
}

// readsAgain wants what Encode writes to be read as what is written the same.
func readsAgain(t *testing.T, n *tree.Node) {
	t.Helper()
	if n.Size() > 10_000 {
		return // aliases written out
	}
	text := written(t, n)
	again, problems := tree.Parse("f.yaml", []byte(text))
	if len(again) != 1 || problems.Err() != nil {
		t.Fatalf("cannot read %q: %v", text, problems)
	}
	if other := written(t, again[0]); other != text {
		t.Errorf("%q is read and written as %q", text, other)
	}
}

// onlyHere tells whether a text may have what this package reads in another way
// than the YAML package, or not at all: tags, aliases, timestamps, numbers that
// equal nothing, and keys that are no text.
func onlyHere(text string) bool {
	return strings.ContainsAny(text, "!*~0123456789") || regexp.MustCompile(`(?i)\.nan|null|true|false|:\s*:|\?|\.inf`).MatchString(text)
}

// bounds are the lengths of a file's lines in characters.
type bounds []int

func newBounds(src []byte) bounds {
	var out bounds
	for line := range strings.SplitSeq(strings.TrimPrefix(string(src), "\ufeff"), "\n") {
		out = append(out, utf8.RuneCountInString(line))
	}
	return out
}

func (b bounds) check(t *testing.T, pos diag.Pos) {
	t.Helper()
	if b != nil && (pos.Line < 1 || pos.Line > len(b) || pos.Column < 1 || pos.Column > b[pos.Line-1]+1) || pos.File != "f.yaml" {
		t.Errorf("%v is not in the file", pos)
	}
}

func (b bounds) walk(t *testing.T, n *tree.Node) {
	b.check(t, n.Pos)
	for _, e := range n.Entries {
		b.check(t, e.KeyPos)
		b.walk(t, e.Value)
	}
	for _, item := range n.Items {
		b.walk(t, item)
	}
}

// Whatever the trees: no panic; merging with nothing is normalising; merging
// and normalising twice change nothing more; places come from the two files.
func FuzzMerge(f *testing.F) {
	for _, c := range merges {
		f.Add(c.base, c.over)
	}
	f.Fuzz(func(t *testing.T, base, over string) {
		a, _ := tree.Parse("f.yaml", []byte(base))
		b, _ := tree.Parse("f.yaml", []byte(over))
		if len(a) == 0 || len(b) == 0 {
			return
		}
		normal := tree.Normalise(a[0], rules)
		if !tree.Equal(tree.Merge(a[0], nil, rules), normal) || !tree.Equal(tree.Merge(nil, a[0], rules), normal) {
			t.Error("merging with nothing is not normalising")
		}
		if tree.Normalise(normal, rules) != normal {
			t.Error("normalising twice changes something")
		}
		got := tree.Merge(a[0], b[0], rules)
		if again := tree.Normalise(got, rules); again != got {
			t.Errorf("the result is not in its final form:\n%s%s", written(t, got), written(t, again))
		}
		if other := tree.Merge(normal, b[0], rules); !tree.Equal(other, got) {
			t.Errorf("a normalised base gives another result:\n%s%s", written(t, got), written(t, other))
		}
		in := newBounds([]byte(base))
		for i, n := range newBounds([]byte(over)) {
			if i == len(in) {
				in = append(in, 0)
			}
			in[i] = max(in[i], n)
		}
		in.walk(t, got)
	})
}
