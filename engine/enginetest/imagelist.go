package enginetest

import (
	"net/http"
	"path"
	"slices"
	"time"

	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
	dimage "github.com/docker/docker/api/types/image"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
)

func (s *Server) imageInspect(r *request) (int, any, error) {
	i, err := s.findImage(r.args[0])
	if err != nil {
		return 0, nil, notFoundf("no such image: %s: %s", r.args[0], err)
	}
	view := i.inspect()
	if !s.speaks("1.45") {
		view.ContainerConfig = &dcontainer.Config{} // old clients look into it unasked
	}
	return http.StatusOK, view, nil
}

func (i *image) inspect() dimage.InspectResponse {
	config := dockerspec.DockerOCIImageConfig(i.config)
	return dimage.InspectResponse{
		ID: i.id, RepoTags: orNone(i.tags), RepoDigests: orNone(i.digests), Parent: i.parent, Created: i.created.Format(time.RFC3339Nano),
		DockerVersion: "20.10.24", Config: &config, Architecture: "amd64", Os: "linux", Size: i.size, VirtualSize: i.size,
		RootFS: dimage.RootFS{Type: "layers", Layers: []string{"sha256:" + digest("layer "+i.id)}}, Metadata: dimage.Metadata{LastTagTime: i.tagged},
	}
}

func (s *Server) imageList(r *request) (int, any, error) {
	args, err := r.filters(keys("dangling", "label", "before", "since", "reference"))
	if err != nil {
		return 0, nil, err
	}
	list := []dimage.Summary{}
	for _, id := range sortedKeys(s.images) {
		if i := s.images[id]; args.MatchKVList("label", i.config.Labels) && danglingFilter(i, args) {
			if tags := i.matching(args); tags != nil {
				list = append(list, s.summariseImage(i, tags))
			}
		}
	}
	slices.SortStableFunc(list, func(a, b dimage.Summary) int { return int(b.Created - a.Created) })
	return http.StatusOK, list, nil
}

func danglingFilter(i *image, args filters.Args) bool {
	dangling := len(i.tags) == 0
	wanted, err := args.GetBoolOrDefault("dangling", dangling)
	return err == nil && wanted == dangling
}

// matching gives the names that a reference filter lets through, nil where none.
func (i *image) matching(args filters.Args) []string {
	if !args.Contains("reference") {
		return orNone(i.tags)
	}
	var tags []string
	for _, tag := range i.tags {
		for _, pattern := range args.Get("reference") {
			whole, _ := path.Match(pattern, tag)
			name, _ := path.Match(pattern, trimTag(tag))
			if whole || name {
				tags = append(tags, tag)
				break
			}
		}
	}
	return tags
}

func (s *Server) summariseImage(i *image, tags []string) dimage.Summary {
	if len(tags) == 0 {
		tags = []string{"<none>:<none>"}
	}
	digests := i.digests
	if len(digests) == 0 && len(i.tags) == 0 {
		digests = []string{"<none>@<none>"}
	}
	return dimage.Summary{
		Containers: -1, Created: i.created.Unix(), ID: i.id, ParentID: i.parent, Labels: i.config.Labels, RepoTags: tags,
		RepoDigests: digests, SharedSize: -1, Size: i.size, VirtualSize: i.size,
	}
}

func (s *Server) imageTag(r *request) (int, any, error) {
	i, err := s.findImage(r.args[0])
	if err != nil {
		return 0, nil, err
	}
	name := r.FormValue("repo")
	if tag := r.FormValue("tag"); tag != "" {
		name += ":" + tag
	}
	if err := checkReference(name); err != nil {
		return 0, nil, err
	}
	s.tag(i, familiar(name))
	s.imageEvent(i, events.ActionTag, familiar(name))
	return http.StatusCreated, nil, nil
}
