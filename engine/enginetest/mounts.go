package enginetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/mount"
	dvolume "github.com/docker/docker/api/types/volume"
)

// mountPoint knows where its volume comes from.
type mountPoint struct {
	dcontainer.MountPoint
	anonymous bool // made for the container alone, goes with it
	declared  bool // by VOLUME of the image or Volumes of the configuration: lists do not show its source
}

// takeMounts turns binds, mounts and volumes of the configuration into mount
// points and makes the volumes, in this order; the first at a destination wins
// over a volume of the image.
func (s *Server) takeMounts(c *container) error {
	if err := s.takeVolumesFrom(c); err != nil {
		return err
	}
	var own []mountPoint
	for _, bind := range c.host.Binds {
		m, err := s.bindMount(bind)
		if err != nil {
			return err
		}
		own = append(own, m)
	}
	for _, m := range c.host.Mounts {
		if err := s.checkMount(m); err != nil {
			return err
		}
		own = append(own, s.typedMount(m))
	}
	for i, m := range own {
		if slices.ContainsFunc(own[:i], func(o mountPoint) bool { return o.Destination == m.Destination }) {
			return badRequestf("Duplicate mount point: %s", m.Destination)
		}
		c.mounts = slices.DeleteFunc(c.mounts, func(o mountPoint) bool { return o.Destination == m.Destination })
	}
	c.mounts = append(c.mounts, own...)
	for _, target := range sortedKeys(c.config.Volumes) {
		if !slices.ContainsFunc(c.mounts, func(m mountPoint) bool { return m.Destination == target }) {
			m := s.volumeMount(dvolume.CreateOptions{}, target, "")
			m.declared = true
			c.mounts = append(c.mounts, m)
		}
	}
	return nil
}

// takeVolumesFrom copies the mounts of other containers: "container[:ro|:rw]".
func (s *Server) takeVolumesFrom(c *container) error {
	for _, from := range c.host.VolumesFrom {
		ref, mode, _ := strings.Cut(from, ":")
		other, err := s.find(ref)
		if err != nil {
			return err
		}
		for _, m := range other.mounts {
			m.RW = m.RW && mode != "ro"
			c.mounts = append(c.mounts, m)
		}
	}
	return nil
}

// bindMount reads "source:target[:mode]"; a source that is no path names a volume.
func (s *Server) bindMount(bind string) (mountPoint, error) {
	parts := strings.SplitN(bind, ":", 3)
	if len(parts) < 2 {
		return mountPoint{}, badRequestf("invalid volume specification: '%s'", bind)
	}
	mode := ""
	if len(parts) == 3 {
		mode = parts[2]
	}
	source, target := parts[0], parts[1]
	if !strings.HasPrefix(source, "/") {
		if !validName.MatchString(source) {
			return mountPoint{}, badRequestf("create %s: \"%s\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use absolute path", source, source)
		}
		return s.volumeMount(dvolume.CreateOptions{Name: source}, target, orZ(mode)), nil
	}
	return mountPoint{MountPoint: dcontainer.MountPoint{
		Type: mount.TypeBind, Source: source, Destination: target, Mode: mode, RW: writable(mode), Propagation: "rprivate",
	}}, nil
}

// orZ is the engine's default mode of a named volume.
func orZ(mode string) string {
	if mode == "" {
		return "z"
	}
	return mode
}

func writable(mode string) bool { return !slices.Contains(strings.Split(mode, ","), "ro") }

// checkMount refuses types that the engine does not know, and what they have no room for.
func (s *Server) checkMount(m mount.Mount) error {
	known := slices.Contains([]mount.Type{mount.TypeBind, mount.TypeVolume, mount.TypeTmpfs}, m.Type) || m.Type == mount.TypeImage && s.speaks("1.48")
	switch {
	case !known:
		return fmt.Errorf("invalid mount config for type %q: mount type unknown", m.Type)
	case m.Type == mount.TypeTmpfs && m.Source != "":
		return errors.New("invalid mount config for type \"tmpfs\": field Source must not be specified")
	case m.Type == mount.TypeImage:
		_, err := s.findImage(m.Source)
		return err
	}
	return nil
}

func (s *Server) typedMount(m mount.Mount) mountPoint {
	switch m.Type {
	case mount.TypeVolume:
		o := dvolume.CreateOptions{Name: m.Source}
		if m.VolumeOptions != nil {
			o.Labels = m.VolumeOptions.Labels
		}
		point := s.volumeMount(o, m.Target, "z")
		point.RW = !m.ReadOnly
		return point
	case mount.TypeBind:
		propagation := mount.PropagationRPrivate
		if m.BindOptions != nil && m.BindOptions.Propagation != "" {
			propagation = m.BindOptions.Propagation
		}
		return mountPoint{MountPoint: dcontainer.MountPoint{
			Type: m.Type, Source: m.Source, Destination: m.Target, RW: !m.ReadOnly, Propagation: propagation,
		}}
	}
	return mountPoint{MountPoint: dcontainer.MountPoint{Type: m.Type, Destination: m.Target, RW: !m.ReadOnly}}
}

func (s *Server) volumeMount(o dvolume.CreateOptions, target, mode string) mountPoint {
	v := s.addVolume(o)
	return mountPoint{anonymous: o.Name == "", MountPoint: dcontainer.MountPoint{
		Type: mount.TypeVolume, Name: v.Name, Source: v.Mountpoint, Destination: target,
		Driver: v.Driver, Mode: mode, RW: writable(mode),
	}}
}

// mountEvents tells of every volume that comes to or goes from the container.
func (s *Server) mountEvents(c *container, action events.Action) {
	for _, m := range c.mounts {
		if m.Type != mount.TypeVolume {
			continue
		}
		attributes := map[string]string{"container": c.id, "driver": m.Driver}
		if action == events.ActionMount {
			attributes["destination"] = m.Destination
			attributes["propagation"] = string(m.Propagation)
			attributes["read/write"] = truth(m.RW)
		}
		s.emit(events.VolumeEventType, action, m.Name, attributes)
	}
}

func truth(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
