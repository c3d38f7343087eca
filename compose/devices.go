package compose

import (
	"strings"

	"gocompose/compose/pattern"
	"gocompose/compose/tree"
)

var deviceFields = table[Device]{
	"permissions": textVia(func(v *Device) *string { return &v.Permissions }, (*decoder).permissions),
	"source":      text(func(v *Device) *string { return &v.Source }),
	"target":      text(func(v *Device) *string { return &v.Target }),
	"x-":          extensions(func(v *Device) *[]tree.Entry { return &v.Extensions }),
}

// cdiForm is the name of a device in the Container Device Interface.
var cdiForm = pattern.New(`^[A-Za-z][A-Za-z0-9.-]*/[A-Za-z][A-Za-z0-9_.-]*=[A-Za-z0-9][A-Za-z0-9_.:-]*$`)

// IsCDI tells a device that a CDI specification names, "vendor.com/class=name",
// from one with a path.
func (v Device) IsCDI() bool { return v.Source == v.Target && cdiForm().MatchString(v.Source) }

// device decodes source[:target[:permissions]] or a map with source.
func device(d *decoder, s spot, into *Device) {
	before := d.failed
	switch {
	case s.Kind == tree.Map:
		deviceFields.item(d, s, into)
		d.require(s, "source", "add source: such as /dev/ttyUSB0")
		if into.Target == "" {
			into.Target = into.Source
		}
	case s.Kind == tree.Scalar && s.Tag == tree.TagString:
		d.shortDevice(s, into)
	default:
		d.wrong(s, "text or a map")
	}
	if d.failed == before {
		d.devicePaths(s, *into)
	}
}

func (d *decoder) shortDevice(s spot, into *Device) {
	const hint = "write such as /dev/ttyUSB0, /dev/sda:/dev/xvda:r or vendor.com/gpu=0"
	parts := strings.Split(s.Value, ":")
	if cdiForm().MatchString(s.Value) {
		parts = []string{s.Value}
	}
	into.Permissions = "rwm"
	switch len(parts) {
	case 3:
		into.Permissions, _ = d.permissions(s, parts[2])
		fallthrough
	case 2:
		into.Target = parts[1]
		fallthrough
	case 1:
		into.Source = parts[0]
	default:
		d.fail(s.at(), hint, "%q is not a device: it has more than three parts", s.Value)
	}
	if into.Target == "" {
		into.Target = into.Source
	}
	if into.Source == "" {
		d.fail(s.at(), hint, "%q is not a device: it names none", s.Value)
	}
}

// devicePaths judges a device that is no CDI name; class/GUID is the form of Windows.
func (d *decoder) devicePaths(s spot, v Device) {
	switch {
	case v.IsCDI() || strings.HasPrefix(v.Source, "class/"):
	case !strings.HasPrefix(v.Source, "/"):
		d.fail(s.at(), "write such as /dev/ttyUSB0 or vendor.com/gpu=0", "device %q is neither an absolute path nor the name of a CDI device", v.Source)
	case !strings.HasPrefix(v.Target, "/") && strings.Trim(v.Target, "rwm") == "":
		d.fail(s.at(), "write "+v.Source+":"+v.Source+":"+v.Target, "%s: permissions stand behind the path in the container", s.name)
	case !strings.HasPrefix(v.Target, "/"):
		d.fail(s.at(), "write /"+v.Target, "device path %q in the container is not absolute", v.Target)
	}
}

func (d *decoder) permissions(s spot, v string) (string, bool) {
	if strings.Trim(v, "rwm") != "" {
		d.fail(s.at(), "write r for reading, w for writing, m for making device nodes, or several of them such as rwm",
			"%q are no permissions of a device", v)
		return "", false
	}
	return v, true
}
