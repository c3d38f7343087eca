package enginetest

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/distribution/reference"
	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
)

// Image is what a test says of an image. The zero Image runs "/app".
type Image struct {
	ID          string // "sha256:…"; made from the reference where empty
	Entrypoint  []string
	Cmd         []string // "/app" where Entrypoint is empty too
	Env         []string
	Labels      map[string]string
	Exposed     []string // "80/tcp"
	Volumes     []string // paths
	Healthcheck *dcontainer.HealthConfig
	User        string
	WorkingDir  string
	StopSignal  string
	Programs    []string // what can be run, as it would be called; nil is everything
}

// image is one image of the store, under any number of names.
type image struct {
	id      string
	parent  string
	tags    []string // familiar: "redis:latest", "host:5000/a/b:1"
	digests []string // familiar: "redis@sha256:…"
	created time.Time
	tagged  time.Time
	size    int64
	config  imageConfig
	// programs are those of Image.
	programs []string
}

// AddImage puts an image into the engine's store under a reference such as
// "redis:latest" and gives its id. The reference moves where it is there already.
func (s *Server) AddImage(ref string, i Image) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := s.keep(newImage(ref, i, s.now()))
	s.tag(added, familiar(ref))
	return added.id
}

// AddRemoteImage puts an image where only a pull finds it, by its name or digest.
func (s *Server) AddRemoteImage(ref string, i Image) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	made := newImage(ref, i, s.now())
	s.remote[familiar(ref)] = made
	s.remote[trimTag(familiar(ref))+"@sha256:"+digest("manifest "+made.id)] = made
	return made.id
}

func newImage(ref string, i Image, now time.Time) *image {
	made := &image{id: i.ID, created: now, size: 1 << 20, config: newImageConfig(i), programs: i.Programs}
	if made.id == "" {
		made.id = "sha256:" + digest("image "+familiar(ref))
	}
	return made
}

// keep gives the image of that id, the one already there first.
func (s *Server) keep(i *image) *image {
	if there := s.images[i.id]; there != nil {
		return there
	}
	s.images[i.id] = i
	return i
}

// tag gives the image a name and takes it from any other.
func (s *Server) tag(i *image, name string) {
	for _, other := range s.images {
		other.tags = slices.DeleteFunc(other.tags, func(t string) bool { return t == name })
	}
	i.tags = append(i.tags, name)
	i.tagged = s.now()
}

// checkReference gives the words of Engine 20.10, which do not name the repository.
func checkReference(ref string) error {
	_, err := reference.ParseAnyReference(ref)
	if errors.Is(err, reference.ErrNameNotCanonical) || err == nil {
		return nil
	}
	if strings.HasSuffix(err.Error(), "must be lowercase") {
		return errors.New("invalid reference format: repository name must be lowercase")
	}
	return err
}

// familiar is the reference as the engine shows it: no docker.io/library/, a tag always.
func familiar(ref string) string {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return ref
	}
	return reference.FamiliarString(reference.TagNameOnly(named))
}

// trimTag cuts the tag or digest off.
func trimTag(ref string) string {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return ref
	}
	return reference.FamiliarName(named)
}

// findImage looks up by id, short id, name or digest.
func (s *Server) findImage(ref string) (*image, error) {
	if err := checkReference(ref); err != nil {
		return nil, badRequestf("%v", err)
	}
	name, bare := familiar(ref), strings.TrimPrefix(ref, "sha256:")
	var found *image
	for _, id := range sortedKeys(s.images) {
		i := s.images[id]
		if slices.Contains(i.tags, name) || slices.Contains(i.digests, name) {
			return i, nil
		}
		if isHex.MatchString(bare) && strings.HasPrefix(strings.TrimPrefix(id, "sha256:"), bare) {
			found = i
		}
	}
	if found == nil {
		return nil, notFoundf("No such image: %s", name)
	}
	return found, nil
}

func (s *Server) imageEvent(i *image, action events.Action, name string) {
	attributes := maps.Clone(orEmpty(i.config.Labels))
	attributes["name"] = name
	s.emit(events.ImageEventType, action, i.id, attributes)
}
