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
	Kind string // Image, Network, Volume, Container
	Name string // the engine's name of the resource
	Act  Act
}

// Act is what happens to a resource.
type Act uint8

const (
	ActPull Act = iota
	ActBuild
	ActCreate
	ActConnect
	ActStart
	ActUnpause
	ActStop
	ActRemove
	ActRename
	ActWaitRunning
	ActWaitHealthy
	ActWaitExit
)

var acts = [...]struct{ verb, doing, done, sign string }{
	ActPull:        {"pull", "Pulling", "Pulled", "↓"},
	ActBuild:       {"build", "Building", "Built", "+"},
	ActCreate:      {"create", "Creating", "Created", "+"},
	ActConnect:     {"connect", "Connecting", "Connected", "+"},
	ActStart:       {"start", "Starting", "Started", "▸"},
	ActUnpause:     {"unpause", "Unpausing", "Unpaused", "▸"},
	ActStop:        {"stop", "Stopping", "Stopped", "■"},
	ActRemove:      {"remove", "Removing", "Removed", "-"},
	ActRename:      {"rename", "Renaming", "Renamed", "~"},
	ActWaitRunning: {"wait", "Waiting", "Running", "○"},
	ActWaitHealthy: {"wait", "Waiting", "Healthy", "○"},
	ActWaitExit:    {"wait", "Waiting", "Exited", "○"},
}

// String gives the verb of a plan: "create".
func (a Act) String() string { return acts[a].verb }

// Doing gives docker compose's word for the act under way: "Creating".
func (a Act) Doing() string { return acts[a].doing }

// Done gives docker compose's word for the act carried out: "Created".
func (a Act) Done() string { return acts[a].done }

// Sign gives the one character that stands for the act in a plan.
func (a Act) Sign() string { return acts[a].sign }

// PullImage fetches an image that a service names.
type PullImage struct{ Ref string }

// BuildImage builds a service's image.
type BuildImage struct {
	Ref     string // the image's name
	Service *compose.Service
	Pull    bool // fetch newer base images
}

// CreateNetwork creates a network of the project.
type CreateNetwork struct{ Network *compose.Network }

// RemoveNetwork removes a network by its id.
type RemoveNetwork struct{ ID, Name string }

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
	Replaces *Container // whose anonymous volumes it takes over; nil for a new one
}

// ConnectNetwork attaches a created container to one more network.
type ConnectNetwork struct {
	Container string // name or id
	Final     string // the container's lasting name
	Service   *compose.Service
	Network   *compose.Network
}

// StartContainer starts a container.
type StartContainer struct {
	ID   string // id, or the name of one that an earlier step creates
	Name string // its lasting name
}

// UnpauseContainer lets a paused container go on.
type UnpauseContainer struct{ ID, Name string }

// StopContainer stops a container: its stop signal, then SIGKILL.
type StopContainer struct {
	ID, Name string
	Timeout  *time.Duration // nil: the container's own grace period
}

// RemoveContainer removes a stopped container, and with Volumes its anonymous volumes.
type RemoveContainer struct {
	ID, Name string
	Force    bool // kill it where it runs
	Volumes  bool
}

// RenameContainer gives a container its lasting name.
type RenameContainer struct{ ID, Name string }

// AwaitContainer waits until a container is running, healthy or has exited
// with 0, as For says.
type AwaitContainer struct {
	ID, Name string
	For      Act // ActWaitRunning, ActWaitHealthy or ActWaitExit
	Service  *compose.Service
}

func (o PullImage) Label() Label        { return Label{"Image", o.Ref, ActPull} }
func (o UnpauseContainer) Label() Label { return Label{"Container", o.Name, ActUnpause} }
func (o BuildImage) Label() Label       { return Label{"Image", o.Ref, ActBuild} }
func (o RemoveImage) Label() Label      { return Label{"Image", o.Ref, ActRemove} }
func (o CreateNetwork) Label() Label    { return Label{"Network", o.Network.Name, ActCreate} }
func (o RemoveNetwork) Label() Label    { return Label{"Network", o.Name, ActRemove} }
func (o CreateVolume) Label() Label     { return Label{"Volume", o.Volume.Name, ActCreate} }
func (o RemoveVolume) Label() Label     { return Label{"Volume", o.Name, ActRemove} }
func (o CreateContainer) Label() Label  { return Label{"Container", o.Final, ActCreate} }
func (o ConnectNetwork) Label() Label   { return Label{"Container", o.Final, ActConnect} }
func (o StartContainer) Label() Label   { return Label{"Container", o.Name, ActStart} }
func (o StopContainer) Label() Label    { return Label{"Container", o.Name, ActStop} }
func (o RemoveContainer) Label() Label  { return Label{"Container", o.Name, ActRemove} }
func (o RenameContainer) Label() Label  { return Label{"Container", o.Name, ActRename} }
func (o AwaitContainer) Label() Label   { return Label{"Container", o.Name, o.For} }
