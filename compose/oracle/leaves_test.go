package oracle

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"
)

// TestLeaves compares the list of attributes that package engine tries one by
// one with the schema: each place that a value can stand at, in every form. A
// path has keys, * for any key and [] for an item.
func TestLeaves(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal([]byte(schema.Schema), &root); err != nil {
		t.Fatal(err)
	}
	l := &leaves{definitions: root["$defs"].(map[string]any), found: map[string]bool{}}
	l.walk(root, nil)
	text, err := os.ReadFile("../../engine/testdata/attributes.txt")
	if err != nil {
		t.Fatal(err)
	}
	listed := strings.Fields(string(text))
	for _, leaf := range slices.Sorted(maps.Keys(l.found)) {
		if !slices.Contains(listed, leaf) {
			t.Errorf("%s is not on the list", leaf)
		}
	}
	for _, leaf := range listed {
		if !l.found[leaf] {
			t.Errorf("%s is not in the schema", leaf)
		}
	}
}

type leaves struct {
	definitions map[string]any
	found       map[string]bool
}

func (l *leaves) walk(node map[string]any, path []string) {
	if ref, ok := node["$ref"].(string); ok {
		l.walk(l.definitions[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any), path)
		return
	}
	for _, word := range []string{"oneOf", "anyOf"} {
		ways, _ := node[word].([]any)
		for _, way := range ways {
			l.walk(way.(map[string]any), path)
		}
	}
	for key, below := range mapAt(node, "properties") {
		l.walk(below.(map[string]any), append(slices.Clip(path), key))
	}
	for pattern, below := range mapAt(node, "patternProperties") {
		if pattern != "^x-" {
			l.walk(below.(map[string]any), append(slices.Clip(path), "*"))
		}
	}
	if items, ok := node["items"].(map[string]any); ok {
		l.walk(items, append(slices.Clip(path), "[]"))
	}
	if holdsValue(node) {
		l.found[strings.Join(path, ".")] = true
	}
}

// holdsValue tells whether a node can be a scalar.
func holdsValue(node map[string]any) bool {
	kinds, several := node["type"].([]any)
	if !several {
		kinds = []any{node["type"]}
	}
	_, words := node["enum"]
	return words || slices.ContainsFunc(kinds, func(kind any) bool {
		return kind == "string" || kind == "number" || kind == "integer" || kind == "boolean"
	})
}
