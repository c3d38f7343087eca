package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/docker/docker/api/types/mount"
)

// mountTexts gives the short syntax of each mount, sorted; binds and mounts
// that say the same are written the same.
func mountTexts(binds []string, mounts []mount.Mount) []string {
	texts := []string{}
	for _, b := range binds {
		texts = append(texts, strings.TrimSuffix(b, ":rw"))
	}
	for _, m := range mounts {
		text := m.Target
		if m.Source != "" {
			text = m.Source + ":" + text
		}
		if options := strings.Join(mountOptions(m), ","); options != "rw" {
			text += ":" + options
		}
		texts = append(texts, text)
	}
	slices.Sort(texts)
	return texts
}

// mountOptions gives the words behind a mount's paths, ro or rw first.
func mountOptions(m mount.Mount) []string {
	options := []string{"rw"}
	if m.ReadOnly {
		options[0] = "ro"
	}
	add := func(used bool, word string) {
		if used {
			options = append(options, word)
		}
	}
	if b := m.BindOptions; b != nil {
		add(b.Propagation != "", string(b.Propagation))
		add(b.NonRecursive, "recursive=disabled")
		add(b.ReadOnlyNonRecursive, "recursive=writable")
		add(b.ReadOnlyForceRecursive, "recursive=readonly")
	}
	if v := m.VolumeOptions; v != nil {
		add(v.NoCopy, "nocopy")
		add(v.Subpath != "", "subpath="+v.Subpath)
		add(len(v.Labels) > 0, "labels="+strings.Join(pairs(v.Labels, "="), " "))
	}
	if i := m.ImageOptions; i != nil {
		add(i.Subpath != "", "subpath="+i.Subpath)
	}
	if t := m.TmpfsOptions; t != nil {
		add(t.SizeBytes != 0, fmt.Sprintf("size=%d", t.SizeBytes))
		add(t.Mode != 0, fmt.Sprintf("mode=%o", t.Mode))
	}
	add(m.Consistency != "" && m.Consistency != mount.ConsistencyDefault, string(m.Consistency))
	return options
}
