package compose

import (
	"reflect"
	"slices"

	"gocompose/compose/tree"
)

// Written gives the merged files as they are written, for Skip.Interpolation:
// templates unexpanded, short forms short, keys sorted. Paths are absolute and
// what a file may leave out is there, unless the Skip says otherwise. Of the
// services it has the named ones; nil names mean all, those that no profile
// enables too.
func (p *Project) Written(services []string) *tree.Node {
	n := p.written.With("version", nil).With("include", nil)
	if !p.skip.Paths {
		n = rebase(n, p.WorkingDir)
	}
	if !p.skip.Defaults {
		n = p.withNames(n)
		n = n.With("services", eachEntry(n.Get("services"), func(e tree.Entry) *tree.Node { return p.all[e.Key].withDefaults(e.Value) }))
	}
	if services != nil {
		n = n.With("services", eachEntry(n.Get("services"), func(e tree.Entry) *tree.Node {
			if slices.Contains(services, e.Key) {
				return e.Value
			}
			return nil
		}))
	}
	return sorted(n.With("name", tree.Str(p.Name)))
}

// withNames fills in what networks, volumes, configs and secrets are called,
// and the default network.
func (p *Project) withNames(n *tree.Node) *tree.Node {
	if p.networks["default"] != nil && n.Get("networks").Get("default") == nil {
		networks := n.Get("networks")
		if networks.IsNull() {
			networks = tree.MapOf()
		}
		n = n.With("networks", networks.With("default", tree.MapOf()))
	}
	for group, name := range map[string]func(key string) string{
		"configs":  func(key string) string { return nameOf(p.configs[key]) },
		"networks": func(key string) string { return nameOf(p.networks[key]) },
		"secrets":  func(key string) string { return nameOf(p.secrets[key]) },
		"volumes":  func(key string) string { return nameOf(p.volumes[key]) },
	} {
		n = n.With(group, eachEntry(n.Get(group), func(e tree.Entry) *tree.Node {
			v := e.Value
			if v.IsNull() {
				v = tree.MapOf()
			}
			if v.Get("name") == nil && name(e.Key) != "" {
				v = v.With("name", tree.Str(name(e.Key)))
			}
			return v
		}))
	}
	return n
}

// nameOf gives the engine's name of a network, volume, config or secret, empty for none.
func nameOf[T any](v *T) string {
	if v == nil {
		return ""
	}
	return reflect.ValueOf(v).Elem().FieldByName("Name").String()
}

// withDefaults fills in what the service is connected to, built from and depends on.
func (s *Service) withDefaults(n *tree.Node) *tree.Node {
	if s == nil || n.Kind != tree.Map {
		return n
	}
	if _, ok := s.Networks["default"]; ok && n.Get("networks").IsNull() {
		n = n.With("networks", tree.MapOf(tree.Pair("default", tree.NullNode())))
	}
	if b := n.Get("build"); s.Build != nil && s.Build.Dockerfile != "" && b.Get("dockerfile") == nil {
		n = n.With("build", b.With("dockerfile", tree.Str(s.Build.Dockerfile)))
	}
	for _, name := range sortedKeys(s.DependsOn) {
		needs := n.Get("depends_on")
		if needs.IsNull() {
			needs = tree.MapOf()
		}
		if needs.Get(name) == nil {
			n = n.With("depends_on", needs.With(name, modelNode(reflect.ValueOf(s.DependsOn[name]))))
		}
	}
	return n
}

// eachEntry replaces the values of a map; nil drops one.
func eachEntry(n *tree.Node, replace func(tree.Entry) *tree.Node) *tree.Node {
	if n == nil || n.Kind != tree.Map {
		return n
	}
	var entries []tree.Entry
	for _, e := range n.Entries {
		if e.Value = replace(e); e.Value != nil {
			entries = append(entries, e)
		}
	}
	return n.WithEntries(entries)
}
