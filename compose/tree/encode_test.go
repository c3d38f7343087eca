package tree_test

import (
	"bytes"
	"errors"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"gocompose/compose/tree"
)

// same checks that Encode writes a value as the YAML package does.
func same(t *testing.T, n *tree.Node, value any) {
	t.Helper()
	var want bytes.Buffer
	encoder := yaml.NewEncoder(&want)
	encoder.SetIndent(2)
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	if got := written(t, n); got != want.String() {
		t.Errorf("%#v: got\n%swant\n%s", value, got, want.String())
	}
}

var awkward = []string{
	"", " ", "a", "a b", " a", "a ", "a\n", "a\nb", "a\n\nb\n", "\n", "\na", "  a\n b", "a: b", "a:b", "a #b", "#a", "a\tb", "\ta",
	"null", "~", "Null", "true", "True", "TRUE", "false", "y", "Y", "yes", "on", "Off", "NO", "n", "1", "-1", "+1", "0x1f", "0o17", "017", "1_000",
	"1.5", ".5", "1e3", "1.", ".inf", "-.Inf", ".nan", "22:22", "1:2:3", "-1:20", "+-1:2", "1:60", "1:2.5", "a:1:2", "1:2:", "12:30:45.5_6", "190:20:30", "8:099", "80:80",
	"2001-12-14", "2001-12-14T21:59:43Z", "<<", "=", "-", "--", "- a", "---", "...", "?", "? a", ":", "::", "[a]", "{a}", "a]", "@a", "`a", "%a", "&a", "*a", "!a", "|", ">", "'a'", "\"a\"", "it's",
	"größe", "日本", "é\n", "\u00a0", "\u2028", "\ufeff", "\U0001F600", "\x00", "\x07", "\x7f", "\x85", "\xff", "a\xffb", "\r", "a\rb", "a\r\nb",
	"$x", "${x:-y}", "$$", "\\", "a\\nb", strings.Repeat("long ", 40), strings.Repeat("x", 300), "a, b", "[", "]", "{", "}", ",",
}

func TestEncodeTexts(t *testing.T) {
	for _, s := range awkward {
		s = writable(s)
		same(t, tree.Str(s), s)
		same(t, tree.MapOf(tree.Pair(s, tree.ListOf(tree.Str(s), tree.MapOf(tree.Pair("k", tree.Str(s)))))), map[string]any{s: []any{s, map[string]any{"k": s}}})
	}
}

func TestEncodeValues(t *testing.T) {
	same(t, tree.NullNode(), nil)
	same(t, nil, nil)
	same(t, tree.Int(-5), -5)
	same(t, tree.Bool(true), true)
	same(t, tree.MapOf(), map[string]any{})
	same(t, tree.ListOf(), []any{})
	same(t, tree.ListOf(tree.ListOf(), tree.MapOf(), tree.ListOf(tree.ListOf(tree.Int(1)))), []any{[]any{}, map[string]any{}, []any{[]any{1}}})
	for text, value := range map[string]any{
		"0x1F": 31, "0o17": 15, "017": 15, "1_000": 1000, "+5": 5, "-0b11": -3, "18446744073709551615": uint64(1<<64 - 1),
		"1.50": 1.5, "1e3": 1000.0, "1e100": 1e100, "123456789012345678901": 123456789012345678901.0, ".5": 0.5, "!!float 3": 3.0,
		"True": true, "FALSE": false, "~": nil,
	} {
		same(t, parse(t, text), value)
	}
	for text, want := range map[string]string{".INF": ".inf\n", "+.inf": ".inf\n", "-.Inf": "-.inf\n", ".NaN": ".nan\n"} {
		if got := written(t, parse(t, text)); got != want {
			t.Errorf("%s: got %s", text, got)
		}
	}
}

func TestEncodeKeepsTheOrder(t *testing.T) {
	n := tree.MapOf(tree.Pair("b", tree.Int(1)), tree.Pair("a", tree.Int(2)))
	if got := written(t, n); got != "b: 1\na: 2\n" {
		t.Errorf("got %s", got)
	}
}

func TestEncodeAnything(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for range 2000 {
		value := anything(random, 4)
		same(t, node(value), value)
	}
}

func anything(random *rand.Rand, depth int) any {
	choice := random.Intn(7)
	switch {
	case choice == 0 && depth > 0:
		out := map[string]any{}
		for range random.Intn(4) {
			out[string(rune('a'+random.Intn(26)))] = anything(random, depth-1)
		}
		return out
	case choice == 1 && depth > 0:
		out := make([]any, random.Intn(4))
		for i := range out {
			out[i] = anything(random, depth-1)
		}
		return out
	case choice == 2:
		return random.Intn(1000) - 500
	case choice == 3:
		return random.Intn(2) == 0
	case choice == 4:
		return writable(awkward[random.Intn(len(awkward))])
	}
	return writable(letters(random))
}

// writable leaves out what the YAML package writes in a way that it reads as something else.
func writable(text string) string {
	if strings.Contains(text, "\n") {
		return strings.TrimLeft(text, "\n\t")
	}
	return text
}

func letters(random *rand.Rand) string {
	const alphabet = "ab01-:# '\"\n\t.,[]{}&*!|>%@\\é_=$yn"
	runes := []rune(alphabet)
	out := make([]rune, random.Intn(12))
	for i := range out {
		out[i] = runes[random.Intn(len(runes))]
	}
	return string(out)
}

// node gives a value as a tree; the YAML package sorts the keys.
func node(value any) *tree.Node {
	switch v := value.(type) {
	case map[string]any:
		var entries []tree.Entry
		for _, key := range slices.Sorted(maps.Keys(v)) {
			entries = append(entries, tree.Pair(key, node(v[key])))
		}
		return tree.MapOf(entries...)
	case []any:
		var items []*tree.Node
		for _, item := range v {
			items = append(items, node(item))
		}
		return tree.ListOf(items...)
	case int:
		return tree.Int(int64(v))
	case bool:
		return tree.Bool(v)
	}
	return tree.Str(value.(string))
}

// What is written is read again as the same data.
func TestEncodeAndParse(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	texts := slices.Clone(awkward)
	for range 5000 {
		texts = append(texts, letters(random))
	}
	for _, s := range texts {
		trees, problems := tree.Parse("f.yaml", []byte(written(t, tree.MapOf(tree.Pair("a", tree.ListOf(tree.Str(s)))))))
		if len(problems) > 0 || trees[0].Get("a").Items[0].Value != s {
			t.Errorf("%q: got %v, %v", s, trees, problems)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestEncodeReportsTheWriter(t *testing.T) {
	if err := tree.Encode(full{}, tree.Str("a")); err == nil {
		t.Error("no error")
	}
}
