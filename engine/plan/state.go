package plan

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/distribution/reference"

	"gocompose/compose"
)

// State is what the engine has, as far as planning asks: values only.
type State struct {
	Containers []Container      // of this project, one-off containers included
	Others     []Container      // all other containers of the engine
	Networks   []Network        // every network of the engine
	Volumes    []Volume         // every volume of the engine
	Images     map[string]Image // by id, and by each name as the engine writes it; see Image
	API        API              // the version of the Engine API that is spoken

	// What follows is known only of an engine on this machine, and only as far
	// as the project has to do with it.
	Listening []Listener
	Missing   map[string]bool // absolute paths of bind sources that are not there
}

// API is a version of the Engine API: 1.41 is {1, 41}.
type API struct{ Major, Minor int }

// ParseAPI reads "1.41". What it cannot read is the zero API, older than all.
func ParseAPI(text string) (a API) {
	major, minor, _ := strings.Cut(text, ".")
	a.Major, _ = strconv.Atoi(major)
	a.Minor, _ = strconv.Atoi(minor)
	return a
}

// String gives "1.41".
func (a API) String() string { return fmt.Sprintf("%d.%d", a.Major, a.Minor) }

// Before tells whether a is older than b.
func (a API) Before(b API) bool {
	return a.Major < b.Major || a.Major == b.Major && a.Minor < b.Minor
}

// manyEndpoints is the first API that attaches a new container to several
// networks at once; before, all but one are connected afterwards.
var manyEndpoints = API{1, 44}

// OneEndpoint tells whether a new container can be attached to one network only.
func (s *State) OneEndpoint() bool { return s.API.Before(manyEndpoints) }

// Container is one container of the engine.
type Container struct {
	ID       string // 64 hex digits
	Name     string // without the leading slash
	Project  string
	Service  string
	Number   int // 0 for one-off containers
	OneOff   bool
	State    string // created, running, paused, restarting, removing, exited or dead
	Health   string // starting, healthy, unhealthy; empty without a healthcheck
	ExitCode int    // of an exited one
	Created  time.Time
	Status   string // the engine's words: "Up 3 seconds (healthy)"
	Command  string
	Image    string // name it was created from
	ImageID  string

	ConfigHash string                         // label config-hash; empty: not one of ours
	ImageLabel string                         // label image: the image's digest when created
	Attributes map[string]string              // digest an attribute; nil when another tool made it
	DependsOn  map[string]*compose.Dependency // by service, from its label, which has no Required
	WorkingDir string                         // folder of the project that created it
	Files      string                         // compose files of that project, joined by commas
	Home       compose.Home                   // both, symbolic links followed; only of this project's containers
	Labels     map[string]string              // all of them
	Replaces   string                         // label replace
	Mounted    string                         // label image-volume-digest; see State.Mounted
	Hook       string                         // label hook: pre_start on a container that runs one

	Networks  map[string]string       // the engine's network name → network id
	Addresses map[string][]netip.Addr // the engine's network name → addresses; of running containers
	Mounts    []MountPoint
	Ports     []PublishedPort   // in the order of their targets
	Observed  map[string]string // attribute → what the engine runs, as text; only where asked for
	Stale     []string          // MountedFile of those that changed since it read them
	Filled    map[string]string // attribute → what it would be if nothing set it; only where Attributes is nil
}

// All gives the project's containers and everybody else's.
func (s *State) All() []Container { return slices.Concat(s.Containers, s.Others) }

// MountPoint is what is mounted at one place of a container.
type MountPoint struct {
	Type   string // bind, volume or tmpfs
	Name   string // of a volume
	Source string // of a bind
	Target string
}

// Anonymous tells whether the engine named the volume itself. One that a
// replacement took over by name is no longer removed with its container.
func (m MountPoint) Anonymous() bool {
	return m.Type == "volume" && len(m.Name) == 64 && strings.Trim(m.Name, "0123456789abcdef") == ""
}

// PublishedPort is a port of a container, and where it is reachable on the host.
type PublishedPort struct {
	HostIP    string // empty: not published
	Published uint16 // 0: not published
	Target    uint16
	Protocol  string
}

// Running tells whether the container's process runs or is about to again.
func (c *Container) Running() bool {
	return c.State == "running" || c.State == "restarting" || c.State == "paused"
}

// removal removes the container once it is stopped. By force, where the engine
// may be starting it: it finishes what it was asked, though whoever asked has been killed meanwhile.
func (c *Container) removal() RemoveContainer {
	return RemoveContainer{ID: c.ID, Name: c.Name, Service: c.Service, Force: c.State == "created"}
}

// Network is one network of the engine.
type Network struct {
	ID, Name   string
	Project    string // label
	Key        string // label network
	ConfigHash string
	Created    time.Time
	Subnets    []netip.Prefix // that no other network may overlap with
}

// Volume is one volume of the engine.
type Volume struct {
	Name       string
	Project    string
	Key        string // label volume
	ConfigHash string

	Mountpoint string            // where it is on the engine's host
	Files      string            // label: the service whose FileVolume it is
	FilesKey   string            // label: what Digests are keyed with
	Digests    map[string]string // label: a digest a file
}

// Image is one image of the engine.
type Image struct {
	ID      string
	Project string // label, on images that were built for one
	Service string

	// What follows is known only of images that were examined.
	Tagged   time.Time // when it last got its name here
	Platform string    // os/architecture[/variant]
}

// Image finds an image by a name as people write it: "redis",
// "docker.io/library/redis:7", a digest or an id.
func (s *State) Image(ref string) (Image, bool) {
	if i, ok := s.Images[ref]; ok {
		return i, true
	}
	i, ok := s.Images[Familiar(ref)]
	return i, ok
}

// Familiar gives an image's name as the engine writes it: "redis:latest".
func Familiar(ref string) string {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return ref
	}
	return reference.FamiliarString(reference.TagNameOnly(named))
}
