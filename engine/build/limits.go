package build

import (
	"fmt"
	"maps"
	"slices"
)

// Limits gives what of the Spec the builder cannot do, as far as that can be known before building.
func (b Builder) Limits(s Spec) []*InputError {
	if b.Classic {
		return slices.Concat(classicRefuses(s), classicIgnores(s))
	}
	return slices.Concat(b.tooOld(s), b.storeLimits(s), networkLimits(s), memoryLimits(s))
}

func memoryLimits(s Spec) []*InputError {
	if s.Memory == 0 {
		return nil
	}
	return []*InputError{ignored("memory", "", "build with the classic builder, DOCKER_BUILDKIT=0, or leave --memory out", "BuildKit limits no build's memory")}
}

func refused(attribute, item, hint, format string, args ...any) *InputError {
	return &InputError{Attribute: attribute, Item: item, Problem: fmt.Sprintf(format, args...), Hint: hint}
}

func ignored(attribute, item, hint, format string, args ...any) *InputError {
	e := refused(attribute, item, hint, format, args...)
	e.Ignored = true
	return e
}

const unsetBuildKit = "build with BuildKit: unset DOCKER_BUILDKIT"

// classicRefuses is what the classic builder has nothing for, and without which the Dockerfile does not work.
func classicRefuses(s Spec) (out []*InputError) {
	for _, name := range slices.Sorted(maps.Keys(s.Contexts)) {
		out = append(out, refused("additional_contexts", name, unsetBuildKit, "the classic builder has no additional contexts"))
	}
	for _, secret := range s.Secrets {
		out = append(out, refused("secrets", secret.ID, unsetBuildKit, "the classic builder has no secrets"))
	}
	for _, key := range s.SSH {
		out = append(out, refused("ssh", key.ID, unsetBuildKit, "the classic builder forwards no SSH keys"))
	}
	for _, e := range s.Entitlements {
		out = append(out, refused("entitlements", e, unsetBuildKit, "the classic builder gives no entitlement %s", e))
	}
	if len(s.Platforms) > 1 {
		out = append(out, refused("platforms", s.Platforms[1], "keep one of them, or "+unsetBuildKit, "the classic builder builds for one platform at a time"))
	}
	return out
}

// classicIgnores is what the classic builder has nothing for, and which changes nothing in the image.
func classicIgnores(s Spec) (out []*InputError) {
	for _, text := range s.CacheFrom {
		if entry, err := parseCache(text); err == nil && entry.kind != "registry" {
			out = append(out, ignored("cache_from", text, unsetBuildKit, "the classic builder takes no cache of type %s", entry.kind))
		}
	}
	for _, text := range s.CacheTo {
		out = append(out, ignored("cache_to", text, unsetBuildKit, "the classic builder keeps its cache to itself"))
	}
	for _, stage := range s.NoCacheFilter {
		out = append(out, ignored("no_cache_filter", stage, "write no_cache: true, or "+unsetBuildKit,
			"the classic builder cannot leave the cache of one stage aside"))
	}
	for _, kind := range slices.Sorted(maps.Keys(s.Attestations)) {
		out = append(out, ignored(kind, "", unsetBuildKit, "the classic builder makes no attestations"))
	}
	return out
}

// The first API of Docker Engine 23, whose BuildKit is 0.10: before, it was 0.8.
const engine23 = "1.42"

// tooOld is what the BuildKit of an engine before 23 does not know.
func (b Builder) tooOld(s Spec) (out []*InputError) {
	if !b.before(engine23) {
		return nil
	}
	needs := func(attribute, item, hint, what string) *InputError {
		return refused(attribute, item, "update the engine, or "+hint, "%s need Docker Engine 23.0 (API %s); this engine speaks %s", what, engine23, b.API)
	}
	lacks := func(attribute, item, what string) *InputError {
		return ignored(attribute, item, "update the engine, or set DOCKER_BUILDKIT=0: its classic builder has them",
			"with BuildKit, %s of builds need Docker Engine 23.0 (API %s); this engine speaks %s", what, engine23, b.API)
	}
	if _, folder := gitFolder(s.Context); folder != "" && s.remote() {
		out = append(out, needs("context", "", "set DOCKER_BUILDKIT=0: its classic builder has them", "folders of git repositories"))
	}
	for _, name := range slices.Sorted(maps.Keys(s.Contexts)) {
		out = append(out, needs("additional_contexts", name, "leave them out", "additional contexts"))
	}
	if s.ShmSize > 0 {
		out = append(out, lacks("shm_size", "", "sizes of /dev/shm"))
	}
	if len(s.Ulimits) > 0 {
		out = append(out, lacks("ulimits", "", "ulimits"))
	}
	return out
}

// storeLimits is what an image store that is not containerd's cannot keep.
func (b Builder) storeLimits(s Spec) (out []*InputError) {
	if b.Manifests {
		return nil
	}
	const hint = "switch the engine to the containerd image store (Docker Engine 25.0 or later)"
	if len(s.Platforms) > 1 {
		out = append(out, refused("platforms", s.Platforms[1], "keep one of them, or "+hint, "the engine's image store keeps one platform of an image"))
	}
	for _, kind := range slices.Sorted(maps.Keys(s.Attestations)) {
		out = append(out, ignored(kind, "", hint, "the engine's image store keeps no attestations"))
	}
	for _, text := range s.CacheTo {
		if entry, err := parseCache(text); err == nil && entry.kind != "inline" {
			out = append(out, ignored("cache_to", text, "write type=inline, or "+hint, "the engine's builder keeps no cache of type %s", entry.kind))
		}
	}
	for _, text := range s.CacheFrom {
		if entry, err := parseCache(text); err == nil && entry.kind != "registry" && entry.kind != "local" {
			out = append(out, ignored("cache_from", text, "write type=registry or type=local, or "+hint, "the engine's builder takes no cache of type %s", entry.kind))
		}
	}
	return out
}

// networkLimits is what BuildKit has nothing for, of whatever version.
func networkLimits(s Spec) (out []*InputError) {
	if !slices.Contains([]string{"", "default", "host", "none"}, s.Network) {
		out = append(out, refused("network", "", "write host, none or default, or set DOCKER_BUILDKIT=0", "BuildKit cannot build on network %s", s.Network))
	}
	if !slices.Contains([]string{"", "default"}, s.Isolation) {
		out = append(out, ignored("isolation", "", "remove it, or set DOCKER_BUILDKIT=0 on Windows", "BuildKit has no isolation %s", s.Isolation))
	}
	return out
}

// fit gives the Spec without what the builder ignores, or the first thing that it cannot do.
func (b Builder) fit(s Spec) (Spec, error) {
	for _, l := range b.Limits(s) {
		if !l.Ignored {
			return s, l
		}
		s = s.without(l.Attribute, l.Item)
	}
	return s, nil
}

func (s Spec) without(attribute, item string) Spec {
	is := func(text string) bool { return text == item }
	switch attribute {
	case "cache_from":
		s.CacheFrom = slices.DeleteFunc(slices.Clone(s.CacheFrom), is)
	case "cache_to":
		s.CacheTo = slices.DeleteFunc(slices.Clone(s.CacheTo), is)
	case "no_cache_filter":
		s.NoCacheFilter = nil
	case "provenance", "sbom":
		s.Attestations = maps.Clone(s.Attestations)
		delete(s.Attestations, attribute)
	case "shm_size":
		s.ShmSize = 0
	case "ulimits":
		s.Ulimits = nil
	case "isolation":
		s.Isolation = ""
	}
	return s
}
