package compose

import (
	"bytes"
	"cmp"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"gocompose/compose/tree"
)

// Canonical gives the project as `config` writes it in YAML: long forms,
// defaults filled in, x-* kept, and every $ doubled, so that loading the output
// again gives the same project.
func (p *Project) Canonical() *tree.Node {
	return escaped(modelNode(reflect.ValueOf(p)))
}

// CanonicalJSON gives the project as `config --format json` writes it: two
// spaces a level, top-level keys sorted, only the top-level x-* kept.
func (p *Project) CanonicalJSON() ([]byte, error) {
	top := map[string]json.RawMessage{}
	for name, value := range map[string]any{"name": p.Name, "services": p.Services} {
		if err := put(top, name, value); err != nil {
			return nil, err
		}
	}
	if len(p.Networks) > 0 {
		if err := put(top, "networks", p.Networks); err != nil {
			return nil, err
		}
	}
	if len(p.Volumes) > 0 {
		if err := put(top, "volumes", p.Volumes); err != nil {
			return nil, err
		}
	}
	for _, x := range p.Extensions {
		top[x.Key] = nodeJSON(x.Value)
	}
	out, err := json.MarshalIndent(top, "", "  ")
	return bytes.ReplaceAll(out, []byte("$"), []byte("$$")), err
}

func put(top map[string]json.RawMessage, name string, value any) error {
	data, err := json.Marshal(value)
	top[name] = data
	return err
}

// nodeJSON gives a node as JSON, keys sorted.
func nodeJSON(n *tree.Node) json.RawMessage {
	var value any
	switch n.Kind {
	case tree.Map:
		entries := make(map[string]json.RawMessage, len(n.Entries))
		for _, e := range n.Entries {
			entries[e.Key] = nodeJSON(e.Value)
		}
		value = entries
	case tree.List:
		items := make([]json.RawMessage, len(n.Items))
		for i, item := range n.Items {
			items[i] = nodeJSON(item)
		}
		value = items
	case tree.Scalar:
		value = scalarJSON(n)
	}
	data, _ := json.Marshal(value) // nothing here can fail
	return data
}

// scalarJSON gives the value of a scalar. Numbers that JSON does not have stay text.
func scalarJSON(n *tree.Node) any {
	text := plain(n)
	if n.Tag != tree.TagString && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return text
}

// modelNode gives a value of the model as a node, by its JSON tags.
func modelNode(v reflect.Value) *tree.Node {
	switch x := v.Interface().(type) {
	case HostsList:
		return listOf(x.List("="))
	case encoding.TextMarshaler:
		if v.Kind() != reflect.Pointer {
			text, _ := x.MarshalText() // those of the model cannot fail
			return tree.Str(string(text))
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return tree.NullNode()
		}
		return modelNode(v.Elem())
	case reflect.Bool:
		return tree.Bool(v.Bool())
	case reflect.Int:
		return tree.Int(v.Int())
	case reflect.Uint32, reflect.Uint64:
		return tree.Int(int64(v.Uint()))
	case reflect.Slice:
		return sliceNode(v)
	case reflect.Map:
		return mapNode(v)
	case reflect.Struct:
		return structNode(v)
	}
	return tree.Str(v.String())
}

func sliceNode(v reflect.Value) *tree.Node {
	items := make([]*tree.Node, v.Len())
	for i := range items {
		items[i] = modelNode(v.Index(i))
	}
	return tree.ListOf(items...)
}

func listOf(texts []string) *tree.Node { return sliceNode(reflect.ValueOf(texts)) }

func mapNode(v reflect.Value) *tree.Node {
	var entries []tree.Entry
	for _, key := range v.MapKeys() {
		entries = append(entries, tree.Pair(key.String(), modelNode(v.MapIndex(key))))
	}
	slices.SortFunc(entries, func(a, b tree.Entry) int { return naturally(a.Key, b.Key) })
	return tree.MapOf(entries...)
}

// structNode gives the fields that have something to say, then the extensions.
func structNode(v reflect.Value) *tree.Node {
	var entries []tree.Entry
	for i := range v.NumField() {
		name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name == "" || name == "-" || omitted(v.Field(i), options) {
			continue
		}
		entries = append(entries, tree.Pair(name, modelNode(v.Field(i))))
	}
	if x := v.FieldByName("Extensions"); x.IsValid() {
		own := slices.Clone(x.Interface().([]tree.Entry))
		slices.SortFunc(own, func(a, b tree.Entry) int { return naturally(a.Key, b.Key) })
		entries = append(entries, own...)
	}
	return tree.MapOf(entries...)
}

// omitted follows the tags, and leaves out what YAML has no use for beyond them:
// commands that are the image's, and empty structs.
func omitted(v reflect.Value, options string) bool {
	switch v.Kind() {
	case reflect.Struct:
		return v.IsZero()
	case reflect.Slice, reflect.Map:
		return v.Len() == 0 && (options != "" || v.IsNil())
	}
	if options == "omitzero" {
		return v.Interface().(interface{ IsZero() bool }).IsZero()
	}
	return options == "omitempty" && v.IsZero()
}

// escaped doubles every $ of texts and keys.
func escaped(n *tree.Node) *tree.Node {
	switch n.Kind {
	case tree.Map:
		entries := slices.Clone(n.Entries)
		for i, e := range entries {
			entries[i].Key, entries[i].Value = double(e.Key), escaped(e.Value)
		}
		return n.WithEntries(entries)
	case tree.List:
		items := slices.Clone(n.Items)
		for i, item := range items {
			items[i] = escaped(item)
		}
		return n.WithItems(items)
	}
	if doubled := double(n.Value); doubled != n.Value {
		return n.WithValue(doubled)
	}
	return n
}

func double(text string) string { return strings.ReplaceAll(text, "$", "$$") }

// naturally orders texts with their numbers by value, app2 before app10.
func naturally(a, b string) int {
	for a != "" && b != "" {
		x, y := prefixOf(a, "0123456789"), prefixOf(b, "0123456789")
		if x != "" && y != "" {
			a, b = a[len(x):], b[len(y):]
			x, y = strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 {
				return c
			}
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}
