package oracle

import (
	"maps"
	"slices"
	"strings"
)

// shrunk takes away what the verdict's kind does not need.
func (s stack) shrunk(kind string) stack {
	for again := true; again; {
		again = false
		for i := range s.files {
			for _, smaller := range without(s.files[i]) {
				next := s
				next.files = slices.Clone(s.files)
				next.files[i] = smaller
				if i == 0 && !strings.Contains(flow(smaller), `"image": "a"`) {
					continue
				}
				if v := next.judge(); v.kind == kind && v.problem != "" {
					s, again = next, true
					break
				}
			}
		}
	}
	return s
}

// without gives copies of a value that lack one part each.
func without(v any) []any {
	var out []any
	switch v := v.(type) {
	case tagged:
		out = append(out, v.value)
	case map[string]any:
		for _, key := range sortedKeys(v) {
			less := maps.Clone(v)
			delete(less, key)
			out = append(out, less)
			for _, smaller := range without(v[key]) {
				less := maps.Clone(v)
				less[key] = smaller
				out = append(out, less)
			}
		}
	case []any:
		for i := range v {
			out = append(out, slices.Delete(slices.Clone(v), i, i+1))
			for _, smaller := range without(v[i]) {
				less := slices.Clone(v)
				less[i] = smaller
				out = append(out, less)
			}
		}
	}
	return out
}
