package compose

import (
	"path/filepath"
	"slices"
	"strings"
)

// context makes a build context's folder absolute and leaves what is remote.
func (d *decoder) context(s spot, v string) (string, bool) {
	if remoteContext(v) {
		return v, true
	}
	return d.path(s, v), true
}

// remoteContext tells a context that is no folder: a URL, a git repository,
// an image or the image of a service.
func remoteContext(v string) bool {
	return strings.Contains(v, "://") || slices.ContainsFunc([]string{"service:", "github.com/", "git@"}, func(prefix string) bool {
		return strings.HasPrefix(v, prefix)
	})
}

// contexts decodes additional_contexts, whose list form Merge has turned into a map.
func contexts(d *decoder, s spot, into *Build) {
	if !d.isMap(s) {
		return
	}
	into.AdditionalContexts = make(map[string]string, len(s.Entries))
	for _, e := range s.Entries {
		below := s.below(e)
		if below.IsNull() {
			d.fail(below.key, "write such as "+e.Key+"=./folder or "+e.Key+"=service:web", "%s has no context", below.name)
		} else if v, ok := d.text(below); ok {
			into.AdditionalContexts[e.Key], _ = d.context(below, v)
		}
	}
}

// sshKeys decodes ssh, whose list form Merge has turned into a map.
func sshKeys(d *decoder, s spot, into *Build) {
	if !d.isMap(s) {
		return
	}
	for _, e := range s.Entries {
		below, key := s.below(e), SSHKey{ID: e.Key}
		switch path := d.value(below); {
		case path != nil && *path != "":
			key.Path = d.hostPath(below, *path)
		case path == nil && e.Key != "default":
			d.fail(below.key, "write "+e.Key+"=PATH with the key's file or an agent's socket; only default stands for the agent by itself",
				"%s has neither key nor socket", below.name)
		}
		into.SSH = append(into.SSH, key)
	}
	slices.SortFunc(into.SSH, func(a, b SSHKey) int { return strings.Compare(a.ID, b.ID) })
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
