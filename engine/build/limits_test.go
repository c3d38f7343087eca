package build

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

var (
	classicBuilder = Builder{Classic: true, API: "1.41"}
	oldBuilder     = Builder{API: "1.41"}
	newBuilder     = Builder{API: "1.51"}
	storeBuilder   = Builder{API: "1.51", Manifests: true}
)

// everything asks for each thing that some builder has nothing for.
var everything = Spec{
	Tags: []string{"x"}, Context: "https://example.com/r.git#main:sub", NoCacheFilter: []string{"one"},
	Contexts: map[string]string{"a": "/a", "b": "docker-image://b"}, CacheFrom: []string{"image", "type=local,src=c", "type=gha"},
	CacheTo: []string{"type=inline", "type=local,dest=c"}, Network: "front", ShmSize: 1, Ulimits: []Ulimit{{Name: "nofile", Soft: 1, Hard: 2}},
	Isolation: "hyperv", Platforms: []string{"linux/amd64", "linux/arm64"}, Secrets: []Secret{{ID: "s"}}, SSH: []SSHKey{{ID: "default"}},
	Entitlements: []string{"security.insecure"}, Attestations: map[string]string{"provenance": "", "sbom": ""},
}

func TestLimits(t *testing.T) {
	for name, c := range map[string]struct {
		builder          Builder
		refused, ignored []string
	}{
		"classic": {classicBuilder,
			[]string{"additional_contexts a", "additional_contexts b", "secrets s", "ssh default", "entitlements security.insecure", "platforms linux/arm64"},
			[]string{"cache_from type=local,src=c", "cache_from type=gha", "cache_to type=inline", "cache_to type=local,dest=c", "no_cache_filter one", "provenance", "sbom"}},
		"old BuildKit": {oldBuilder,
			[]string{"context", "additional_contexts a", "additional_contexts b", "platforms linux/arm64", "network"},
			[]string{"shm_size", "ulimits", "provenance", "sbom", "cache_to type=local,dest=c", "cache_from type=gha", "isolation"}},
		"new BuildKit": {newBuilder,
			[]string{"platforms linux/arm64", "network"},
			[]string{"provenance", "sbom", "cache_to type=local,dest=c", "cache_from type=gha", "isolation"}},
		"with containerd's images": {storeBuilder, []string{"network"}, []string{"isolation"}},
	} {
		t.Run(name, func(t *testing.T) {
			var refused, ignored []string
			for _, l := range c.builder.Limits(everything) {
				where := strings.TrimSpace(l.Attribute + " " + l.Item)
				if l.Problem == "" || l.Hint == "" {
					t.Errorf("%s: %v", where, l)
				}
				if l.Ignored {
					ignored = append(ignored, where)
				} else {
					refused = append(refused, where)
				}
			}
			if !slices.Equal(refused, c.refused) || !slices.Equal(ignored, c.ignored) {
				t.Errorf("refused %q\nignored %q", refused, ignored)
			}
		})
	}
}

func TestNoLimitsOfWhatIsAskedForByNobody(t *testing.T) {
	for _, b := range []Builder{classicBuilder, oldBuilder, newBuilder, storeBuilder} {
		spec := Spec{Context: "https://example.com/r.git#main", Network: "none", Isolation: "default", Platforms: []string{"linux/arm64"}, CacheFrom: []string{"image"}}
		if limits := b.Limits(spec); len(limits) > 0 {
			t.Errorf("%+v: %v", b, limits)
		}
	}
}

// TestFit takes from a Spec what a builder ignores until nothing is left to say.
func TestFit(t *testing.T) {
	for _, b := range []Builder{classicBuilder, oldBuilder, newBuilder, storeBuilder} {
		_, err := b.fit(everything)
		var wrong *InputError
		if !errors.As(err, &wrong) || wrong.Ignored {
			t.Errorf("%+v: %v", b, err)
		}
		spec := everything
		spec.Context, spec.Contexts, spec.Secrets, spec.SSH, spec.Entitlements, spec.Platforms, spec.Network = "/", nil, nil, nil, nil, nil, "host"
		fitted, err := b.fit(spec)
		if err != nil || len(b.Limits(fitted)) > 0 {
			t.Errorf("%+v: %v, %v", b, err, b.Limits(fitted))
		}
		if len(spec.CacheTo) != 2 || len(spec.Attestations) != 2 {
			t.Errorf("%+v: the Spec itself was changed: %+v", b, spec)
		}
	}
}

