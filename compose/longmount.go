package compose

import (
	"path"
	"strings"
)

func (d *decoder) longMount(s spot, m *Mount) {
	if bind := s.Get("bind"); bind != nil {
		m.Bind = &MountOfBind{CreateHostPath: true}
	}
	longMount.decode(d, s, s.name+".", m)
	switch {
	case s.Get("type") == nil:
		d.fail(s.Pos, "add type: bind, volume or tmpfs", "%s has no type", s.name)
	case s.Get("target").IsNull() || m.Target == "" && m.Type != "":
		d.fail(s.Pos, "add target: the path in the container", "%s has no target", s.name)
	case m.Source == "" && sources[m.Type] != "":
		d.fail(s.Pos, "add source: "+sources[m.Type], "%s has no source", s.name)
	case m.Source != "" && m.Type == MountTmpfs:
		d.fail(s.get("source").key, "remove it", "%s is a tmpfs, which has no source", s.name)
	default:
		d.absoluteTarget(s, m.Target)
	}
	d.ownOptions(s, m)
}

// sources says what the source of each type of mount is that needs one.
var sources = map[string]string{
	MountBind:    "the path on the host",
	MountImage:   "the image",
	MountNpipe:   "the pipe on the host",
	MountCluster: "the volume of the cluster",
}

// ownOptions looks at options that go with another type, or with others.
func (d *decoder) ownOptions(s spot, m *Mount) {
	for _, e := range s.Entries {
		switch e.Key {
		case MountBind, MountVolume, MountTmpfs, MountImage:
			if m.Type != "" && m.Type != e.Key {
				d.warn(e.KeyPos, "remove it, or change the type", "%s has no effect in a mount of type %s", s.name+"."+e.Key, m.Type)
			}
		}
	}
	if m.Bind != nil && !m.ReadOnly && (m.Bind.Recursive == "writable" || m.Bind.Recursive == "readonly") {
		d.fail(s.get("bind").get("recursive").at(), "add read_only: true", "bind.recursive: %s says how a read-only mount is, and %s is none", m.Bind.Recursive, s.name)
	}
	if m.Volume != nil && len(m.Volume.Labels) > 0 && m.Type == MountVolume && m.Source != "" {
		d.warn(s.get("volume").get("labels").key, "write them to "+m.Source+" in the top-level volumes", "labels of a mount are for anonymous volumes, and %s has a name", m.Source)
	}
	if m.Type == MountCluster {
		d.warn(s.get("type").at(), "mount a volume, or deploy to a cluster", "a mount of type cluster works in a cluster only; one engine refuses it")
	}
}

func (d *decoder) mountType(s spot, v string) (string, bool) {
	return v, d.oneOf(s, v, MountBind, MountVolume, MountTmpfs, MountImage, MountNpipe, MountCluster)
}

func (d *decoder) consistency(s spot, v string) (string, bool) {
	return v, v == "" || d.oneOf(s, v, "default", "consistent", "cached", "delegated")
}

func (d *decoder) propagation(s spot, v string) (string, bool) {
	return v, v == "" || d.oneOf(s, v, propagations...)
}

func (d *decoder) recursive(s spot, v string) (string, bool) {
	return v, d.oneOf(s, v, "enabled", "disabled", "writable", "readonly")
}

func (d *decoder) selinux(s spot, v string) (string, bool) { return v, d.oneOf(s, v, "z", "Z") }

// subpath is a path inside a volume or image, which it may not lead out of.
func (d *decoder) subpath(s spot, v string) (string, bool) {
	if clean := path.Clean(v); strings.HasPrefix(v, "/") || clean == ".." || strings.HasPrefix(clean, "../") {
		d.fail(s.at(), "write such as folder/sub, from the root of the volume on", "subpath %q leads out of the volume", v)
		return "", false
	}
	return v, true
}
