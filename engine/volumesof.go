package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/volume"

	"gocompose/engine/spec"
)

// ListedVolume is a volume as a listing tells of it.
type ListedVolume struct {
	Name, Driver, Mountpoint, Scope string
	Labels                          map[string]string
}

// Volumes gives the volumes of a project, sorted by name.
func (e *Engine) Volumes(ctx context.Context, project string) (out []ListedVolume, err error) {
	list, err := e.client.VolumeList(ctx, volume.ListOptions{Filters: filters.NewArgs(filters.Arg("label", spec.LabelProject+"="+project))})
	if err != nil {
		return nil, fmt.Errorf("list the volumes of project %s: %w", project, explain(err))
	}
	for _, v := range list.Volumes {
		out = append(out, ListedVolume{Name: v.Name, Driver: v.Driver, Mountpoint: v.Mountpoint, Scope: v.Scope, Labels: v.Labels})
	}
	slices.SortFunc(out, func(a, b ListedVolume) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}
