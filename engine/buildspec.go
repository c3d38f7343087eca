package engine

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/build"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// buildSpec says a step in the words of package build.
func (o BuildOptions) buildSpec(p *compose.Project, op plan.BuildImage) build.Spec {
	s, b := op.Service, op.Service.Build
	out := build.Spec{
		Tags:             append([]string{p.ImageName(s)}, b.Tags...),
		Context:          b.Context,
		Dockerfile:       cmp.Or(b.DockerfilePath(), b.Dockerfile),
		DockerfileInline: b.DockerfileInline,
		Args:             o.args(b),
		Target:           b.Target,
		Labels:           imageLabels(p, s),
		NoCache:          o.NoCache || b.NoCache,
		Pull:             op.Pull,
		NoCacheFilter:    b.NoCacheFilter,
		Contexts:         contexts(p, b),
		CacheFrom:        b.CacheFrom,
		CacheTo:          b.CacheTo,
		Network:          b.Network,
		ExtraHosts:       b.ExtraHosts,
		ShmSize:          int64(b.ShmSize),
		Ulimits:          ulimits(b),
		Isolation:        b.Isolation,
		Platforms:        op.Platforms,
		Secrets:          secrets(p, b),
		SSH:              sshKeys(slices.Concat(o.SSH, b.SSH)),
		Entitlements:     entitlements(b),
		Attestations:     o.attestations(b),
		Memory:           o.Memory,
		Folder:           p.WorkingDir,
	}
	return out
}

// args puts --build-arg over what the files say. All have values: those without
// one were looked up, or left out, when they were read.
func (o BuildOptions) args(b *compose.Build) map[string]string {
	args := map[string]string{}
	for _, given := range []map[string]*string{b.Args, o.Args} {
		for name, value := range given {
			args[name] = *value
		}
	}
	return args
}

// imageLabels are those of the file, and those by which the project is known.
func imageLabels(p *compose.Project, s *compose.Service) map[string]string {
	labels := map[string]string{}
	maps.Copy(labels, s.Build.Labels)
	maps.Copy(labels, spec.ImageLabels(p, s))
	return labels
}

// contexts gives the additional contexts, with the name of its image in place of a service.
func contexts(p *compose.Project, b *compose.Build) map[string]string {
	out := maps.Clone(b.AdditionalContexts)
	for name, service := range b.BuiltOn() {
		if base := p.Find(service); base != nil {
			out[name] = "docker-image://" + p.ImageName(base)
		}
	}
	return out
}

func ulimits(b *compose.Build) (out []build.Ulimit) {
	for _, name := range slices.Sorted(maps.Keys(b.Ulimits)) {
		u := b.Ulimits[name]
		l := build.Ulimit{Name: name, Soft: int64(u.Soft), Hard: int64(u.Hard)}
		if u.Single != 0 {
			l.Soft, l.Hard = int64(u.Single), int64(u.Single)
		}
		out = append(out, l)
	}
	return out
}

// secrets gives those whose content is known; see missingSecrets.
func secrets(p *compose.Project, b *compose.Build) (out []build.Secret) {
	for _, m := range b.Secrets {
		o := p.Secret(m.Source)
		if o == nil {
			continue
		}
		value, set := p.Variable(o)
		if o.File != "" || set {
			out = append(out, build.Secret{ID: m.BuildID(), File: o.File, Data: []byte(value)})
		}
	}
	return out
}

// missingSecrets finds secrets whose variable is not set.
func missingSecrets(p *compose.Project, b *compose.Build) (problems diag.List) {
	for _, m := range b.Secrets {
		o := p.Secret(m.Source)
		if o == nil || o.Environment == "" {
			continue
		}
		if _, set := p.Variable(o); !set {
			problems.Add(diag.Diagnostic{Pos: m.Pos, Summary: fmt.Sprintf("build secret %s takes its content from %s, which is not set", m.Source, o.Environment),
				Hint: "set it in the environment or in .env", Related: []diag.Related{{Pos: o.At("environment"), Note: "the secret"}}})
		}
	}
	return problems
}

// sshKeys splits the keys of one id, which a file separates with commas. The
// first of an id counts.
func sshKeys(all []compose.SSHKey) (out []build.SSHKey) {
	for _, key := range all {
		if slices.ContainsFunc(out, func(k build.SSHKey) bool { return k.ID == key.ID }) {
			continue
		}
		k := build.SSHKey{ID: key.ID}
		if key.Path != "" {
			k.Paths = strings.Split(key.Path, ",")
		}
		out = append(out, k)
	}
	return out
}

// insecure is the entitlement that privileged stands for.
const insecure = "security.insecure"

func entitlements(b *compose.Build) []string {
	if b.Privileged && !slices.Contains(b.Entitlements, insecure) {
		return append(slices.Clone(b.Entitlements), insecure)
	}
	return b.Entitlements
}

// attested is what is said of attestations: true, false, attributes, or nothing.
func (o BuildOptions) attested(b *compose.Build) map[string]string {
	return map[string]string{"provenance": cmp.Or(o.Provenance, b.Provenance), "sbom": cmp.Or(o.SBOM, b.SBOM)}
}

// attestations are those that are asked for; true means without attributes.
func (o BuildOptions) attestations(b *compose.Build) map[string]string {
	out := map[string]string{}
	for kind, value := range o.attested(b) {
		switch value {
		case "", "false":
		case "true":
			out[kind] = ""
		default:
			out[kind] = value
		}
	}
	return out
}
