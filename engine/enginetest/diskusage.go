package enginetest

import (
	"net/http"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/build"
	dcontainer "github.com/docker/docker/api/types/container"
	dimage "github.com/docker/docker/api/types/image"
	dvolume "github.com/docker/docker/api/types/volume"
)

// diskUsage counts images, which share nothing here; containers have written
// nothing, and there is no build cache.
func (s *Server) diskUsage(*request) (int, any, error) {
	usage := types.DiskUsage{Images: []*dimage.Summary{}, Containers: []*dcontainer.Summary{}, Volumes: []*dvolume.Volume{}, BuildCache: []*build.CacheRecord{}}
	users := map[string]int64{}
	for _, id := range sortedKeys(s.containers) {
		c := s.containers[id]
		users[c.image.id]++
		usage.Containers = append(usage.Containers, &dcontainer.Summary{ID: id, ImageID: c.image.id})
	}
	for _, id := range sortedKeys(s.images) {
		i := s.images[id]
		usage.LayersSize += i.size
		usage.Images = append(usage.Images, &dimage.Summary{ID: id, RepoTags: i.tags, Size: i.size, Containers: users[id]})
	}
	return http.StatusOK, usage, nil
}
