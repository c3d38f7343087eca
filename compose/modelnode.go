package compose

import (
	"cmp"
	"encoding"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gocompose/compose/tree"
)

// modelNode gives a value of the model as a node, by its JSON tags.
func modelNode(v reflect.Value) *tree.Node {
	switch x := v.Interface().(type) {
	case HostsList:
		return listOf(x.List("="))
	case Ulimit:
		return ulimitNode(x)
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
	case reflect.Int, reflect.Int64:
		return tree.Int(v.Int())
	case reflect.Float32:
		return tree.Float(strconv.FormatFloat(v.Float(), 'g', -1, 32))
	case reflect.Uint16, reflect.Uint32, reflect.Uint64:
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

func ulimitNode(u Ulimit) *tree.Node {
	if u.Single != 0 {
		return tree.Int(int64(u.Single))
	}
	both := []tree.Entry{tree.Pair("soft", tree.Int(int64(u.Soft))), tree.Pair("hard", tree.Int(int64(u.Hard)))}
	return tree.MapOf(append(both, u.Extensions...)...)
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
		tag := v.Type().Field(i).Tag
		name, options, _ := strings.Cut(tag.Get("json"), ",")
		name = cmp.Or(tag.Get("yaml"), name)
		if name == "" || name == "-" || omitted(v.Field(i), options) {
			continue
		}
		entries = append(entries, tree.Pair(name, modelNode(v.Field(i))))
	}
	if x := v.FieldByName("Extensions"); x.IsValid() {
		own := tree.MapOf(x.Interface().([]tree.Entry)...)
		entries = append(entries, sorted(own).Entries...)
	}
	return tree.MapOf(entries...)
}

// omitted follows the tags, and leaves out what YAML has no use for beyond them:
// commands that are the image's, and empty structs.
func omitted(v reflect.Value, options string) bool {
	switch v.Kind() {
	case reflect.Struct:
		return blank(v)
	case reflect.Slice, reflect.Map:
		return v.Len() == 0 && (options != "" || v.IsNil())
	}
	if options == "omitzero" {
		return v.Interface().(interface{ IsZero() bool }).IsZero()
	}
	return options == "omitempty" && v.IsZero()
}

// blank tells whether there is nothing in a value, or only what is empty itself.
func blank(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Struct:
		for i := range v.NumField() {
			if !blank(v.Field(i)) {
				return false
			}
		}
		return true
	}
	return v.IsZero()
}

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
