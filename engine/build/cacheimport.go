package build

import (
	"context"
	"strings"

	control "github.com/moby/buildkit/api/services/control"
)

// importStep begins the name of the step by which BuildKit looks for the cache of earlier builds. The rest is what it
// calls the cache: the name of an image, or the type and a number of its own.
const importStep = "importing cache manifest from "

// isImport tells whether a step looks for a cache. BuildKit builds on without one that cannot be had.
func isImport(v *control.Vertex) bool { return strings.HasPrefix(v.Name, importStep) }

// lostCache tells of an entry of cache_from why the build goes without it.
func lostCache(cacheFrom []string, v *control.Vertex) *InputError {
	item, called := importedFrom(cacheFrom, strings.TrimPrefix(v.Name, importStep))
	return ignored("cache_from", item, "check that it is there and can be reached, or leave it out",
		"cache %s is not used: %s", called, plainMessage(v.Error))
}

// importedFrom finds the entry that BuildKit calls so, and how to call it: not by its attributes, which may be keys of
// a store. Of several with the same type it is none.
func importedFrom(cacheFrom []string, called string) (item, name string) {
	kind, _, _ := strings.Cut(called, ":")
	var same []string
	for _, text := range cacheFrom {
		entry, err := parseCache(text)
		switch {
		case err != nil:
		case entry.kind == "registry" && entry.attrs["ref"] == called:
			return text, called
		case entry.kind == kind:
			same = append(same, text)
		}
	}
	if len(same) == 1 {
		item = same[0]
	}
	return item, "of type " + kind
}

// stopped tells the error of a step that was given up because another had failed.
func stopped(text string) bool { return strings.HasSuffix(text, context.Canceled.Error()) }
