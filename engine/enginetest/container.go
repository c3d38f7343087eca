package enginetest

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	dcontainer "github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
	dnetwork "github.com/docker/docker/api/types/network"
	"github.com/docker/go-connections/nat"
	"github.com/docker/go-units"
)

// container is one container, guarded by the server's lock.
type container struct {
	id        string
	name      string // without the slash
	created   time.Time
	image     *image
	config    *dcontainer.Config
	host      *dcontainer.HostConfig
	endpoints map[string]*dnetwork.EndpointSettings // by network name
	macs      map[string]string                     // by network name: the hardware addresses that were asked for
	mounts    []mountPoint
	ports     nat.PortMap // while it runs
	sandbox   string      // id of the network namespace; stays after the end
	logs      logBook
	files     map[string]storedFile
	servers   map[int]http.Handler // by port: what its program serves
	execs     []string

	// State, as docker inspect shows it. A restarting container counts as running.
	running, paused, restarting bool
	exitCode                    int
	problem                     string
	started, finished           time.Time
	health                      *dcontainer.Health
	restarts                    int

	process *Process       // nil where none runs
	stdin   *io.PipeWriter // of the process, where the container keeps it open
	byHand  bool           // stopped or killed by a call: the restart policy holds still
	backoff time.Duration  // waited before the last restart
	ending  *ending        // of this or the next run
	gone    chan struct{}  // closed by the removal
}

// ending tells those who wait that a container has stopped for good.
type ending struct {
	done chan struct{}
	code int
}

func newEnding() *ending { return &ending{done: make(chan struct{})} }

// sorted gives the containers newest first, as the engine lists them.
func (s *Server) sorted() []*container {
	return slices.SortedFunc(maps.Values(s.containers), func(a, b *container) int {
		if c := b.created.Compare(a.created); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
}

// containerEvent adds image, name and the labels to the attributes given.
func (s *Server) containerEvent(c *container, action events.Action, attributes ...string) {
	all := maps.Clone(orEmpty(c.config.Labels))
	all["image"], all["name"] = c.config.Image, c.name
	for i := 0; i < len(attributes); i += 2 {
		all[attributes[i]] = attributes[i+1]
	}
	s.emit(events.ContainerEventType, action, c.id, all)
}

// status is the one word of the state.
func (c *container) status() string {
	switch {
	case c.paused:
		return "paused"
	case c.restarting:
		return "restarting"
	case c.running:
		return "running"
	case c.started.IsZero():
		return "created"
	}
	return "exited"
}

// summary is the state in words, such as "Up 3 seconds (healthy)".
func (c *container) summary(now time.Time) string {
	up := "Up " + units.HumanDuration(now.Sub(c.started))
	switch c.status() {
	case "paused":
		return up + " (Paused)"
	case "restarting":
		return fmt.Sprintf("Restarting (%d) %s ago", c.exitCode, units.HumanDuration(now.Sub(c.finished)))
	case "running":
		return up + c.healthSuffix()
	case "created":
		return "Created"
	}
	return fmt.Sprintf("Exited (%d) %s ago", c.exitCode, units.HumanDuration(now.Sub(c.finished)))
}

func (c *container) healthSuffix() string {
	switch {
	case c.health == nil:
		return ""
	case c.health.Status == dcontainer.Starting:
		return " (health: starting)"
	}
	return " (" + c.health.Status + ")"
}