func TestFind(t *testing.T) {
	for name, c := range map[string]struct {
		engine  *fakeEngine
		backend Backend
		want    Builder
	}{
		"old":                 {&fakeEngine{solve: built}, Auto, Builder{API: "1.41"}},
		"new":                 {&fakeEngine{solve: built, api: "1.51", labels: map[string]string{gatewayLabel: "10.0.0.1"}}, Auto, Builder{API: "1.51", HostGateway: "10.0.0.1"}},
		"containerd's images": {&fakeEngine{solve: built, api: "1.51", labels: map[string]string{snapshotterLabel: "overlayfs"}}, Auto, Builder{API: "1.51", Manifests: true}},
		"no BuildKit":         {&fakeEngine{}, Auto, classicBuilder},
		"classic wanted":      {&fakeEngine{solve: built}, Classic, classicBuilder},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Find(t.Context(), c.engine.start(t), c.backend)
			if err != nil || got != c.want {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	if _, err := Find(t.Context(), engineAt(t, "tcp://"+closedPort(t), "1.41"), Auto); err == nil {
		t.Error("found something in an engine that is not there")
	}
}

func TestParseCache(t *testing.T) {
	for text, want := range map[string]string{
		"example.com/app:cache":                  "registry map[ref:example.com/app:cache]",
		"type=registry,ref=app:cache,mode=max":   "registry map[mode:max ref:app:cache]",
		`TYPE=local,"src=/with,comma"`:           "local map[src:/with,comma]",
		"type=inline":                            "inline map[]",
		"src=x":                                  "error: has no type",
		"type=local,x":                           `error: has "x" in place of an attribute`,
		`type="`:                                 "error: is not in the form of CSV",
		"type=gha,scope=a=b":                     "gha map[scope:a=b]",
		"registry.example.com:5000/app@sha256:1": "registry map[ref:registry.example.com:5000/app@sha256:1]",
	} {
		entry, err := parseCache(text)
		got := fmt.Sprint(entry.kind, " ", entry.attrs)
		if err != nil {
			got = "error: " + err.Error()
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestStages(t *testing.T) {
	for text, want := range map[string][]string{
		"FROM a AS One\nRUN x\nfrom --platform=linux/arm64 b as two\nFROM c\n": {"one", "two", ""},
		"ARG A=1\nFROM scratch\n":                     {""},
		"# syntax=docker/dockerfile:1\nFROM a AS b\n": {"b"},
		"# syntax=example.com/other\nFROM a AS b\n":   nil,
		"FROM a AS b\nRUN <<EOF\nFROM x AS y\nEOF\n":  {"b"},
		"":                    nil,
		"FROM a \\\n  AS b\n": {"b"},
	} {
		names, ok := stages([]byte(text))
		if ok != (want != nil) || !slices.Equal(names, want) {
			t.Errorf("%q: %q, %t", text, names, ok)
		}
	}
}

func TestHosts(t *testing.T) {
	spec := Spec{ExtraHosts: map[string][]string{"b": {"::1", "10.0.0.1"}, "a": {hostGateway}}}
	if got := spec.hosts("="); !slices.Equal(got, []string{"a=host-gateway", "b=::1", "b=10.0.0.1"}) {
		t.Error(got)
	}
	for api, labels := range map[string]map[string]string{"1.41": nil, "1.51": {gatewayLabel: "172.17.0.1"}} {
		j := &job{engine: (&fakeEngine{api: api}).start(t), spec: spec}
		got, err := j.withGateway(t.Context(), labels[gatewayLabel])
		if err != nil || !maps.EqualFunc(got, map[string][]string{"b": {"::1", "10.0.0.1"}, "a": {"172.17.0.1"}}, slices.Equal) {
			t.Errorf("%s: %v, %v", api, got, err)
		}
		if spec.ExtraHosts["a"][0] != hostGateway {
			t.Error("the Spec itself was changed")
		}
	}
	j := &job{engine: engineAt(t, "tcp://"+closedPort(t), "1.41"), spec: spec}
	var wrong *InputError
	if _, err := j.withGateway(t.Context(), ""); !errors.As(err, &wrong) || wrong.Attribute != "extra_hosts" {
		t.Errorf("got %v", err)
	}
}
