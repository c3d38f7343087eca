package oracle

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"

	"gocompose/compose"
)

// TestSchema wants every key of the schema to be known wherever it may stand:
// honoured, or refused as not supported yet, but never called unknown.
func TestSchema(t *testing.T) {
	s := &schemaWalk{t: t}
	if err := json.Unmarshal([]byte(schema.Schema), &s.root); err != nil {
		t.Fatal(err)
	}
	s.walk(s.root, nil, 0)
	if s.paths < 300 {
		t.Errorf("only %d paths in the schema", s.paths)
	}
}

type schemaWalk struct {
	t     *testing.T
	root  map[string]any
	paths int
}

// walk visits every place below a node of the schema. A path has keys, and []
// for the item of a list.
func (s *schemaWalk) walk(node map[string]any, path []string, depth int) {
	if depth > 20 {
		return
	}
	if ref, ok := node["$ref"].(string); ok {
		definitions := s.root["$defs"].(map[string]any)
		s.walk(definitions[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any), path, depth+1)
	}
	for key, below := range mapAt(node, "properties") {
		s.known(append(path[:len(path):len(path)], key))
		s.walk(below.(map[string]any), append(path[:len(path):len(path)], key), depth+1)
	}
	for pattern, below := range mapAt(node, "patternProperties") {
		if pattern != "^x-" {
			s.walk(below.(map[string]any), append(path[:len(path):len(path)], "any"), depth+1)
		}
	}
	if items, ok := node["items"].(map[string]any); ok {
		s.walk(items, append(path[:len(path):len(path)], "[]"), depth+1)
	}
	ways, _ := node["oneOf"].([]any)
	for _, way := range ways {
		s.walk(way.(map[string]any), path, depth+1)
	}
}

func mapAt(node map[string]any, key string) map[string]any {
	below, _ := node[key].(map[string]any)
	return below
}

// known loads a file that has nothing but the path.
func (s *schemaWalk) known(path []string) {
	s.paths++
	text := "null"
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == "[]" {
			text = "[" + text + "]"
		} else {
			text = "{" + path[i] + ": " + text + "}"
		}
	}
	_, problems := compose.Load(compose.Options{Files: []string{"-"}, Stdin: strings.NewReader(text), Dir: "/nowhere"})
	for _, d := range problems {
		if strings.HasPrefix(d.Summary, "unknown key") {
			s.t.Errorf("%s: %v", text, d)
		}
	}
}
