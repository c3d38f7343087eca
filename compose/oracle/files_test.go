package oracle

import (
	"slices"
	"strings"
)

// files makes a project's files as values.
func (w *walker) files(schema map[string]any) []any {
	var files []any
	keys := w.focus()
	for i := range 1 + w.IntN(2) {
		services := map[string]any{"a": w.service(keys)}
		file := map[string]any{"services": services}
		if i == 0 {
			services["b"] = map[string]any{"image": "b", "build": "."}
			services["c"] = map[string]any{"image": "c"}
			services["a"].(map[string]any)["image"] = "a"
		} else if w.IntN(2) == 0 {
			keys = w.focus()
		}
		w.resources(schema, file, i == 0)
		files = append(files, file)
	}
	return files
}

// deep are the keys of a service with most below them, which come up more often.
var deep = []string{"build", "deploy", "develop", "networks", "ports", "volumes", "build", "volumes"}

// focus picks the few keys of the service that a project is about, one of them
// in turn.
func (w *walker) focus() []string {
	all := sortedKeys(mapAt(w.definitions["service"].(map[string]any), "properties"))
	turns := append(slices.Repeat(deep, 6), all...)
	first := turns[w.turn%len(turns)]
	w.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return append(all[:w.IntN(4)], first)
}

func (w *walker) service(keys []string) map[string]any {
	properties := mapAt(w.definitions["service"].(map[string]any), "properties")
	out := map[string]any{}
	for _, key := range keys {
		v := w.below(properties[key].(map[string]any), "services.*", key)
		if v != nil && w.IntN(30) == 0 { // compose-go takes a null with a tag for text
			v = tagged{"!override", v}
		}
		out[key] = v
	}
	return out
}

// resources adds what the services name, and sometimes makes one of the kinds the subject.
func (w *walker) resources(schema, file map[string]any, base bool) {
	subject := pick(w, append(slices.Repeat([]string{""}, 6), resourceKinds...))
	a := file["services"].(map[string]any)["a"].(map[string]any)
	if subject != "" {
		a[subject] = usesOf(subject)
	}
	text := flow(file)
	for _, kind := range resourceKinds {
		names := resourceNames(kind)
		if kind != subject && (!base || !strings.Contains(text, names[0]) && !strings.Contains(text, names[1])) {
			continue
		}
		below := map[string]any{}
		for _, name := range names {
			below[name] = simple(kind)
			if kind == subject {
				below[name] = w.resource(mapAt(schema, "properties")[kind].(map[string]any), kind)
			}
		}
		file[kind] = below
	}
}

func (w *walker) resource(schema map[string]any, kind string) any {
	w.reached[kind] = true
	for _, below := range mapAt(schema, "patternProperties") {
		return w.value(below.(map[string]any), kind+".*")
	}
	return nil
}

var resourceKinds = []string{"configs", "models", "networks", "secrets", "volumes"}

func resourceNames(kind string) []string { return []string{kind[:1] + "1", kind[:1] + "2"} }

// usesOf gives what a service says to use both resources of a kind.
func usesOf(kind string) any {
	names := resourceNames(kind)
	if kind == "volumes" {
		return []any{names[0] + ":/one", names[1] + ":/two"}
	}
	return []any{names[0], names[1]}
}

func simple(kind string) any {
	switch kind {
	case "configs":
		return map[string]any{"file": "./c.txt"}
	case "secrets":
		return map[string]any{"environment": "FROM"}
	case "models":
		return map[string]any{"model": "ai/x"}
	}
	return nil
}
