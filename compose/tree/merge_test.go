package tree_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"gocompose/compose/tree"
)

// rules has each kind of rule once.
var rules = tree.NewRules(tree.Table{
	"replace":           tree.Replace,
	"keyvalue":          tree.KeyValue,
	"keyvalues":         tree.KeyValues("=:"),
	"named":             tree.Named,
	"namedas":           tree.NamedAs(tree.MapOf(tree.Pair("condition", tree.Str("started")))),
	"wrap":              tree.Wrap("context"),
	"wrap.args":         tree.KeyValue,
	"unique":            tree.Unique,
	"uniqueortext":      tree.Unique.OrText(),
	"ortext":            tree.Append.OrText(),
	"uniqueby":          tree.UniqueBy(target),
	"uniqueby.*.labels": tree.KeyValue,
	"mergeby":           tree.MergeBy(func(n *tree.Node) string { return text(n.Get("subnet")) }),
	"mergeif":           tree.MergeIf(sameDriver),
	"any.*.replace":     tree.Replace,
	"any.exact.other":   tree.Replace,
})

func target(n *tree.Node) string {
	if n.Kind == tree.Map {
		return text(n.Get("target"))
	}
	_, after, _ := strings.Cut(n.Value, ":")
	return after
}

func text(n *tree.Node) string {
	if n == nil {
		return ""
	}
	return n.Value
}

func sameDriver(base, over *tree.Node) bool {
	return over.Get("driver").IsNull() || base.Get("driver").IsNull() || tree.Equal(base.Get("driver"), over.Get("driver"))
}

