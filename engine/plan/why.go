package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gocompose/compose"
)

// divergence gives the reasons why a container is not what its service
// wants; none where it is. (reference: docker compose's mustRecreate)
func (u *up) divergence(s *compose.Service, c *Container) []Reason {
	want := u.goal.Services[s.Name]
	var reasons []Reason
	var names []string
	if c.ConfigHash != want.Hash {
		names = changed(c, want)
		reasons = u.changes(s, c, want, names)
	}
	ref := u.goal.Project.ImageName(s)
	if image, ok := u.state.Image(ref); ok && image.ID != cmp.Or(c.ImageLabel, c.ImageID) && !slices.Contains(names, "image") {
		text := fmt.Sprintf("image %s is %s, not %s any more", ref, ShortID(image.ID), ShortID(c.ImageID))
		if s.ImagePin != "" {
			text = fmt.Sprintf("image: %s → %s", ShortID(c.ImageID), ShortID(image.ID))
		}
		reasons = append(reasons, Reason{Text: text, Pos: s.At("image")})
	}
	for _, r := range u.peersReplaced(s) {
		if !slices.ContainsFunc(reasons, func(known Reason) bool { return known.Text == r.Text }) {
			reasons = append(reasons, r)
		}
	}
	reasons = append(reasons, u.contentReasons(s, c)...)
	reasons = append(reasons, u.remounted(s, c)...)
	if s.Reload == compose.ReloadRecreate {
		reasons = append(reasons, u.reloadReasons(s, c)...)
	}
	reasons = append(reasons, u.attachment(s, c)...)
	for _, m := range s.Volumes {
		if v := u.goal.Project.Volumes[m.Source]; m.Type == compose.MountVolume && v != nil && !mounted(c, v.Name) {
			reasons = append(reasons, Reason{Text: "does not mount volume " + v.Name, Pos: m.Pos})
		}
	}
	return reasons
}

// returned puts before the reasons that a service is to be what it once was.
func (u *up) returned(s *compose.Service, reasons []Reason) []Reason {
	if why := u.o.Returns[s.Name]; why != "" && len(reasons) > 0 {
		return append([]Reason{{Text: why}}, reasons...)
	}
	return reasons
}

func mounted(c *Container, volume string) bool {
	return slices.ContainsFunc(c.Mounts, func(m MountPoint) bool { return m.Name == volume })
}

// ShortID gives 12 of an id's digits.
func ShortID(id string) string {
	id = strings.TrimPrefix(id, "sha256:")
	return id[:min(12, len(id))]
}

// changes tells which attributes differ, from what to what. A container that
// carries no digests was made by another tool; see unlike. Where the config
// hash differs and nothing else does, another tool or version made the hash by
// another recipe: nothing has changed.
func (u *up) changes(s *compose.Service, c *Container, want Want, names []string) []Reason {
	var reasons []Reason
	for _, name := range names {
		reasons = append(reasons, Reason{Text: u.change(name, c, want), Pos: s.At(strings.SplitN(name, ".", 2)...)})
	}
	if len(reasons) == 0 && c.Attributes != nil && len(s.Peers()) > 0 && !shares(c, want) {
		return []Reason{otherPeers(s)}
	}
	return reasons
}

// changed gives the names of the attributes that differ, sorted.
func changed(c *Container, want Want) []string {
	names := map[string]bool{}
	if c.Attributes == nil {
		return unlike(c, want)
	}
	for name, digest := range want.Digests {
		old, had := c.Attributes[name]
		if !had || old != digest || (digest == "" && c.Observed[name] != want.Texts[name]) {
			names[name] = true
		}
	}
	for name := range c.Attributes {
		if _, still := want.Digests[name]; !still && !strings.Contains(name, " ") { // see contentReasons
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// change writes `environment.LOG_LEVEL: "info" → "debug"`. Values that may be
// secret are never written.
func (u *up) change(name string, c *Container, want Want) string {
	declared := want.declares(name)
	old, new := c.Observed[name], want.Texts[name]
	concealed := secret(name, old, new)
	plain, was := new, old
	old, new = u.hide(name, old), u.hide(name, new)
	concealed = concealed || old != was && u.o.Returns[c.Service] != "" // the new one may have yesterday's secret
	switch {
	case !declared:
		return name + " is no longer set"
	case concealed || new == "" || old == new || new != plain && new == `"`+compose.Redaction+`"` && c.had(name):
		return name + " changed"
	case !c.had(name):
		return fmt.Sprintf("%s: unset → %s", name, clip(new))
	case new != plain: // in the place of today's secret may stand yesterday's, which nobody knows any more
		return fmt.Sprintf("%s changed to %s", name, clip(new))
	}
	return fmt.Sprintf("%s: %s → %s", name, clip(old), clip(new))
}

// had tells whether an attribute was set when the container was made: what the
// engine filled in by itself is no old value.
func (c *Container) had(attribute string) bool {
	_, declared := c.Attributes[attribute]
	_, observed := c.Observed[attribute]
	return observed && (declared || c.Attributes == nil || strings.HasPrefix(attribute, "environment."))
}

// secret tells whether the values of an attribute may be secret: by the words
// that people name secrets with, or because one is a URL with a password.
func secret(name string, values ...string) bool {
	if !strings.HasPrefix(name, "environment.") {
		return false
	}
	words := []string{"PASS", "PWD", "SECRET", "TOKEN", "KEY", "CREDENTIAL", "AUTH", "PRIVATE", "DSN", "_URL", "_URI"}
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(strings.ToUpper(name), word) }) ||
		slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, "://") && strings.Contains(v, "@") })
}

func clip(s string) string {
	const longest = 60
	if r := []rune(s); len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return s
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
