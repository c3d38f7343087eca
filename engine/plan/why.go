package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gocompose/compose"
	"gocompose/compose/diag"
)

// divergence gives the reasons why a container is not what its service
// wants; none where it is. (reference: docker compose's mustRecreate)
func (u *up) divergence(s *compose.Service, c *Container) []Reason {
	want := u.goal.Services[s.Name]
	var reasons []Reason
	if c.ConfigHash != want.Hash {
		reasons = changes(s, c, want)
	}
	ref := u.goal.Project.ImageName(s)
	if image, ok := u.state.Image(ref); ok && image.ID != c.ImageLabel {
		reasons = append(reasons, Reason{Text: fmt.Sprintf("image %s is %s, not %s any more", ref, shortID(image.ID), shortID(c.ImageID)), Pos: s.At("image")})
	}
	reasons = append(reasons, u.attachment(s, c)...)
	for _, m := range s.Volumes {
		if v := u.goal.Project.Volumes[m.Source]; m.Type == compose.MountVolume && v != nil && !mounted(c, v.Name) {
			reasons = append(reasons, Reason{Text: "does not mount volume " + v.Name, Pos: m.Pos})
		}
	}
	return reasons
}

// attachment gives the reasons why a container is not on the networks of its
// service, or cannot start on those that it was on: the engine remembers their
// ids. One that never ran has no ids yet.
func (u *up) attachment(s *compose.Service, c *Container) (reasons []Reason) {
	for _, name := range sortedKeys(c.Networks) {
		switch id := c.Networks[name]; {
		case u.renewed[id] != "":
			reasons = append(reasons, Reason{Text: "network " + name + " is replaced", Pos: u.networkPos(s, name)})
		case id != "" && !u.hasNetwork(id):
			reasons = append(reasons, Reason{Text: "network " + name + ", which it was attached to, was removed", Pos: u.networkPos(s, name)})
		}
	}
	for _, key := range sortedKeys(s.Networks) {
		name := u.goal.Project.Networks[key].Name
		if _, attached := c.Networks[name]; !attached {
			reasons = append(reasons, Reason{Text: "is not attached to network " + name, Pos: s.At("networks", key)})
		}
	}
	return reasons
}

// networkPos gives the place of a network of the project by the engine's name.
func (u *up) networkPos(s *compose.Service, name string) diag.Pos {
	for _, n := range u.goal.Project.Networks {
		if n.Name == name {
			return n.Pos
		}
	}
	return s.At("networks")
}

func (u *up) hasNetwork(id string) bool {
	return slices.ContainsFunc(u.state.Networks, func(n Network) bool { return n.ID == id })
}

func mounted(c *Container, volume string) bool {
	return slices.ContainsFunc(c.Mounts, func(m MountPoint) bool { return m.Name == volume })
}

func shortID(id string) string {
	id = strings.TrimPrefix(id, "sha256:")
	return id[:min(12, len(id))]
}

// changes tells which attributes differ, from what to what. A container that
// carries no digests was made by another tool; what can be told then is read
// off what it runs.
func changes(s *compose.Service, c *Container, want Want) []Reason {
	var reasons []Reason
	for _, name := range changed(c, want) {
		reasons = append(reasons, Reason{Text: change(name, c.Observed, want), Pos: s.At(strings.SplitN(name, ".", 2)...)})
	}
	if len(reasons) == 0 {
		return []Reason{{Text: "its configuration differs from the files", Pos: s.At()}}
	}
	return reasons
}

// changed gives the names of the attributes that differ, sorted.
func changed(c *Container, want Want) []string {
	names := map[string]bool{}
	if c.Attributes == nil {
		for name, text := range want.Texts {
			if _, declared := want.Digests[name]; declared && c.Observed[name] != text {
				names[name] = true
			}
		}
		return slices.Sorted(maps.Keys(names))
	}
	for name, digest := range want.Digests {
		old, had := c.Attributes[name]
		if !had || old != digest || (digest == "" && c.Observed[name] != want.Texts[name]) {
			names[name] = true
		}
	}
	for name := range c.Attributes {
		if _, still := want.Digests[name]; !still {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// change writes `environment.LOG_LEVEL: "info" → "debug"`. Values that may be
// secret are never written.
func change(name string, observed map[string]string, want Want) string {
	_, declared := want.Digests[name]
	old, new := observed[name], want.Texts[name]
	_, had := observed[name]
	switch {
	case !declared:
		return name + " is no longer set"
	case secret(name) || new == "":
		return name + " changed"
	case !had:
		return fmt.Sprintf("%s: → %s", name, clip(new))
	case old == new:
		return name + " changed"
	}
	return fmt.Sprintf("%s: %s → %s", name, clip(old), clip(new))
}

// secret tells whether the value of an attribute may be one, by the words that
// people name secrets with.
func secret(name string) bool {
	if !strings.HasPrefix(name, "environment.") {
		return false
	}
	upper := strings.ToUpper(name)
	return slices.ContainsFunc([]string{"PASS", "SECRET", "TOKEN", "KEY", "CREDENTIAL", "AUTH", "PRIVATE", "DSN", "_URL", "_URI"},
		func(word string) bool { return strings.Contains(upper, word) })
}

func clip(s string) string {
	const longest = 60
	if r := []rune(s); len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return s
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