// merges are the cases of the three functions: a nil over is for Normalise.
var merges = []struct{ name, base, over, want string }{
	{"scalar", "a: 1", "a: 2", "a: 2"},
	{"new key", "a: 1", "b: 2", "{a: 1, b: 2}"},
	{"map", "a: {b: 1, c: 2}", "a: {c: 3, d: 4}", "a: {b: 1, c: 3, d: 4}"},
	{"null changes nothing", "a: {b: 1}\nc: d\ne: [f]", "{a: , c: , e: }", "{a: {b: 1}, c: d, e: [f]}"},
	{"null is replaced", "{a: , c: , e: }", "a: {b: 1}\nc: d\ne: [f]", "{a: {b: 1}, c: d, e: [f]}"},
	{"new null", "{}", "a:", "a: null"},
	{"list", "a: [1, 2]", "a: [3]", "a: [1, 2, 3]"},
	{"list with items that are there", "a: [1, {b: c}, 1]", "a: [1, {b: c}]", "a: [1, {b: c}, 1, 1, {b: c}]"},
	{"list that may be text", "ortext: a", "ortext: b", "ortext: [a, b]"},
	{"list that may be text, with items that are there", "ortext: [a, b]", "ortext: a", "ortext: [a, b, a]"},
	{"kinds that do not go together", "a: [1]\nb: {c: d}\ne: f", "a: {x: y}\nb: z\ne: [1]", "{a: {x: y}, b: z, e: [1]}"},
	{"empty", "a: {b: 1}\nc: [1]", "a: {}\nc: []", "{a: {b: 1}, c: [1]}"},

	{"replace", "replace: [a, b]", "replace: [c]", "replace: [c]"},
	{"replace by text", "replace: [a, b]", "replace: c d", "replace: c d"},
	{"replace by null", "replace: [a, b]", "replace:", "replace: null"},
	{"replace by nothing", "replace: [a, b]", "{}", "replace: [a, b]"},
	{"replace does not reach deeper", "x: {replace: [a]}", "x: {replace: [b]}", "x: {replace: [a, b]}"},

	{"keyvalue of lists", "keyvalue: [A=1, B=2, C]", "keyvalue: [B=3, D=, C=4, A]", "keyvalue: {A: , B: '3', C: '4', D: ''}"},
	{"keyvalue of both forms", "keyvalue: [A=1=2, B=2]", "keyvalue: {B: 3, C: }", "keyvalue: {A: '1=2', B: 3, C: }"},
	{"keyvalue null replaces", "keyvalue: {A: 1}", "keyvalue: {A: }", "keyvalue: {A: }"},
	{"keyvalue null as a whole", "keyvalue: {A: 1}", "keyvalue:", "keyvalue: {A: 1}"},
	{"keyvalue of text", "keyvalue: A=1", "keyvalue: B=2", "keyvalue: {A: '1', B: '2'}"},
	{"keyvalue of numbers", "keyvalue: [1, true]", "{}", "keyvalue: {'1': , 'true': }"},
	{"keyvalue repeated", "keyvalue: [A=1, B=2, A=3]", "{}", "keyvalue: {A: '3', B: '2'}"},
	{"keyvalue of maps stays", "keyvalue: [{A: 1}]", "{}", "keyvalue: [{A: 1}]"},
	{"keyvalue reset", "keyvalue: [A=1, B=2, C=3]", "keyvalue: [!reset A, !reset B=9, D=4]", "keyvalue: {C: '3', D: '4'}"},
	{"keyvalue reset in a map", "keyvalue: [A=1, B=2]", "keyvalue: {A: !reset , B: 3}", "keyvalue: {B: 3}"},

	{"keyvalues", "keyvalues: ['a:1', 'b=::2', 'a=3']", "keyvalues: ['a:1', 'a:4', 'c:5']", "keyvalues: {a: ['1', '3', '1', '4'], b: ['::2'], c: ['5']}"},
	{"keyvalues of both forms", "keyvalues: {a: 1.1.1.1, b: [x, y]}", "keyvalues: ['a=2', 'b=x']", "keyvalues: {a: [1.1.1.1, '2'], b: [x, y, x]}"},
	{"keyvalues reset", "keyvalues: ['a:1', 'b:2']", "keyvalues: {a: !reset , b: !override 3}", "keyvalues: {b: [3]}"},
	{"keyvalues without a value", "keyvalues: [a]", "{}", "keyvalues: {a: }"},

	{"named of lists", "named: [a, b]", "named: [b, c]", "named: {a: , b: , c: }"},
	{"named of both forms", "named: [a, b]", "named: {b: {x: y}}", "named: {a: , b: {x: y}}"},
	{"named over a map", "named: {b: {x: y}}", "named: [b]", "named: {b: {x: y}}"},
	{"named of text", "named: a", "{}", "named: {a: }"},
	{"named reset", "named: [a, b]", "named: [!reset a]", "named: {b: }"},
	{"namedas", "namedas: {a: {condition: healthy, restart: true}}", "namedas: [a, b]", "namedas: {a: {condition: started, restart: true}, b: {condition: started}}"},

	{"wrap", "wrap: .", "wrap: {args: [A=1]}", "wrap: {context: ., args: {A: '1'}}"},
	{"wrap over a map", "wrap: {context: ., args: {A: 1}}", "wrap: ./x", "wrap: {context: ./x, args: {A: 1}}"},
	{"wrap alone", "wrap: .", "{}", "wrap: {context: .}"},

	{"unique", "unique: [a, b]", "unique: [c, a]", "unique: [a, b, c]"},
	{"unique of text", "uniqueortext: a", "uniqueortext: b", "uniqueortext: [a, b]"},
	{"unique with text that may not be", "unique: [a]", "unique: b", "unique: b"},
	{"unique alone", "unique: [a, b, a]", "{}", "unique: [a, b]"},
	{"unique numbers and text", "unique: [80, 81]", "unique: ['80']", "unique: ['80', 81]"},
	{"unique reset", "unique: [a, b]", "unique: [!reset a, c]", "unique: [b, c]"},
	{"unique reset and set", "unique: [a, b]", "unique: [!reset a, a]", "unique: [a, b]"},
	{"uniqueby", "uniqueby: [x:/a, y:/b]", "uniqueby: [{source: z, target: /a}]", "uniqueby: [{source: z, target: /a}, y:/b]"},
	{"uniqueby without a key", "uniqueby: [x, x]", "uniqueby: [x]", "uniqueby: [x, x, x]"},
	{"uniqueby reset", "uniqueby: [x:/a, y:/b]", "uniqueby: [!reset z:/a, !reset q:/q]", "uniqueby: [y:/b]"},
	{"rule within items", "uniqueby: [{target: /a, labels: [A=1]}]", "uniqueby: [{target: /b, labels: [B]}]", "uniqueby: [{target: /a, labels: {A: '1'}}, {target: /b, labels: {B: }}]"},

	{"mergeby", "mergeby: [{subnet: a, x: 1, y: [p]}, {subnet: b}]", "mergeby: [{subnet: a, x: 2, y: [q]}, {subnet: c}]", "mergeby: [{subnet: a, x: 2, y: [p, q]}, {subnet: b}, {subnet: c}]"},
	{"mergeby without a key", "mergeby: [{x: 1}]", "mergeby: [{x: 1}]", "mergeby: [{x: 1}, {x: 1}]"},
	{"mergeby reset and override", "mergeby: [{subnet: a, x: 1}, {subnet: b, x: 1}]", "mergeby: [!reset {subnet: a}, !override {subnet: b}]", "mergeby: [{subnet: b}]"},

	{"mergeif same", "mergeif: {driver: a, options: {x: 1}}", "mergeif: {driver: a, options: {y: 2}}", "mergeif: {driver: a, options: {x: 1, y: 2}}"},
	{"mergeif absent", "mergeif: {driver: a, options: {x: 1}}", "mergeif: {options: {y: 2}}", "mergeif: {driver: a, options: {x: 1, y: 2}}"},
	{"mergeif other", "mergeif: {driver: a, options: {x: 1}}", "mergeif: {driver: b, options: {y: 2}}", "mergeif: {driver: b, options: {y: 2}}"},
	{"mergeif null", "mergeif: {driver: a}", "mergeif:", "mergeif: {driver: a}"},

	{"any key", "any: {a: {replace: [1]}}", "any: {a: {replace: [2]}}", "any: {a: {replace: [2]}}"},
	{"an exact key hides any", "any: {exact: {replace: [1], other: [1]}}", "any: {exact: {replace: [2], other: [2]}}", "any: {exact: {replace: [1, 2], other: [2]}}"},

	{"reset", "{a: 1, b: {c: d, e: f}}", "{a: !reset 2, b: {c: !reset null}}", "b: {e: f}"},
	{"reset of a map", "{a: {b: c}, d: [e]}", "{a: !reset {}, d: !reset []}", "{}"},
	{"reset of nothing", "{a: 1}", "{b: !reset 1, c: {d: !reset 1}}", "{a: 1, c: {}}"},
	{"reset alone", "{a: !reset 1, b: [1, !reset 2], c: !override d}", "{}", "{b: [1], c: d}"},
	{"reset in the base", "{a: !reset 1, b: {c: !reset 1}}", "{a: 2, b: {c: 3}}", "{a: 2, b: {c: 3}}"},
	{"reset of items", "a: [1, {b: c}, 1, 2]", "a: [!reset 1, !reset {b: c}, !reset 9]", "a: [2]"},
	{"override", "{a: {b: c}, d: [e], replace: [f]}", "{a: !override {g: h}, d: !override [i], replace: !override [j]}", "{a: {g: h}, d: [i], replace: [j]}"},
	{"override in the base", "a: !override {b: c}", "a: {d: e}", "a: {b: c, d: e}"},
	{"override with a form", "keyvalue: [A=1]", "keyvalue: !override [B=2]", "keyvalue: {B: '2'}"},
	{"override by an empty map", "a: {b: c}", "a: !override {}", "a: {}"},
	{"reset within override", "a: {b: c}", "a: !override {d: !reset 1, e: f}", "a: {e: f}"},
}

