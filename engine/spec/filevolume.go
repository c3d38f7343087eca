package spec

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"maps"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/mount"
	"github.com/docker/docker/api/types/strslice"

	"gocompose/compose"
)

// Labels of the volumes that hold secrets and configs. The digests are keyed
// with a key that is on the volume only, so that a container's labels, which
// many tools show, never confirm a guess.
const (
	LabelFiles        = "gocompose.files"         // the service
	LabelFilesKey     = "gocompose.files.key"     // 32 hex digits
	LabelFilesDigests = "gocompose.files.digests" // in the form of DigestsLabel
)

// FileVolume is where a container finds its secrets and configs.
type FileVolume struct {
	Name       string
	Mountpoint string            // on the engine's host
	Files      map[string]string // target → name in the volume
}

// filesAt is where the whole volume is mounted: that makes the engine keep it
// as long as the container is there. Only root can look inside.
const filesAt = "/run/.gocompose"

// mounts gives the mounts of each file, and of the volume itself.
func (v *FileVolume) mounts() (out []mount.Mount) {
	if v == nil {
		return nil
	}
	for _, target := range sortedKeys(v.Files) {
		out = append(out, mount.Mount{Type: mount.TypeBind, ReadOnly: true, Source: v.Mountpoint + "/" + v.Files[target], Target: target})
	}
	return append(out, mount.Mount{Type: mount.TypeVolume, ReadOnly: true, Source: v.Name, Target: filesAt,
		VolumeOptions: &mount.VolumeOptions{NoCopy: true}})
}

// Bound tells whether a config is bind-mounted as it is: a file without an
// owner or mode of its own, so that what is changed there is seen at once.
func Bound(m compose.FileMount, o *compose.FileObject) bool {
	return o.File != "" && m.UID == "" && m.GID == "" && m.Mode == nil
}

// boundConfigs gives the mounts of the configs that are Bound.
func boundConfigs(p *compose.Project, s *compose.Service) (out []mount.Mount) {
	for _, m := range s.Configs {
		if o := p.Configs[m.Source]; o != nil && Bound(m, o) {
			out = append(out, mount.Mount{Type: mount.TypeBind, ReadOnly: true, Source: o.File, Target: m.ConfigPath()})
		}
	}
	return out
}

// FillerMount is where Filler mounts the volume.
const FillerMount = "/files"

// Filler gives the create request of the container by way of which a volume
// with a service's files is made and filled. It has the service's image, for
// that is there, and never runs.
func Filler(p *compose.Project, s *compose.Service, volume, key string, digests map[string]string) container.CreateRequest {
	labels := map[string]string{LabelProject: p.Name, LabelVersion: ComposeVersion}
	of := maps.Clone(labels)
	maps.Copy(of, map[string]string{LabelFiles: s.Name, LabelFilesKey: key, LabelFilesDigests: DigestsLabel(digests)})
	maps.Copy(labels, map[string]string{LabelService: s.Name, LabelOneOff: "True", LabelConfigHash: ServiceHash(s)})
	return container.CreateRequest{
		Config: &container.Config{Image: p.ImageName(s), Cmd: strslice.StrSlice{"never run"}, Labels: labels},
		HostConfig: &container.HostConfig{NetworkMode: "none", Mounts: []mount.Mount{{
			Type: mount.TypeVolume, Source: volume, Target: FillerMount,
			VolumeOptions: &mount.VolumeOptions{NoCopy: true, Labels: of},
		}}},
	}
}

// FileDigest gives a digest of a file's content under a key: 16 hex digits.
func FileDigest(key string, content []byte) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write(content)
	return hex.EncodeToString(mac.Sum(nil)[:8])
}
