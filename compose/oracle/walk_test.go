package oracle

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"
)

// walker makes values by chance that the JSON schema of Compose files allows.
// The same source of chance gives the same values.
type walker struct {
	*rand.Rand
	definitions map[string]any
	turn        int             // says which key of a service must come up
	reached     map[string]bool // the paths of the keys made since reached was last emptied
}

// tagged is a value with a YAML tag.
type tagged struct {
	tag   string
	value any
}

// newWalker gives the walker, and the schema of a whole file.
func newWalker(t *testing.T) (*walker, map[string]any) {
	t.Helper()
	var root map[string]any
	if err := json.Unmarshal([]byte(schema.Schema), &root); err != nil {
		t.Fatal(err)
	}
	return &walker{definitions: root["$defs"].(map[string]any), reached: map[string]bool{}}, root
}

// node follows a reference.
func (w *walker) node(schema map[string]any) map[string]any {
	if ref, ok := schema["$ref"].(string); ok {
		return w.definitions[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	return schema
}

// value makes a value for a place. A path has keys, * for any key and [] for an item.
func (w *walker) value(schema map[string]any, path string) any {
	schema = w.node(schema)
	if choices := wordsFor(path); choices != nil && (isScalar(schema) || w.IntN(2) == 0) {
		v := pick(w, choices)
		w.reach(path, v)
		return w.disguised(v)
	}
	if ways, ok := schema["oneOf"].([]any); ok {
		return w.value(pick(w, ways).(map[string]any), path)
	}
	if choices, ok := schema["enum"].([]any); ok {
		return w.disguised(pick(w, choices))
	}
	kind, ok := schema["type"].(string)
	if kinds, several := schema["type"].([]any); several {
		kind, ok = pick(w, kinds).(string), true
	}
	switch {
	case !ok:
		return nil
	case kind == "object":
		return w.object(schema, path)
	case kind == "array":
		return w.array(schema, path)
	}
	return w.disguised(w.scalar(kind, path))
}

// isScalar tells whether no map and no list may stand in a place.
func isScalar(schema map[string]any) bool {
	return schema["oneOf"] == nil && schema["properties"] == nil && schema["patternProperties"] == nil && schema["items"] == nil
}

// object makes a map with the keys that must be there and some four of the others.
func (w *walker) object(schema map[string]any, path string) any {
	out := map[string]any{}
	required, _ := schema["required"].([]any)
	properties, _ := schema["properties"].(map[string]any)
	for _, key := range sortedKeys(properties) {
		if slices.Contains(required, any(key)) || w.IntN(max(len(properties), 8)) < 4 {
			out[key] = w.below(properties[key].(map[string]any), path, key)
		}
	}
	patterns, _ := schema["patternProperties"].(map[string]any)
	for _, pattern := range sortedKeys(patterns) {
		if pattern == "^x-" {
			if w.IntN(8) == 0 {
				out["x-own"] = map[string]any{"b": 1, "a": []any{"$$", nil}}
			}
			continue
		}
		for range w.IntN(4) {
			out[pick(w, keysFor(path))] = w.value(patterns[pattern].(map[string]any), path+".*")
		}
	}
	return out
}

// below makes the value of a key that the schema names.
func (w *walker) below(schema map[string]any, path, key string) any {
	path += "." + key
	w.reached[path] = true
	return w.value(schema, path)
}

// reach notes the keys of a ready-made value.
func (w *walker) reach(path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, below := range v {
			w.reached[path+"."+key] = true
			w.reach(path+"."+key, below)
			w.reach(path+".*", below)
		}
	case []any:
		for _, item := range v {
			w.reach(path+".[]", item)
		}
	}
}

func (w *walker) array(schema map[string]any, path string) any {
	out := []any{}
	var seen []string
	n := w.IntN(4)
	if strings.HasSuffix(path, "ipam.config") {
		n = min(n, 1) // the engine refuses one subnet twice, so that two entries of it are merged in one file, too
	}
	for range n {
		item := w.value(schema["items"].(map[string]any), path+".[]")
		if text := flow(item); !slices.Contains(seen, text) {
			out, seen = append(out, item), append(seen, text)
		}
	}
	return out
}

func (w *walker) scalar(kind, path string) any {
	switch kind {
	case "boolean":
		return w.IntN(2) == 0
	case "integer":
		return pick(w, []any{0, 1, 2, 1024})
	case "number":
		return pick(w, []any{0, 1, 3, 0.5, 2000000})
	case "null":
		return nil
	}
	return pick(w, words)
}

// disguised sometimes hides a value behind a variable that is not set.
func (w *walker) disguised(v any) any {
	if v == nil || w.IntN(12) > 0 {
		return v
	}
	text, ok := v.(string)
	if !ok {
		if _, deep := v.([]any); deep {
			return v
		}
		if _, deep := v.(map[string]any); deep {
			return v
		}
		text = flow(v)
	}
	if strings.Contains(text, "\n") {
		return v // compose-go knows no variables over several lines
	}
	if text == "" || strings.ContainsAny(text, "${}") {
		return v
	}
	return "${NOT_SET:-" + text + "}"
}

func pick[T any](w *walker, from []T) T { return from[w.IntN(len(from))] }

// flow writes a value as one line of YAML.
func flow(v any) string {
	switch v := v.(type) {
	case tagged:
		return v.tag + " " + flow(v.value)
	case map[string]any:
		var parts []string
		for _, key := range sortedKeys(v) {
			parts = append(parts, flow(key)+": "+flow(v[key]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, flow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	out, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(out)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
