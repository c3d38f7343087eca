package enginetest

import (
	"errors"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/distribution/reference"
	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
	dimage "github.com/docker/docker/api/types/image"
	"github.com/docker/go-connections/nat"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
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

// AddRemoteImage puts an image where only a pull finds it.
func (s *Server) AddRemoteImage(ref string, i Image) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remote[familiar(ref)] = newImage(ref, i, s.now())
	return s.remote[familiar(ref)].id
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

func (s *Server) imageInspect(r *request) (int, any, error) {
	i, err := s.findImage(r.args[0])
	if err != nil {
		return 0, nil, notFoundf("no such image: %s: %s", r.args[0], err)
	}
	return http.StatusOK, i.inspect(), nil
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

// imageConfig is an image's part of a container's configuration.
type imageConfig dockerspec.DockerOCIImageConfig

func newImageConfig(i Image) imageConfig {
	if len(i.Entrypoint) == 0 && len(i.Cmd) == 0 {
		i.Cmd = []string{"/app"}
	}
	c := imageConfig{ImageConfig: ocispec.ImageConfig{
		Entrypoint: i.Entrypoint, Cmd: i.Cmd, Env: i.Env, Labels: i.Labels, User: i.User, WorkingDir: i.WorkingDir, StopSignal: i.StopSignal,
	}}
	c.Healthcheck = i.Healthcheck
	for _, port := range i.Exposed {
		if c.ExposedPorts == nil {
			c.ExposedPorts = map[string]struct{}{}
		}
		c.ExposedPorts[port] = struct{}{}
	}
	for _, volume := range i.Volumes {
		if c.Volumes == nil {
			c.Volumes = map[string]struct{}{}
		}
		c.Volumes[volume] = struct{}{}
	}
	return c
}

// mergeInto fills what the container leaves open, as the engine's create does: a
// command of its own or an entrypoint of its own hides the image's command.
func (i imageConfig) mergeInto(c *dcontainer.Config) {
	for port := range i.ExposedPorts {
		if c.ExposedPorts == nil {
			c.ExposedPorts = nat.PortSet{}
		}
		c.ExposedPorts[nat.Port(port)] = struct{}{}
	}
	for volume := range i.Volumes {
		if c.Volumes == nil {
			c.Volumes = map[string]struct{}{}
		}
		c.Volumes[volume] = struct{}{}
	}
	c.Env = mergeEnv(i.Env, c.Env)
	labels := maps.Clone(orEmpty(i.Labels))
	maps.Copy(labels, c.Labels)
	c.Labels = labels
	if len(c.Entrypoint) == 0 && c.Entrypoint == nil {
		if len(c.Cmd) == 0 {
			c.Cmd = i.Cmd
		}
		c.Entrypoint = i.Entrypoint
	}
	if c.Healthcheck == nil {
		c.Healthcheck = i.Healthcheck
	} else if i.Healthcheck != nil {
		mergeHealthcheck(c.Healthcheck, i.Healthcheck)
	}
	c.User, c.WorkingDir, c.StopSignal = or(c.User, i.User), or(c.WorkingDir, i.WorkingDir), or(c.StopSignal, i.StopSignal)
}

func or(own, unset string) string {
	if own == "" {
		return unset
	}
	return own
}

// mergeEnv puts the image's variables that the container does not set after its own.
func mergeEnv(image, own []string) []string {
	for _, variable := range image {
		key, _, _ := strings.Cut(variable, "=")
		if !slices.ContainsFunc(own, func(o string) bool { k, _, _ := strings.Cut(o, "="); return k == key }) {
			own = append(own, variable)
		}
	}
	return own
}

func mergeHealthcheck(own, image *dcontainer.HealthConfig) {
	if len(own.Test) == 0 {
		own.Test = image.Test
	}
	if own.Interval == 0 {
		own.Interval = image.Interval
	}
	if own.Timeout == 0 {
		own.Timeout = image.Timeout
	}
	if own.StartPeriod == 0 {
		own.StartPeriod = image.StartPeriod
	}
	if own.Retries == 0 {
		own.Retries = image.Retries
	}
}
