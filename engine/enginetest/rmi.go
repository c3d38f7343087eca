package enginetest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/docker/docker/api/types/events"
	dimage "github.com/docker/docker/api/types/image"
)

// imageRemove takes a name away and, with the last one, the image. By id it takes all.
func (s *Server) imageRemove(r *request) (int, any, error) {
	i, err := s.findImage(r.args[0])
	if err != nil {
		return 0, nil, err
	}
	name := familiar(r.args[0])
	byName := slices.Contains(i.tags, name) || slices.Contains(i.digests, name)
	if err := s.imageFree(i, r.args[0], byName, r.flag("force")); err != nil {
		return 0, nil, err
	}
	var answer []dimage.DeleteResponse
	for _, tag := range slices.Clone(i.tags) {
		if !byName || tag == name {
			answer = append(answer, dimage.DeleteResponse{Untagged: tag})
			i.tags = slices.DeleteFunc(i.tags, func(t string) bool { return t == tag })
			s.imageEvent(i, events.ActionUnTag, i.id)
		}
	}
	if len(i.tags) == 0 && len(s.imageUsers(i)) == 0 {
		for _, digest := range i.digests {
			answer = append(answer, dimage.DeleteResponse{Untagged: digest})
			s.imageEvent(i, events.ActionUnTag, i.id)
		}
		answer = append(answer, s.deleteImage(i)...)
	}
	return http.StatusOK, answer, nil
}

// imagePrune removes images without a name that nobody uses.
func (s *Server) imagePrune(r *request) (int, any, error) {
	args, err := r.filters(keys("dangling", "label"))
	if err != nil {
		return 0, nil, err
	}
	var report dimage.PruneReport
	for _, id := range sortedKeys(s.images) {
		i := s.images[id]
		if i != nil && len(i.tags) == 0 && args.MatchKVList("label", i.config.Labels) && len(s.imageUsers(i)) == 0 && !s.isParent(i) {
			report.SpaceReclaimed += uint64(i.size)
			report.ImagesDeleted = append(report.ImagesDeleted, s.deleteImage(i)...)
		}
	}
	s.emit(events.ImageEventType, events.ActionPrune, "", map[string]string{"reclaimed": strconv.FormatUint(report.SpaceReclaimed, 10)})
	return http.StatusOK, report, nil
}

// deleteImage takes the image away and then those below it that nothing else needs.
func (s *Server) deleteImage(i *image) []dimage.DeleteResponse {
	delete(s.images, i.id)
	s.emit(events.ImageEventType, events.ActionDelete, i.id, map[string]string{"name": i.id})
	gone := []dimage.DeleteResponse{{Deleted: i.id}}
	if below := s.images[i.parent]; below != nil && len(below.tags) == 0 && len(s.imageUsers(below)) == 0 && !s.isParent(below) {
		gone = append(gone, s.deleteImage(below)...)
	}
	return gone
}

func (s *Server) isParent(i *image) bool {
	for _, other := range s.images {
		if other.parent == i.id {
			return true
		}
	}
	return false
}

// imageFree refuses the removal of what containers use or what has other names.
func (s *Server) imageFree(i *image, ref string, byName, force bool) error {
	users := s.imageUsers(i)
	if byName {
		if len(i.tags) == 1 && len(users) > 0 && !force {
			return conflictf("conflict: unable to remove repository reference \"%s\" (must force) - container %s is using its referenced image %s", ref, short(users[0].id), short(i.id))
		}
		return nil
	}
	for _, c := range users {
		switch {
		case c.running:
			return conflictf("conflict: unable to delete %s (cannot be forced) - image is being used by running container %s", short(i.id), short(c.id))
		case !force:
			return conflictf("conflict: unable to delete %s (must be forced) - image is being used by stopped container %s", short(i.id), short(c.id))
		}
	}
	if len(repositories(i.tags)) > 1 && !force {
		return conflictf("conflict: unable to delete %s (must be forced) - image is referenced in multiple repositories", short(i.id))
	}
	return nil
}

func (s *Server) imageUsers(i *image) []*container {
	return slices.DeleteFunc(s.sorted(), func(c *container) bool { return c.image != i })
}

func repositories(tags []string) map[string]bool {
	set := map[string]bool{}
	for _, tag := range tags {
		set[tag[:strings.LastIndex(tag, ":")]] = true
	}
	return set
}

// Images gives what inspecting every image would, sorted by id.
func (s *Server) Images() []dimage.InspectResponse {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []dimage.InspectResponse
	for _, id := range sortedKeys(s.images) {
		all = append(all, clone(s.images[id].inspect()))
	}
	return all
}
