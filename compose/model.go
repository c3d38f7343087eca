// Package compose turns Compose files into a typed project whose every value
// knows its file:line:column.
//
// The types mirror the canonical model of the Compose Specification: their JSON
// form, field order included, is what `config` prints and what the config hash
// of docker compose is computed from, so a field's place in its struct matters
// (reference: compose-go types). Nothing here knows an engine.
package compose

import (
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
