package build

import (
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"strings"

	control "github.com/moby/buildkit/api/services/control"
)

// cacheEntry is one place of a cache.
type cacheEntry struct {
	// kind is its type: registry, local, inline, gha, s3 or azblob.
	kind string
	// attrs are its attributes but for the type.
	attrs map[string]string
}

// parseCache reads attributes in the form of CSV, or the name of an image.
func parseCache(text string) (cacheEntry, error) {
	fields, err := csv.NewReader(strings.NewReader(text)).Read()
	if err != nil {
		return cacheEntry{}, errors.New("is not in the form of CSV")
	}
	if len(fields) == 1 && !strings.Contains(text, "=") {
		return cacheEntry{"registry", map[string]string{"ref": text}}, nil
	}
	attrs := map[string]string{}
	for _, field := range fields {
		key, value, ok := strings.Cut(field, "=")
		if !ok {
			return cacheEntry{}, fmt.Errorf("has %q in place of an attribute", field)
		}
		attrs[strings.ToLower(strings.TrimSpace(key))] = value
	}
	kind := attrs["type"]
	delete(attrs, "type")
	if kind == "" {
		return cacheEntry{}, errors.New("has no type")
	}
	return cacheEntry{kind, attrs}, nil
}

// lacks gives the attribute that the type cannot do without, if it is not there. A local cache is read from src and
// written to dest.
func (e cacheEntry) lacks(folder string) string {
	need := map[string]string{"registry": "ref", "local": folder}[e.kind]
	if need == "" || e.attrs[need] != "" {
		return ""
	}
	return need
}

// checkCaches judges cache_from and cache_to.
func checkCaches(s Spec) (out []*InputError) {
	for _, list := range []struct {
		attribute, folder string
		texts             []string
	}{{"cache_from", "src", s.CacheFrom}, {"cache_to", "dest", s.CacheTo}} {
		for _, text := range list.texts {
			if problem := cacheProblem(text, list.folder); problem != "" {
				out = append(out, &InputError{Attribute: list.attribute, Item: text, Problem: fmt.Sprintf("cache %q %s", text, problem),
					Hint: "write an image, or such as type=local," + list.folder + "=./cache"})
			}
		}
	}
	return out
}

func cacheProblem(text, folder string) string {
	entry, err := parseCache(text)
	if err != nil {
		return err.Error()
	}
	if attr := entry.lacks(folder); attr != "" {
		return "has no " + attr
	}
	return ""
}

// message is the entry as BuildKit takes it.
func (e cacheEntry) message() *control.CacheOptionsEntry {
	return &control.CacheOptionsEntry{Type: e.kind, Attrs: maps.Clone(e.attrs)}
}
