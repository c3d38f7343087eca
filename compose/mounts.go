package compose

import (
	"path"
	"strconv"

	"gocompose/compose/tree"
)

// longMount is the long syntax of a mount.
var longMount = table[Mount]{
	"bind":      underNew(func(m *Mount) **MountOfBind { return &m.Bind }, bindFields),
	"read_only": truth(func(m *Mount) *bool { return &m.ReadOnly }),
	"source":    text(func(m *Mount) *string { return &m.Source }),
	"target":    text(func(m *Mount) *string { return &m.Target }),
	"tmpfs":     underNew(func(m *Mount) **MountOfTmp { return &m.Tmpfs }, tmpfsFields),
	"type":      textVia(func(m *Mount) *string { return &m.Type }, (*decoder).mountType),
	"volume":    underNew(func(m *Mount) **MountOfVol { return &m.Volume }, volumeFields),
	"x-":        extensions(func(m *Mount) *[]tree.Entry { return &m.Extensions }),
}.later("consistency image")

var bindFields = table[MountOfBind]{
	"create_host_path": createHostPath,
	"propagation":      textVia(func(m *MountOfBind) *string { return &m.Propagation }, (*decoder).propagation),
	"selinux":          textVia(func(m *MountOfBind) *string { return &m.SELinux }, (*decoder).selinux),
	"x-":               extensions(func(m *MountOfBind) *[]tree.Entry { return &m.Extensions }),
}.later("recursive")

var volumeFields = table[MountOfVol]{
	"nocopy": truth(func(m *MountOfVol) *bool { return &m.NoCopy }),
	"x-":     extensions(func(m *MountOfVol) *[]tree.Entry { return &m.Extensions }),
}.later("labels subpath")

var tmpfsFields = table[MountOfTmp]{
	"mode": tmpfsMode,
	"size": tmpfsSize,
	"x-":   extensions(func(m *MountOfTmp) *[]tree.Entry { return &m.Extensions }),
}

func mounts(d *decoder, s spot, into *Service) {
	if !d.isList(s) {
		return
	}
	for i := range s.Items {
		if m, ok := d.mount(s.item(i)); ok {
			into.Volumes = append(into.Volumes, m)
		}
	}
}

func (d *decoder) mount(s spot) (Mount, bool) {
	m := Mount{Pos: s.Pos}
	before := d.failed
	switch {
	case s.Kind == tree.Map:
		d.longMount(s, &m)
	case s.Kind == tree.Scalar && s.Tag == tree.TagString:
		d.shortMount(s, &m)
	default:
		d.wrong(s, "text or a map")
	}
	if d.failed > before {
		return m, false
	}
	if m.Type == MountBind {
		m.Source = d.hostPath(s, m.Source)
	}
	m.Target = path.Clean(m.Target)
	return m, true
}

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
	case m.Type == MountBind && m.Source == "":
		d.fail(s.Pos, "add source: the path on the host", "%s has no source", s.name)
	default:
		d.absoluteTarget(s, m.Target)
	}
}

func (d *decoder) mountType(s spot, v string) (string, bool) {
	switch v {
	case "cluster", "image", "npipe":
		d.fail(s.at(), "remove it for now", "a mount of type %s is not supported yet", v)
		return "", false
	}
	return v, d.oneOf(s, v, MountBind, MountVolume, MountTmpfs)
}

func (d *decoder) propagation(s spot, v string) (string, bool) {
	return v, d.oneOf(s, v, propagations...)
}

func (d *decoder) selinux(s spot, v string) (string, bool) { return v, d.oneOf(s, v, "z", "Z") }

func createHostPath(d *decoder, s spot, into *MountOfBind) {
	if v, ok := d.truth(s); ok {
		into.CreateHostPath = OptOut(v)
	}
}

func tmpfsSize(d *decoder, s spot, into *MountOfTmp) {
	if s.Kind != tree.Scalar || s.Tag == tree.TagBool {
		d.wrong(s, "a size")
		return
	}
	into.Size, _ = d.size(s, plain(s.Node))
}

func tmpfsMode(d *decoder, s spot, into *MountOfTmp) {
	base := 0
	if s.Tag == tree.TagString {
		base = 8
	}
	if s.Kind != tree.Scalar || s.Tag == tree.TagBool {
		d.wrong(s, "a file mode")
		return
	}
	mode, err := strconv.ParseUint(s.Value, base, 12)
	if err != nil {
		d.fail(s.at(), "write such as 0755", "%q is not a file mode", s.Value)
	}
	into.Mode = uint32(mode)
}
