package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/engine/build"
	"gocompose/engine/plan"
)

// Bake is builds as `docker buildx bake -f FILE` reads them.
type Bake struct {
	Group  map[string]BakeGroup  `json:"group"`
	Target map[string]BakeTarget `json:"target"`
}

// BakeGroup is targets that are built together.
type BakeGroup struct {
	Targets []string `json:"targets"`
}

// BakeTarget is one build, with bake's names for what build.Spec has.
type BakeTarget struct {
	Context          string            `json:"context,omitempty"`
	Contexts         map[string]string `json:"contexts,omitempty"`
	Dockerfile       string            `json:"dockerfile,omitempty"`
	DockerfileInline string            `json:"dockerfile-inline,omitempty"`
	Args             map[string]string `json:"args,omitempty"`
	Labels           map[string]string `json:"labels,omitempty"`
	Tags             []string          `json:"tags,omitempty"`
	CacheFrom        []string          `json:"cache-from,omitempty"`
	CacheTo          []string          `json:"cache-to,omitempty"`
	Target           string            `json:"target,omitempty"`
	Secrets          []string          `json:"secret,omitempty"`
	SSH              []string          `json:"ssh,omitempty"`
	Platforms        []string          `json:"platforms,omitempty"`
	Attest           []string          `json:"attest,omitempty"`
	Pull             bool              `json:"pull,omitempty"`
	NoCache          bool              `json:"no-cache,omitempty"`
	NoCacheFilter    []string          `json:"no-cache-filter,omitempty"`
	Network          string            `json:"network,omitempty"`
	ShmSize          compose.Bytes     `json:"shm-size,omitempty"`
	Ulimits          []string          `json:"ulimits,omitempty"`
	Entitlements     []string          `json:"entitlements,omitempty"`
	ExtraHosts       map[string]string `json:"extra-hosts,omitempty"`
	Output           []string          `json:"output,omitempty"`
	Call             string            `json:"call,omitempty"`
}

// BakeOptions is what the flags of build ask for.
type BakeOptions struct {
	BuildOptions
	Push  bool // what has an image goes to its registry
	Check bool // the Dockerfiles are checked, and nothing is built
}

// NewBake gives the builds of services as bake has them, with those of the
// services that they are built on. Nothing of a secret's content is in it.
func NewBake(p *compose.Project, services []*compose.Service, o BakeOptions) Bake {
	b := baker{Bake: Bake{Group: map[string]BakeGroup{}, Target: map[string]BakeTarget{}}, project: p, options: o, names: bakeNames(p)}
	var targets []string
	for _, s := range services {
		targets = append(targets, b.names[s.Name])
		b.add(s)
	}
	b.Group["default"] = BakeGroup{Targets: targets}
	return b.Bake
}

// baker is a Bake in the making.
type baker struct {
	Bake
	project *compose.Project
	options BakeOptions
	names   map[string]string // of the targets by service
}

// bakeNames gives the names of services as bake takes them: without dots, and
// still one for each, as docker compose makes them.
func bakeNames(p *compose.Project) map[string]string {
	out, taken := map[string]string{}, map[string]bool{}
	services := slices.AppendSeq(p.ServiceNames(), maps.Keys(p.Disabled))
	slices.Sort(services)
	for _, service := range services {
		name := strings.ReplaceAll(service, ".", "_")
		for taken[name] {
			name += "_"
		}
		out[service], taken[name] = name, true
	}
	return out
}

// add adds the target of a service, and those that it takes.
func (b *baker) add(s *compose.Service) {
	name := b.names[s.Name]
	if _, known := b.Target[name]; known {
		return
	}
	t := b.target(s)
	b.Target[name] = t
	for context, service := range s.Build.BuiltOn() {
		if base := b.project.Find(service); base != nil {
			t.Contexts[context] = "target:" + b.names[service]
			b.add(base)
		}
	}
}

func (b *baker) target(s *compose.Service) BakeTarget {
	o := b.options.BuildOptions
	w := o.buildSpec(b.project, plan.BuildImage{Service: s, Pull: o.Pull || s.Build.Pull, Platforms: b.project.BuildPlatforms(s)})
	t := BakeTarget{
		Context: w.Context, Contexts: w.Contexts, Dockerfile: w.Dockerfile, DockerfileInline: w.DockerfileInline,
		Args: w.Args, Labels: w.Labels, Tags: w.Tags, CacheFrom: w.CacheFrom, CacheTo: w.CacheTo, Target: w.Target,
		Platforms: w.Platforms, Pull: w.Pull, NoCache: w.NoCache, NoCacheFilter: w.NoCacheFilter, Network: w.Network,
		ShmSize: s.Build.ShmSize, Entitlements: w.Entitlements, ExtraHosts: map[string]string{},
		Attest: bakeAttest(o.attested(s.Build)), Output: b.output(s, w.Platforms),
	}
	if b.options.Check {
		t.Call = "lint"
	}
	for name, addresses := range w.ExtraHosts {
		t.ExtraHosts[name] = strings.Join(addresses, ",")
	}
	for _, u := range w.Ulimits {
		t.Ulimits = append(t.Ulimits, u.String())
	}
	t.Secrets = bakeSecrets(b.project, s.Build, w)
	for _, key := range w.SSH {
		t.SSH = append(t.SSH, strings.TrimSuffix(key.ID+"="+strings.Join(key.Paths, ","), "="))
	}
	return t
}

// output is where an image goes. No engine is sure to keep several platforms of one.
func (b *baker) output(s *compose.Service, platforms []string) []string {
	push := b.options.Push && s.Image != ""
	switch {
	case b.options.Check:
		return nil
	case len(platforms) > 1:
		return []string{fmt.Sprintf("type=image,push=%t", push)}
	case push:
		return []string{"type=registry"}
	}
	return []string{"type=docker"}
}

// bakeAttest says what is said of attestations in bake's words. Left to itself
// buildx adds provenance.
func bakeAttest(attested map[string]string) (out []string) {
	for _, kind := range slices.Sorted(maps.Keys(attested)) {
		switch value := attested[kind]; value {
		case "":
		case "true":
			out = append(out, "type="+kind)
		case "false":
			out = append(out, "type="+kind+",disabled=true")
		default:
			out = append(out, "type="+kind+","+value)
		}
	}
	return out
}

// bakeSecrets gives where bake finds the secrets: files first, then variables.
func bakeSecrets(p *compose.Project, asked *compose.Build, b build.Spec) (files []string) {
	var variables []string
	for _, m := range asked.Secrets {
		id := m.BuildID()
		i := slices.IndexFunc(b.Secrets, func(s build.Secret) bool { return s.ID == id && s.File != "" })
		if i < 0 {
			variables = append(variables, "id="+id+",type=env,env="+p.Secret(m.Source).Environment)
			continue
		}
		files = append(files, "id="+id+",type=file,src="+b.Secrets[i].File)
	}
	return append(files, variables...)
}