func TestMerge(t *testing.T) {
	for _, c := range merges {
		t.Run(c.name, func(t *testing.T) {
			base, over, want := parse(t, c.base), parse(t, c.over), parse(t, c.want)
			before := written(t, base) + written(t, over)
			got := tree.Merge(base, over, rules)
			if written(t, got) != written(t, want) {
				t.Errorf("got\n%swant\n%s", written(t, got), written(t, want))
			}
			if written(t, base)+written(t, over) != before {
				t.Error("a merged tree changed")
			}
			again := tree.Normalise(got, rules)
			if again != got {
				t.Errorf("the result is not in its final form; got\n%s", written(t, again))
			}
			if twice := tree.Merge(base, tree.Layer(parse(t, "{}"), over, rules), rules); !tree.Equal(twice, got) {
				t.Errorf("through a layer\n%s", written(t, twice))
			}
		})
	}
}

func written(t testing.TB, n *tree.Node) string {
	t.Helper()
	var out bytes.Buffer
	if err := tree.Encode(&out, n); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestMergeWithNothingIsNormalise(t *testing.T) {
	for _, c := range merges {
		for _, text := range []string{c.base, c.over} {
			n := parse(t, text)
			normal := tree.Normalise(n, rules)
			if !tree.Equal(tree.Merge(n, nil, rules), normal) || !tree.Equal(tree.Merge(nil, n, rules), normal) {
				t.Errorf("%s: merging with nothing is not normalising", text)
			}
		}
	}
	if tree.Merge(nil, nil, rules) != nil || tree.Normalise(nil, nil) != nil {
		t.Error("nothing became something")
	}
}

func TestNormaliseKeepsWhatHasItsForm(t *testing.T) {
	n := parse(t, "keyvalue: {A: 1}\nnamed: {a: }\nunique: [a, b]\nkeyvalues: {a: [b]}\nx: {y: [z]}\nany: {a: {replace: 1}}\n")
	if tree.Normalise(n, rules) != n || tree.Normalise(n, nil) != n {
		t.Error("a tree in its form is copied")
	}
	n = parse(t, "keyvalue: [A=1]\nx: {y: [z]}\n")
	if got := tree.Normalise(n, rules); got == n || got.Get("x") != n.Get("x") {
		t.Error("a branch without a change is copied")
	}
	n = parse(t, "x: {y: !override [z]}\nw: {}\n")
	if got := tree.Normalise(n, nil); got == n || got.Get("x").Get("y").Directive != tree.NoDirective || got.Get("w") != n.Get("w") {
		t.Error("a directive stays, or a branch without one is copied")
	}
}

func TestRootDirectives(t *testing.T) {
	base := parse(t, "a: 1")
	if got := tree.Merge(base, parse(t, "--- !reset {}"), nil); got.Kind != tree.Null || got.Pos.Column != 12 || got.Directive != tree.NoDirective {
		t.Errorf("got %+v", got)
	}
	if got := tree.Normalise(parse(t, "--- !reset {}"), nil); got.Kind != tree.Null || got.Pos.Column != 12 {
		t.Errorf("got %+v", got)
	}
	if got := tree.Merge(base, parse(t, "--- !override {b: 2}"), nil); fmt.Sprint(data(got)) != "map[b:integer 2]" {
		t.Errorf("got %v", data(got))
	}
}

// A layer is a service on top of the one it extends; what it resets and
// overrides counts for earlier files too.
func TestLayer(t *testing.T) {
	extended := parse(t, "{ports: [1], command: a, keyvalue: [A=1, B=2]}")
	service := parse(t, "{ports: !override [2], command: !reset a, keyvalue: {A: !reset 1}, unique: [!reset x]}")
	layer := tree.Layer(extended, service, rules)
	earlier := parse(t, "{ports: [0], command: z, keyvalue: [A=0, C=3], unique: [x, y]}")
	got := written(t, tree.Merge(earlier, layer, rules))
	if want := written(t, parse(t, "{ports: [2], keyvalue: {C: '3', B: '2'}, unique: [y]}")); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	got = written(t, tree.Normalise(layer, rules))
	if want := written(t, parse(t, "{ports: [2], keyvalue: {B: '2'}, unique: []}")); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// Where the winner lies, by the path to it.
func TestMergeKeepsPlaces(t *testing.T) {
	file := func(name, text string) *tree.Node {
		trees, problems := tree.Parse(name, []byte(text))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return trees[0]
	}
	base := file("b", "a: 1\nm:\n  x: 1\n  y: 2\nkeyvalue:\n  - A=1\n  - 'B=2'\nnamedas: [n]\nuniqueby: [x:/a]\nwrap: .\nnull:\n")
	over := file("o", "m:\n  y: 3\n  z: 4\nkeyvalue: {A: 5}\nuniqueby:\n- z:/a\nreplace: r\nnull: {k: v}\na:\n")
	got := tree.Merge(base, over, rules)
	for path, want := range map[string]string{
		"":                    "b:1:1 b:1:1",
		"a":                   "b:1:1 b:1:4",
		"m":                   "b:2:1 b:3:3",
		"m x":                 "b:3:3 b:3:6",
		"m y":                 "o:2:3 o:2:6",
		"m z":                 "o:3:3 o:3:6",
		"keyvalue":            "b:5:1 b:6:3",
		"keyvalue A":          "o:4:12 o:4:15",
		"keyvalue B":          "b:7:5 b:7:8",
		"namedas n":           "b:8:11 b:8:11",
		"namedas n condition": "b:8:11 b:8:11",
		"wrap":                "b:10:1 b:10:7",
		"wrap context":        "b:10:7 b:10:7",
		"replace":             "o:7:1 o:7:10",
		"null":                "o:8:1 o:8:7",
	} {
		n := got
		for key := range strings.FieldsSeq(path) {
			n = n.Get(key)
		}
		if at := fmt.Sprint(got.At(strings.Fields(path)...), " ", n.Pos); at != want {
			t.Errorf("%s: got %s, want %s", path, at, want)
		}
	}
	if pos := got.Get("uniqueby").Items[0].Pos.String(); pos != "o:6:3" {
		t.Errorf("got %s", pos)
	}
}

func TestMergeOfLargeMaps(t *testing.T) {
	var base, over strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&base, "k%d: a\n", i)
		fmt.Fprintf(&over, "k%d: b\n", 2*i)
	}
	got := tree.Merge(parse(t, base.String()), parse(t, over.String()), rules)
	if len(got.Entries) != 15_000 || got.Get("k9998").Value != "b" || got.Get("k9999").Value != "a" || got.Get("k19998").Value != "b" {
		t.Errorf("got %d keys", len(got.Entries))
	}
}
