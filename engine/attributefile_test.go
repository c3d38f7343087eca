package engine

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

type (
	m = map[string]any
	l = []any
)

type presence uint8

const (
	absent presence = iota
	present
)

// file is a Compose file with one attribute in it, or without it.
type file struct {
	text  strings.Builder
	line  int
	path  []string // keys of the attribute, [] for an item
	lines []int    // of the attribute and of what it stands in, resources and services aside
}

// fileFor writes the file for a leaf: what must stand beside it, and the leaf.
func fileFor(leaf string, p presence) *file {
	path := strings.Split(leaf, ".")
	keys := slices.Clone(path)
	for i := range keys {
		if keys[i] == "*" {
			keys[i] = keyIn(strings.Join(path[:i], "."))
		}
	}
	whole := m{"services": m{"web": m{"image": "nginx"}}}
	for prefix, more := range around {
		if leaf == prefix || strings.HasPrefix(leaf, prefix+".") {
			whole = merged(whole, more()).(m)
		}
	}
	if v := valueAt(leaf, path, keys, 0, p); v != nil {
		whole = merged(whole, v).(m)
	}
	f := &file{path: keys, line: 1}
	f.block(whole, 0, keys)
	return f
}

// valueAt gives the value at path[:i] with what is below it on the way to the leaf.
func valueAt(leaf string, path, keys []string, i int, p presence) any {
	here := strings.Join(path[:i], ".")
	if i == len(path) {
		if p == present {
			return valueOf(leaf)
		}
		return nil
	}
	next := valueAt(leaf, path, keys, i+1, p)
	if path[i] == "[]" {
		if next == nil {
			return nil
		}
		return l{next}
	}
	own := m{}
	if siblings, ok := beside[leaf+" in "+here]; ok {
		own = maps.Clone(siblings)
	} else if siblings, ok := beside[here]; ok {
		own = maps.Clone(siblings)
	}
	if next != nil {
		old, there := own[keys[i]]
		if _, isMap := next.(m); there && isMap {
			next = merged(old, next)
		}
		own[keys[i]] = next
	}
	if len(own) == 0 && p == absent {
		return nil
	}
	return own
}

func valueOf(leaf string) any {
	if v, ok := values[leaf]; ok {
		return v
	}
	return "probe"
}

func keyIn(parent string) string {
	if key, ok := keys[parent]; ok {
		return key
	}
	return "key"
}

// merged lays b over a: maps go into each other, all else is b's.
func merged(a, b any) any {
	x, ok := a.(m)
	y, both := b.(m)
	if !ok || !both {
		return b
	}
	out := maps.Clone(x)
	for key, v := range y {
		if old, there := out[key]; there {
			v = merged(old, v)
		}
		out[key] = v
	}
	return out
}

// block writes a value as block YAML and notes the lines along the path.
func (f *file) block(v any, depth int, path []string) {
	indent := strings.Repeat("  ", depth)
	switch v := v.(type) {
	case m:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			var rest []string
			if len(path) > 0 && path[0] == key {
				rest = path[1:]
				f.note(path)
			}
			text, _ := json.Marshal(key)
			f.entry(indent+string(text)+":", v[key], depth, rest)
		}
	case l:
		for _, item := range v {
			var rest []string
			if len(path) > 0 && path[0] == "[]" {
				rest = path[1:]
				f.note(path) // of the hyphen, and of the item below it
				f.lines = append(f.lines, f.line+1)
			}
			f.entry(indent+"-", item, depth, rest)
		}
	}
}

func (f *file) note(path []string) {
	done := len(f.path) - len(path) + 1 // elements of the path up to here
	least := 2
	if f.path[0] == "services" {
		least = 3
	}
	if done >= min(least, len(f.path)) {
		f.lines = append(f.lines, f.line)
	}
}

func (f *file) entry(head string, v any, depth int, path []string) {
	below := 0
	switch v := v.(type) {
	case m:
		below = len(v)
	case l:
		below = len(v)
	}
	if below > 0 {
		fmt.Fprintln(&f.text, head)
		f.line++
		f.block(v, depth+1, path)
		return
	}
	text, _ := json.Marshal(v)
	fmt.Fprintln(&f.text, head, string(text))
	f.line++
}
