package plan

import (
	"time"

	"gocompose/compose"
)

// Op is what one step does: one call of the Engine API, or one wait for it.
// The set is sealed; the one switch over it is in package engine.
type Op interface {
	// Label names the resource and the act for people.
	Label() Label
}

// Label names a step for people, in docker compose's words.
type Label struct {
	Kind string // Image, Network, Volume, Folder, Container
	Name string // the engine's name of the resource
	Act  Act
	// Service is whose container or image it is; empty for networks, volumes and pulls.
	Service string
}

// Act is what happens to a resource.
type Act uint8

const (
	ActPull Act = iota
	ActBuild
	ActCreate
	ActConnect
	ActStart
	ActPause
	ActUnpause
	ActStop
	ActKill
	ActRemove
	ActRename
	ActWaitRunning
	ActWaitHealthy
	ActWaitExit
	ActHook
	ActFill
	ActUpdate
	ActSignal
	ActTag
	ActPush
	ActCopy
	ActCommit
)

var acts = [...]struct{ verb, doing, done, sign string }{
	ActPull:        {"pull", "Pulling", "Pulled", "↓"},
	ActBuild:       {"build", "Building", "Built", "+"},
	ActCreate:      {"create", "Creating", "Created", "+"},
	ActConnect:     {"connect", "Connecting", "Connected", "+"},
	ActStart:       {"start", "Starting", "Started", "▸"},
	ActPause:       {"pause", "Pausing", "Paused", "■"},
	ActUnpause:     {"unpause", "Unpausing", "Unpaused", "▸"},
	ActStop:        {"stop", "Stopping", "Stopped", "■"},
	ActKill:        {"kill", "Killing", "Killed", "■"},
	ActRemove:      {"remove", "Removing", "Removed", "-"},
	ActRename:      {"rename", "Renaming", "Renamed", "~"},
	ActWaitRunning: {"wait", "Waiting", "Running", "○"},
	ActWaitHealthy: {"wait", "Waiting", "Healthy", "○"},
	ActWaitExit:    {"wait", "Waiting", "Exited", "○"},
	ActHook:        {"hook", "Running hook", "Ran hook", "▸"},
	ActFill:        {"fill", "Filling", "Filled", "+"},
	ActUpdate:      {"update", "Updating", "Updated", "○"},
	ActSignal:      {"signal", "Signalling", "Signalled", "▸"},
	ActTag:         {"tag", "Tagging", "Tagged", "+"},
	ActPush:        {"push", "Pushing", "Pushed", "↑"},
	ActCopy:        {"copy", "Copying", "Copied", "~"},
	ActCommit:      {"commit", "Committing", "Committed", "+"},
}

// String gives the verb of a plan: "create".
func (a Act) String() string { return acts[a].verb }

// Doing gives docker compose's word for the act under way: "Creating".
func (a Act) Doing() string { return acts[a].doing }

// Done gives docker compose's word for the act carried out: "Created".
func (a Act) Done() string { return acts[a].done }

// Sign gives the one character that stands for the act in a plan.
func (a Act) Sign() string { return acts[a].sign }

// PullImage fetches an image that a service names, for a platform
// os[/architecture[/variant]], or where that is empty the engine's own.
type PullImage struct{ Ref, Platform string }

// BuildImage builds a service's image.
type BuildImage struct {
	Ref     string // the image's name
	Service *compose.Service
	Pull    bool // fetch newer base images
	// Platforms are what it is built for; none: the engine's own.
	Platforms []string
}

// CreateNetwork creates a network of the project.
type CreateNetwork struct{ Network *compose.Network }

// RemoveNetwork removes a network by its id.
type RemoveNetwork struct {
	ID, Name string
	Renewed  bool // it is made anew; RestoreNetwork may be asked for
}

// RestoreNetwork makes a network again as it was before it was removed to be
// made anew, unless there is one of that name.
type RestoreNetwork struct{ Name string }

// CreateVolume creates a volume of the project.
type CreateVolume struct{ Volume *compose.Volume }

// RemoveVolume removes a volume with its data.
type RemoveVolume struct{ Name string }

// RemoveImage removes an image's name.
type RemoveImage struct{ Ref string }

// CreateContainer creates a container of a service without starting it.
type CreateContainer struct {
	Service  *compose.Service
	Number   int
	Name     string     // the name it is created with
	Final    string     // the name it ends with; differs from Name in a replacement
	Replaces *Container // nil for a new one
	// Anonymous is the anonymous volumes that it takes over: target → volume.
	Anonymous map[string]string
	// Peers is the containers whose namespaces or volumes it shares: service →
	// id, or the name of one that an earlier step creates.
	Peers    map[string]string
	Files    *FileVolume       // nil: none
	Contents map[string]string // of Want, those mounted too
	OneOff   *OneOff           // nil: one of the service's own
}

// ConnectNetwork attaches a created container to one more network.
type ConnectNetwork struct {
	Container string // name or id
	Final     string // the container's lasting name
	Service   *compose.Service
	Network   *compose.Network
	OneOff    *OneOff // as in CreateContainer
}

