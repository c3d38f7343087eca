package engine

import (
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
	Target map[string]BakeTarget `json:"target"` // by service
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
	Entitlements     []string          `json:"entitlements,omitempty"`
	ExtraHosts       map[string]string `json:"extra-hosts,omitempty"`
	Output           []string          `json:"output"`
}

// NewBake gives the builds of services as bake has them, with those of the
// services that they are built on. Nothing of a secret's content is in it.
func NewBake(p *compose.Project, services []*compose.Service, o BuildOptions) Bake {
	b := Bake{Group: map[string]BakeGroup{}, Target: map[string]BakeTarget{}}
	var names []string
	for _, s := range services {
		names = append(names, s.Name)
		b.add(p, s, o)
	}
	b.Group["default"] = BakeGroup{Targets: names}
	return b
}

// add adds the target of a service, and those that it takes.
func (b Bake) add(p *compose.Project, s *compose.Service, o BuildOptions) {
	if _, known := b.Target[s.Name]; known {
		return
	}
	t := bakeTarget(p, s, o.buildSpec(p, plan.BuildImage{Service: s, Pull: o.Pull || s.Build.Pull, Platforms: s.Build.Platforms}))
	b.Target[s.Name] = t
	for name, service := range s.Build.BuiltOn() {
		if base := p.Find(service); base != nil {
			t.Contexts[name] = "target:" + service
			b.add(p, base, o)
		}
	}
}

func bakeTarget(p *compose.Project, s *compose.Service, b build.Spec) BakeTarget {
	t := BakeTarget{
		Context: b.Context, Contexts: b.Contexts, Dockerfile: b.Dockerfile, DockerfileInline: b.DockerfileInline,
		Args: b.Args, Labels: b.Labels, Tags: b.Tags, CacheFrom: b.CacheFrom, CacheTo: b.CacheTo, Target: b.Target,
		Platforms: b.Platforms, Pull: b.Pull, NoCache: b.NoCache, NoCacheFilter: b.NoCacheFilter, Network: b.Network,
		Entitlements: b.Entitlements, ExtraHosts: map[string]string{}, Output: []string{"type=docker"},
	}
	for name, addresses := range b.ExtraHosts {
		t.ExtraHosts[name] = strings.Join(addresses, ",")
	}
	t.Secrets = bakeSecrets(p, s.Build, b)
	for _, key := range b.SSH {
		t.SSH = append(t.SSH, strings.TrimSuffix(key.ID+"="+strings.Join(key.Paths, ","), "="))
	}
	for _, kind := range slices.Sorted(maps.Keys(b.Attestations)) {
		t.Attest = append(t.Attest, strings.TrimSuffix("type="+kind+","+b.Attestations[kind], ","))
	}
	return t
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
