package compose

import (
	"strconv"

	"gocompose/compose/tree"
)

var fileMountFields = table[FileMount]{
	"gid":    text(func(m *FileMount) *string { return &m.GID }),
	"mode":   fileMode,
	"source": text(func(m *FileMount) *string { return &m.Source }),
	"target": text(func(m *FileMount) *string { return &m.Target }),
	"uid":    text(func(m *FileMount) *string { return &m.UID }),
	"x-":     extensions(func(m *FileMount) *[]tree.Entry { return &m.Extensions }),
}

// fileMounts is for the list of configs or secrets of a service or a build,
// each its name, or a map with source.
func fileMounts[T any](at func(*T) *[]FileMount) field[T] {
	return func(d *decoder, s spot, into *T) {
		if !d.isList(s) {
			return
		}
		for i := range s.Items {
			if m, ok := d.fileMount(s.item(i)); ok {
				*at(into) = append(*at(into), m)
			}
		}
	}
}

func (d *decoder) fileMount(s spot) (FileMount, bool) {
	m := FileMount{Pos: s.key}
	if s.Kind != tree.Map {
		if !d.is(s, tree.Scalar, "text or a map") {
			return m, false
		}
		var ok bool
		m.Source, ok = d.text(s)
		return m, ok
	}
	fileMountFields.decode(d, s, s.name+".", &m)
	if s.Get("source") == nil {
		d.fail(s.key, "add source: with its name", "%s has no source", s.name)
		return m, false
	}
	return m, true
}

// fileMode reads permission bits: a number as YAML has it, which 0440 makes
// octal, and text always as octal digits.
func fileMode(d *decoder, s spot, into *FileMount) {
	if s.Kind != tree.Scalar || s.Tag != tree.TagInt && s.Tag != tree.TagString {
		d.wrong(s, "a file mode")
		return
	}
	base := 8
	if s.Tag == tree.TagInt {
		base = 10
	}
	v, err := strconv.ParseUint(plain(s.Node), base, 32)
	if err != nil || v > 0o7777 {
		d.fail(s.at(), `write octal digits such as 0440`, "%s: %q is not a file mode", s.name, s.Value)
		return
	}
	if octal := prefixOf(s.Value, "1234567"); base == 10 && len(octal) == 3 && octal == s.Value {
		d.warn(s.at(), "write 0"+octal, "%s: %s without a zero before it is the decimal number, mode 0%o", s.name, octal, v)
	}
	mode := FileMode(v)
	into.Mode = &mode
}
