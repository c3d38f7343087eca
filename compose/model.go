// Package compose turns Compose files into a typed project whose every value
// knows its file:line:column.
//
// The types mirror the canonical model of the Compose Specification: their JSON
// form, field order included, is what `config` prints and what the config hash
// of docker compose is computed from, so a field's place in its struct matters
// (reference: compose-go types). Nothing here knows an engine.
package compose

import (
	"slices"
	"strconv"
	"time"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// Project is a loaded, merged and checked Compose application. It is not
// changed after Load; WithScale and Select return new ones.
type Project struct {
	Name     string              `json:"name"`
	Services map[string]*Service `json:"services"` // enabled ones only
	Networks map[string]*Network `json:"networks,omitempty"`
	Volumes  map[string]*Volume  `json:"volumes,omitempty"`

	Disabled    map[string]*Service `json:"-"` // excluded by profiles
	Profiles    []string            `json:"-"` // active profiles
	WorkingDir  string              `json:"-"` // absolute
	Files       []string            `json:"-"` // absolute, "-" for standard input, in order of merging
	EnvFiles    []string            `json:"-"` // absolute; only those named by --env-file or COMPOSE_ENV_FILES
	Environment map[string]string   `json:"-"` // what ${…} saw
	Extensions  []tree.Entry        `json:"-"` // top-level x-*

	all      map[string]*Service // before env_file is folded in, disabled ones included
	networks map[string]*Network // unused ones included
	volumes  map[string]*Volume  // unused ones included
	shown    func(path string) string
}

// Service is one entry of services. Fields stand in the order of docker
// compose's canonical JSON.
type Service struct {
	Profiles        []string                   `json:"profiles,omitempty"`
	Attach          *bool                      `json:"attach,omitempty"`
	Build           *Build                     `json:"build,omitempty"`
	CapAdd          []string                   `json:"cap_add,omitempty"`
	CapDrop         []string                   `json:"cap_drop,omitempty"`
	Command         []string                   `json:"command"` // nil keeps the image's, empty clears it
	ContainerName   string                     `json:"container_name,omitempty"`
	DependsOn       map[string]*Dependency     `json:"depends_on,omitempty"`
	Deploy          *Deploy                    `json:"deploy,omitempty"`
	Entrypoint      []string                   `json:"entrypoint"`            // nil keeps the image's, empty clears it
	Environment     map[string]*string         `json:"environment,omitempty"` // env_file folded in; nil value: passed on without a value
	Expose          []string                   `json:"expose,omitempty"`
	ExtraHosts      HostsList                  `json:"extra_hosts,omitempty"`
	Hostname        string                     `json:"hostname,omitempty"`
	Healthcheck     *Healthcheck               `json:"healthcheck,omitempty"`
	Image           string                     `json:"image,omitempty"`
	Init            *bool                      `json:"init,omitempty"`
	Labels          map[string]string          `json:"labels,omitempty"`
	Networks        map[string]*ServiceNetwork `json:"networks,omitempty"` // nil value: attached without options
	Ports           []Port                     `json:"ports,omitempty"`
	Privileged      bool                       `json:"privileged,omitempty"`
	PullPolicy      string                     `json:"pull_policy,omitempty"`
	ReadOnly        bool                       `json:"read_only,omitempty"`
	Restart         string                     `json:"restart,omitempty"` // no, always, unless-stopped, on-failure[:N]
	Scale           *int                       `json:"scale,omitempty"`
	StdinOpen       bool                       `json:"stdin_open,omitempty"`
	StopGracePeriod *Duration                  `json:"stop_grace_period,omitempty"`
	StopSignal      string                     `json:"stop_signal,omitempty"`
	Tmpfs           []string                   `json:"tmpfs,omitempty"` // path[:options]
	TTY             bool                       `json:"tty,omitempty"`
	User            string                     `json:"user,omitempty"`
	Volumes         []Mount                    `json:"volumes,omitempty"`
	WorkingDir      string                     `json:"working_dir,omitempty"`
	Extensions      []tree.Entry               `json:"-"` // x-*

	Name string `json:"-"`

	node     *tree.Node          // the service's merged node, for At
	keyPos   diag.Pos            // of the service's name
	envFiles []envFile           // what resolveEnvironment folds into Environment
	outside  map[string]diag.Pos // environment variables that came from an env_file
}

// Build is how to make a service's image.
type Build struct {
	Context          string             `json:"context,omitempty"`    // absolute folder, or a URL
	Dockerfile       string             `json:"dockerfile,omitempty"` // relative to the context, or absolute
	DockerfileInline string             `json:"dockerfile_inline,omitempty"`
	Args             map[string]*string `json:"args,omitempty"`
	Target           string             `json:"target,omitempty"`
	Extensions       []tree.Entry       `json:"-"` // x-*

	Pos diag.Pos `json:"-"`
}

// Conditions of depends_on.
const (
	ConditionStarted   = "service_started"
	ConditionHealthy   = "service_healthy"
	ConditionCompleted = "service_completed_successfully"
)

// Dependency is one entry of depends_on.
type Dependency struct {
	Condition  string       `json:"condition,omitempty"`
	Restart    bool         `json:"restart,omitempty"`
	Required   bool         `json:"required"`
	Extensions []tree.Entry `json:"-"` // x-*

	Pos diag.Pos `json:"-"`
}

// Deploy is the part of deploy that one engine honours.
type Deploy struct {
	Replicas   *int         `json:"replicas,omitempty"`
	Resources  struct{}     `json:"resources"` // always written by docker compose, so part of the config hash
	Placement  struct{}     `json:"placement"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// Healthcheck is a service's probe. Test begins with CMD, CMD-SHELL or NONE.
type Healthcheck struct {
	Test          []string     `json:"test,omitempty"`
	Timeout       *Duration    `json:"timeout,omitempty"`
	Interval      *Duration    `json:"interval,omitempty"`
	Retries       *uint64      `json:"retries,omitempty"`
	StartPeriod   *Duration    `json:"start_period,omitempty"`
	StartInterval *Duration    `json:"start_interval,omitempty"`
	Disable       bool         `json:"disable,omitempty"`
	Extensions    []tree.Entry `json:"-"` // x-*
}

// ServiceNetwork is how a service is attached to one network.
type ServiceNetwork struct {
	Aliases    []string     `json:"aliases,omitempty"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// Port is one published port: a range of the short syntax becomes one Port a
// target where the numbers of both sides agree.
type Port struct {
	Mode       string       `json:"mode,omitempty"`
	HostIP     string       `json:"host_ip,omitempty"`
	Target     uint32       `json:"target,omitempty"`
	Published  string       `json:"published,omitempty"` // a number, a range "8000-8010", or empty for any free port
	Protocol   string       `json:"protocol,omitempty"`  // tcp, udp or sctp
	Extensions []tree.Entry `json:"-"`                   // x-*

	Pos diag.Pos `json:"-"`
}

// Types of Mount.
const (
	MountBind   = "bind"
	MountVolume = "volume"
	MountTmpfs  = "tmpfs"
)

// Mount is one entry of a service's volumes. The source of a bind is absolute,
// that of a volume the key in Project.Volumes or empty for an anonymous one.
type Mount struct {
	Type       string       `json:"type,omitempty"`
	Source     string       `json:"source,omitempty"`
	Target     string       `json:"target,omitempty"`
	ReadOnly   bool         `json:"read_only,omitempty"`
	Bind       *MountOfBind `json:"bind,omitempty"`
	Volume     *MountOfVol  `json:"volume,omitempty"`
	Tmpfs      *MountOfTmp  `json:"tmpfs,omitempty"`
	Extensions []tree.Entry `json:"-"` // x-*

	Pos diag.Pos `json:"-"`
}

// MountOfBind is the bind options of a Mount.
type MountOfBind struct {
	SELinux        string       `json:"selinux,omitempty"` // z or Z
	Propagation    string       `json:"propagation,omitempty"`
	CreateHostPath OptOut       `json:"create_host_path,omitzero"`
	Extensions     []tree.Entry `json:"-"` // x-*
}

// MountOfVol is the volume options of a Mount.
type MountOfVol struct {
	NoCopy     bool         `json:"nocopy,omitempty"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// MountOfTmp is the tmpfs options of a Mount.
type MountOfTmp struct {
	Size       Bytes        `json:"size,omitempty"`
	Mode       uint32       `json:"mode,omitempty"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// Network is one entry of the top-level networks.
type Network struct {
	Name       string            `json:"name,omitempty"` // the engine's name
	Driver     string            `json:"driver,omitempty"`
	DriverOpts map[string]string `json:"driver_opts,omitempty"`
	IPAM       IPAM              `json:"ipam"`
	External   bool              `json:"external,omitempty"`
	Internal   bool              `json:"internal,omitempty"`
	Attachable bool              `json:"attachable,omitempty"`
	Labels     map[string]string `json:"labels,omitempty"`
	EnableIPv6 *bool             `json:"enable_ipv6,omitempty"`
	Extensions []tree.Entry      `json:"-"` // x-*

	Key string   `json:"-"`
	Pos diag.Pos `json:"-"` // of its key; for the implied default network that of the first service
}

// IPAM is the address management of a network.
type IPAM struct {
	Driver     string       `json:"driver,omitempty"`
	Config     []IPAMPool   `json:"config,omitempty"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// IPAMPool is one subnet of a network.
type IPAMPool struct {
	Subnet  string `json:"subnet,omitempty"`
	Gateway string `json:"gateway,omitempty"`
	IPRange string `json:"ip_range,omitempty"`
}

// Volume is one entry of the top-level volumes.
type Volume struct {
	Name       string            `json:"name,omitempty"` // the engine's name
	Driver     string            `json:"driver,omitempty"`
	DriverOpts map[string]string `json:"driver_opts,omitempty"`
	External   bool              `json:"external,omitempty"`
	Labels     map[string]string `json:"labels,omitempty"`
	Extensions []tree.Entry      `json:"-"` // x-*

	Key string   `json:"-"`
	Pos diag.Pos `json:"-"` // of its key
}

// OptOut is a boolean that is true unless the file says otherwise; JSON leaves true out.
type OptOut bool

// IsZero tells encoding/json's omitzero to leave the default out.
func (o OptOut) IsZero() bool { return bool(o) }

// Bytes is a size in bytes; JSON has it as a decimal string.
type Bytes int64

// MarshalText gives the decimal number.
func (b Bytes) MarshalText() ([]byte, error) { return strconv.AppendInt(nil, int64(b), 10), nil }

// Duration is a span of time; JSON has it as Go's "1m30s".
type Duration time.Duration

// MarshalText gives Go's notation, such as 1m30s.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// HostsList is extra_hosts: a host name to its addresses. JSON has a sorted
// list of "name=address".
type HostsList map[string][]string

// List gives the sorted entries "name<sep>address".
func (h HostsList) List(sep string) []string {
	out := make([]string, 0, len(h))
	for name, addresses := range h {
		for _, a := range addresses {
			out = append(out, name+sep+a)
		}
	}
	slices.Sort(out)
	return out
}
