package compose

import (
	"path/filepath"
	"strings"

	"gocompose/compose/tree"
)

// buildFields are the long syntax of build.
var buildFields = table[Build]{
	"args":              variables(func(b *Build) *map[string]*string { return &b.Args }),
	"context":           textVia(func(b *Build) *string { return &b.Context }, (*decoder).context),
	"dockerfile":        text(func(b *Build) *string { return &b.Dockerfile }),
	"dockerfile_inline": text(func(b *Build) *string { return &b.DockerfileInline }),
	"target":            text(func(b *Build) *string { return &b.Target }),
	"x-":                extensions(func(b *Build) *[]tree.Entry { return &b.Extensions }),
}.later(`additional_contexts cache_from cache_to entitlements extra_hosts isolation labels network no_cache
	no_cache_filter platforms privileged provenance pull sbom secrets shm_size ssh tags ulimits`)

// build decodes build, whose short syntax Merge has turned into a context.
func build(d *decoder, s spot, into *Service) {
	if d.is(s, tree.Map, "text or a map") {
		into.Build = &Build{Pos: s.key}
		buildFields.decode(d, s, s.name+".", into.Build)
	}
}

// context makes a build context's folder absolute and leaves what is remote.
func (d *decoder) context(s spot, v string) (string, bool) {
	if strings.Contains(v, "://") {
		return v, true
	}
	for _, remote := range []string{"service:", "github.com/", "git@"} {
		if strings.HasPrefix(v, remote) {
			return v, true
		}
	}
	return d.path(s, v), true
}

// path makes a path absolute: ~ is the home folder, and relative ones start
// from the project directory.
func (d *decoder) path(s spot, v string) string {
	if d.skip.Paths {
		return v
	}
	if strings.HasPrefix(v, "~") {
		if d.home == "" {
			d.fail(s.at(), "set HOME, or write the path out", "~ is the home folder, but the environment has no HOME")
			return ""
		}
		v = filepath.Join(d.home, v[1:])
	}
	if v == "" || filepath.IsAbs(v) {
		return v
	}
	return filepath.Join(d.base, v)
}
