package oracle

// keysOf gives the paths of all keys that the schema names for a service and the resources.
func keysOf(w *walker, schema map[string]any) []string {
	found := map[string]bool{}
	w.keysBelow(w.definitions["service"].(map[string]any), "services.*", found)
	for _, kind := range resourceKinds {
		for _, below := range mapAt(mapAt(schema, "properties")[kind].(map[string]any), "patternProperties") {
			w.keysBelow(below.(map[string]any), kind+".*", found)
		}
	}
	return sortedKeys(found)
}

func (w *walker) keysBelow(schema map[string]any, path string, found map[string]bool) {
	schema = w.node(schema)
	for key, below := range mapAt(schema, "properties") {
		found[path+"."+key] = true
		w.keysBelow(below.(map[string]any), path+"."+key, found)
	}
	for pattern, below := range mapAt(schema, "patternProperties") {
		if pattern != "^x-" {
			w.keysBelow(below.(map[string]any), path+".*", found)
		}
	}
	if items := mapAt(schema, "items"); items != nil {
		w.keysBelow(items, path+".[]", found)
	}
	ways, _ := schema["oneOf"].([]any)
	for _, way := range ways {
		w.keysBelow(way.(map[string]any), path, found)
	}
}
