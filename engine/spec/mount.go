package spec

import (
	"os"

	"github.com/docker/docker/api/types/mount"

	"gocompose/compose"
)

// mounts gives a service's volumes as the Engine API wants them: plain binds
// and named volumes in the legacy form, which creates a missing host folder,
// and the rest as mounts. anonymous has the volumes that are taken over from a
// replaced container: target → volume name.
func mounts(p *compose.Project, s *compose.Service, anonymous map[string]string) (binds []string, out []mount.Mount) {
	declared := map[string]bool{}
	for target := range tmpfs(s) {
		declared[target] = true
	}
	for _, m := range s.Volumes {
		declared[m.Target] = true
		if plain(m) {
			binds = append(binds, bindString(p, m))
			continue
		}
		out = append(out, mountOf(p, m, anonymous[m.Target]))
	}
	for _, target := range sortedKeys(anonymous) {
		if !declared[target] {
			out = append(out, mount.Mount{Type: mount.TypeVolume, Source: anonymous[target], Target: target})
		}
	}
	return binds, out
}

// plain tells whether the legacy "source:target:options" says all of m.
func plain(m compose.Mount) bool {
	switch m.Type {
	case compose.MountBind:
		return m.Bind == nil || bool(m.Bind.CreateHostPath) && (m.Bind.Recursive == "" || m.Bind.Recursive == "enabled")
	case compose.MountVolume:
		return m.Source != "" && (m.Volume == nil || !m.Volume.NoCopy && m.Volume.Subpath == "")
	}
	return false
}

func bindString(p *compose.Project, m compose.Mount) string {
	options := ":rw"
	if m.ReadOnly {
		options = ":ro"
	}
	if m.Type == compose.MountBind && m.Bind != nil {
		options = more(more(options, m.Bind.SELinux), m.Bind.Propagation)
	}
	if m.Consistency != "default" {
		options = more(options, m.Consistency)
	}
	return engineSource(p, m) + ":" + m.Target + options
}

func more(options, option string) string {
	if option == "" {
		return options
	}
	return options + "," + option
}

// engineSource gives a bind's path, an image, or the engine's name of a volume.
func engineSource(p *compose.Project, m compose.Mount) string {
	if image := p.MountedImage(m); image != "" {
		return image
	}
	if v := p.Volumes[m.Source]; m.Type == compose.MountVolume && v != nil {
		return v.Name
	}
	return m.Source
}

func mountOf(p *compose.Project, m compose.Mount, takenOver string) mount.Mount {
	out := mount.Mount{Type: mount.Type(m.Type), Source: engineSource(p, m), Target: m.Target,
		ReadOnly: m.ReadOnly, Consistency: mount.Consistency(m.Consistency)}
	switch m.Type {
	case compose.MountVolume:
		if m.Source == "" {
			out.Source = takenOver
		}
		out.VolumeOptions = volumeOptions(m.Volume)
	case compose.MountBind:
		out.BindOptions = bindOptions(m.Bind)
	case compose.MountImage:
		if m.Image != nil && m.Image.Subpath != "" {
			out.ImageOptions = &mount.ImageOptions{Subpath: m.Image.Subpath}
		}
	case compose.MountTmpfs:
		if m.Tmpfs != nil {
			out.TmpfsOptions = &mount.TmpfsOptions{SizeBytes: int64(m.Tmpfs.Size), Mode: os.FileMode(m.Tmpfs.Mode)}
		}
	}
	return out
}

func bindOptions(b *compose.MountOfBind) *mount.BindOptions {
	return &mount.BindOptions{
		Propagation:            mount.Propagation(b.Propagation),
		CreateMountpoint:       bool(b.CreateHostPath),
		NonRecursive:           b.Recursive == "disabled",
		ReadOnlyNonRecursive:   b.Recursive == "writable",
		ReadOnlyForceRecursive: b.Recursive == "readonly",
	}
}

// volumeOptions gives nil where nothing is asked for. Labels are those of an
// anonymous volume: named ones are there already.
func volumeOptions(v *compose.MountOfVol) *mount.VolumeOptions {
	if v == nil || !v.NoCopy && v.Subpath == "" && len(v.Labels) == 0 {
		return nil
	}
	return &mount.VolumeOptions{NoCopy: v.NoCopy, Subpath: v.Subpath, Labels: v.Labels}
}
