package compose

import "gocompose/compose/tree"

// buildFields are the long syntax of build.
var buildFields = table[Build]{
	"additional_contexts": contexts,
	"args":                variables(func(b *Build) *map[string]*string { return &b.Args }),
	"cache_from":          texts(func(b *Build) *[]string { return &b.CacheFrom }),
	"cache_to":            texts(func(b *Build) *[]string { return &b.CacheTo }),
	"context":             textVia(func(b *Build) *string { return &b.Context }, (*decoder).context),
	"dockerfile":          text(func(b *Build) *string { return &b.Dockerfile }),
	"dockerfile_inline":   text(func(b *Build) *string { return &b.DockerfileInline }),
	"entitlements":        texts(func(b *Build) *[]string { return &b.Entitlements }),
	"extra_hosts":         extraHosts(func(b *Build) *HostsList { return &b.ExtraHosts }),
	"isolation":           text(func(b *Build) *string { return &b.Isolation }),
	"labels":              values(func(b *Build) *map[string]string { return &b.Labels }),
	"network":             text(func(b *Build) *string { return &b.Network }),
	"no_cache":            truth(func(b *Build) *bool { return &b.NoCache }),
	"no_cache_filter":     texts(func(b *Build) *[]string { return &b.NoCacheFilter }),
	"platforms":           texts(func(b *Build) *[]string { return &b.Platforms }),
	"privileged":          truth(func(b *Build) *bool { return &b.Privileged }),
	"provenance":          textOrTruth(func(b *Build) *string { return &b.Provenance }),
	"pull":                truth(func(b *Build) *bool { return &b.Pull }),
	"sbom":                textOrTruth(func(b *Build) *string { return &b.SBOM }),
	"secrets":             fileMounts(func(b *Build) *[]FileMount { return &b.Secrets }),
	"shm_size":            size(func(b *Build) *Bytes { return &b.ShmSize }),
	"ssh":                 sshKeys,
	"tags":                texts(func(b *Build) *[]string { return &b.Tags }),
	"target":              text(func(b *Build) *string { return &b.Target }),
	"ulimits":             ulimits(func(b *Build) *map[string]*Ulimit { return &b.Ulimits }),
	"x-":                  extensions(func(b *Build) *[]tree.Entry { return &b.Extensions }),
}

// build decodes build, whose short syntax Merge has turned into a context.
func build(d *decoder, s spot, into *Service) {
	if d.is(s, tree.Map, "text or a map") {
		into.Build = &Build{Pos: s.key}
		buildFields.decode(d, s, s.name+".", into.Build)
	}
}

// textOrTruth is for a text for which true and false may stand.
func textOrTruth[T any](at func(*T) *string) field[T] {
	return func(d *decoder, s spot, into *T) {
		if s.Kind != tree.Scalar || s.Tag != tree.TagBool && s.Tag != tree.TagString {
			d.wrong(s, "text, true or false")
			return
		}
		*at(into) = plain(s.Node)
	}
}
