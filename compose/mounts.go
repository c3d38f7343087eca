package compose

import (
	"path"
	"strconv"

	"gocompose/compose/tree"
)

// longMount is the long syntax of a mount.
var longMount = table[Mount]{
	"bind":        underNew(func(m *Mount) **MountOfBind { return &m.Bind }, bindFields),
	"consistency": textVia(func(m *Mount) *string { return &m.Consistency }, (*decoder).consistency),
	"image":       underNew(func(m *Mount) **MountOfImage { return &m.Image }, imageMountFields),
	"read_only":   truth(func(m *Mount) *bool { return &m.ReadOnly }),
	"source":      text(func(m *Mount) *string { return &m.Source }),
	"target":      text(func(m *Mount) *string { return &m.Target }),
	"tmpfs":       underNew(func(m *Mount) **MountOfTmp { return &m.Tmpfs }, tmpfsFields),
	"type":        textVia(func(m *Mount) *string { return &m.Type }, (*decoder).mountType),
	"volume":      underNew(func(m *Mount) **MountOfVol { return &m.Volume }, volumeFields),
	"x-":          extensions(func(m *Mount) *[]tree.Entry { return &m.Extensions }),
}

var bindFields = table[MountOfBind]{
	"create_host_path": createHostPath,
	"propagation":      textVia(func(m *MountOfBind) *string { return &m.Propagation }, (*decoder).propagation),
	"recursive":        textVia(func(m *MountOfBind) *string { return &m.Recursive }, (*decoder).recursive),
	"selinux":          textVia(func(m *MountOfBind) *string { return &m.SELinux }, (*decoder).selinux),
	"x-":               extensions(func(m *MountOfBind) *[]tree.Entry { return &m.Extensions }),
}

var volumeFields = table[MountOfVol]{
	"labels":  values(func(m *MountOfVol) *map[string]string { return &m.Labels }),
	"nocopy":  truth(func(m *MountOfVol) *bool { return &m.NoCopy }),
	"subpath": textVia(func(m *MountOfVol) *string { return &m.Subpath }, (*decoder).subpath),
	"x-":      extensions(func(m *MountOfVol) *[]tree.Entry { return &m.Extensions }),
}

var imageMountFields = table[MountOfImage]{
	"subpath": textVia(func(m *MountOfImage) *string { return &m.Subpath }, (*decoder).subpath),
	"x-":      extensions(func(m *MountOfImage) *[]tree.Entry { return &m.Extensions }),
}

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
		item := s.item(i)
		if target := item.Get("target"); target != nil && target.Value != "" {
			item.name = s.name + "[" + target.Value + "]" // its number in the merged list is in no file
		}
		if m, ok := d.mount(item); ok {
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
	d.absoluteTarget(s, m.Target) // C:/../a is no more
	return m, d.failed == before
}

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