// StartContainer starts a container.
type StartContainer struct {
	ID      string // id, or the name of one that an earlier step creates
	Name    string // its lasting name
	Service string
	Read    map[string]string // Want.Mounted, to be remembered; nil: what its label says
}

// PauseContainer freezes the processes of a running container.
type PauseContainer struct{ ID, Name, Service string }

// UnpauseContainer lets a paused container go on.
type UnpauseContainer struct{ ID, Name, Service string }

// StopContainer stops a container: its stop signal, then SIGKILL.
type StopContainer struct {
	ID, Name, Service string
	Timeout           *time.Duration // nil: the container's own grace period
	Grace             time.Duration  // what that comes to, as far as it is known
}

// KillContainer ends a running container by SIGKILL. Other signals are SignalContainer.
type KillContainer struct{ ID, Name, Service string }

// RemoveContainer removes a stopped container, and with Volumes its anonymous volumes.
type RemoveContainer struct {
	ID, Name, Service string
	Force             bool // kill it where it runs
	Volumes           bool
}

// RenameContainer gives a container its lasting name.
type RenameContainer struct{ ID, Name, Service string }

// RunHook runs one command of a service's lifecycle hooks to its end:
// post_start and pre_stop in the container, pre_start in one of its own that
// shares the container's networks and volumes.
type RunHook struct {
	ID, Name string // of the service's container
	Service  *compose.Service
	Number   int // of the container
	Moment   Moment
	Index    int // in the service's list for that moment
	// Peers is the containers that the one of a pre_start shares with, as in CreateContainer.
	Peers map[string]string
}

// Moment is when a hook runs.
type Moment string

const (
	PreStart  Moment = "pre_start"
	PostStart Moment = "post_start"
	PreStop   Moment = "pre_stop"
)

// Hooks gives a service's hooks of a moment.
func (m Moment) Hooks(s *compose.Service) []compose.Hook {
	switch {
	case s == nil:
		return nil
	case m == PreStart:
		return s.PreStart
	case m == PostStart:
		return s.PostStart
	}
	return s.PreStop
}

// AwaitContainer waits until a container is running, healthy or has exited
// with 0, as For says.
type AwaitContainer struct {
	ID, Name string
	For      Act // ActWaitRunning, ActWaitHealthy or ActWaitExit
	Service  *compose.Service
	// Monitor is how long from then on it must go on so.
	Monitor time.Duration
}

func (o PullImage) Label() Label { return Label{Kind: "Image", Name: o.Ref, Act: ActPull} }
func (o PauseContainer) Label() Label {
	return Label{Kind: "Container", Name: o.Name, Act: ActPause, Service: o.Service}
}
func (o KillContainer) Label() Label {
	return Label{Kind: "Container", Name: o.Name, Act: ActKill, Service: o.Service}
}
func (o UnpauseContainer) Label() Label {
	return Label{Kind: "Container", Name: o.Name, Act: ActUnpause, Service: o.Service}
}
func (o BuildImage) Label() Label {
	return Label{Kind: "Image", Name: o.Ref, Act: ActBuild, Service: o.Service.Name}
}
func (o RemoveImage) Label() Label { return Label{Kind: "Image", Name: o.Ref, Act: ActRemove} }
func (o CreateNetwork) Label() Label {
	return Label{Kind: "Network", Name: o.Network.Name, Act: ActCreate}
}
func (o RemoveNetwork) Label() Label  { return Label{Kind: "Network", Name: o.Name, Act: ActRemove} }
func (o RestoreNetwork) Label() Label { return Label{Kind: "Network", Name: o.Name, Act: ActCreate} }
func (o CreateVolume) Label() Label {
	return Label{Kind: "Volume", Name: o.Volume.Name, Act: ActCreate}
}
func (o RemoveVolume) Label() Label { return Label{Kind: "Volume", Name: o.Name, Act: ActRemove} }
func (o CreateContainer) Label() Label {
	return Label{Kind: "Container", Name: o.Final, Act: ActCreate, Service: o.Service.Name}
}
func (o ConnectNetwork) Label() Label {
	return Label{Kind: "Container", Name: o.Final, Act: ActConnect, Service: o.Service.Name}
}
func (o StartContainer) Label() Label {
	return Label{Kind: "Container", Name: o.Name, Act: ActStart, Service: o.Service}
}
func (o StopContainer) Label() Label {
	return Label{Kind: "Container", Name: o.Name, Act: ActStop, Service: o.Service}
}
func (o RemoveContainer) Label() Label {
	return Label{Kind: "Container", Name: o.Name, Act: ActRemove, Service: o.Service}
}
func (o RenameContainer) Label() Label {
	return Label{Kind: "Container", Name: o.Name, Act: ActRename, Service: o.Service}
}
func (o RunHook) Label() Label {
	return Label{Kind: "Container", Name: o.Name, Act: ActHook, Service: o.Service.Name}
}
func (o AwaitContainer) Label() Label {
	return Label{Kind: "Container", Name: o.Name, Act: o.For, Service: o.Service.Name}
}
