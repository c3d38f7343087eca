package engine

import (
	"archive/tar"
	"bytes"
	"context"

	"github.com/docker/docker/api/types/container"

	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// fill makes a volume with a service's secrets and configs. The container that
// it is filled by way of goes last: its absence says that all files are there.
func (r *run) fill(ctx context.Context, op plan.FillVolume) error {
	v := op.Volume
	request := spec.Filler(r.Project, op.Service, v.Volume, v.Key, v.Digests)
	made, err := r.client.ContainerCreate(ctx, request.Config, request.HostConfig, nil, nil, plan.Filler(v.Volume))
	if err != nil {
		return err
	}
	if err := r.client.CopyToContainer(ctx, made.ID, spec.FillerMount, packed(v.Files), container.CopyToContainerOptions{}); err != nil {
		return err
	}
	seen, err := r.client.VolumeInspect(ctx, v.Volume)
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.mountpoints[v.Volume] = seen.Mountpoint
	r.mu.Unlock()
	return r.client.ContainerRemove(ctx, made.ID, container.RemoveOptions{})
}

// packed gives the files as a tar, below a folder that only root can enter.
func packed(files []plan.InjectedFile) *bytes.Buffer {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	_ = w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: "./", Mode: 0o700}) // a buffer takes everything
	for _, f := range files {
		_ = w.WriteHeader(&tar.Header{Name: f.Name, Mode: int64(f.Mode), Uid: f.UID, Gid: f.GID, Size: int64(len(f.Content))})
		_, _ = w.Write(f.Content)
	}
	_ = w.Close()
	return &out
}

// fileVolume gives where a container finds its secrets and configs.
func (r *run) fileVolume(v *plan.FileVolume) *spec.FileVolume {
	if v == nil {
		return nil
	}
	out := &spec.FileVolume{Name: v.Volume, Files: make(map[string]string, len(v.Files))}
	for _, f := range v.Files {
		out.Files[f.Target] = f.Name
	}
	for _, known := range r.State.Volumes {
		if known.Name == v.Volume {
			out.Mountpoint = known.Mountpoint
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if at, ok := r.mountpoints[v.Volume]; ok {
		out.Mountpoint = at
	}
	return out
}
