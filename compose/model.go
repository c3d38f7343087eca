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
	Name     string                 `json:"name"`
	Services map[string]*Service    `json:"services"` // enabled ones only
	Networks map[string]*Network    `json:"networks,omitempty"`
	Volumes  map[string]*Volume     `json:"volumes,omitempty"`
	Secrets  map[string]*FileObject `json:"secrets,omitempty"`
	Configs  map[string]*FileObject `json:"configs,omitempty"`
	Models   map[string]*Model      `json:"models,omitempty"`

	Disabled      map[string]*Service `json:"-"` // excluded by profiles
	Profiles      []string            `json:"-"` // active profiles
	Derived       bool                `json:"-"` // its name is the folder's: nobody gave it one
	Compatibility bool                `json:"-"` // names are those of docker-compose 1: shop_web_1
	WorkingDir    string              `json:"-"` // absolute
	Files         []string            `json:"-"` // absolute, "-" for standard input, in order of merging
	Home          Home                `json:"-"` // WorkingDir and Files, symbolic links followed
	EnvFiles      []string            `json:"-"` // absolute; only those named by --env-file or COMPOSE_ENV_FILES
	Environment   map[string]string   `json:"-"` // what ${…} saw
	Extensions    []tree.Entry        `json:"-"` // top-level x-*

	all        map[string]*Service    // before env_file is folded in, disabled ones included
	everything bool                   // unused ones count
	networks   map[string]*Network    // unused ones included
	volumes    map[string]*Volume     // unused ones included
	secrets    map[string]*FileObject // unused ones included
	configs    map[string]*FileObject // unused ones included
	models     map[string]*Model      // unused ones included
	shown      func(path string) string
	written    *tree.Node          // the merged files
	documents  []document          // as they were read
	given      map[diag.Pos]string // by place of environment: contents of configs and secrets that an include has a value of its own for
	snapshots  []string            // folders of the remote files
	links      []string            // what the remote files have that is not followed: absolute paths of symbolic links and submodules
	skip       Skip
	told       map[told]bool // warnings given so far
}

// Service is one entry of services. Fields stand in the order of docker
// compose's canonical JSON.
type Service struct {
	Profiles          []string                   `json:"profiles,omitempty"`
	Annotations       map[string]string          `json:"annotations,omitempty"`
	Attach            *bool                      `json:"attach,omitempty"`
	Build             *Build                     `json:"build,omitempty"`
	Develop           *Develop                   `json:"develop,omitempty"`
	BlkioConfig       *BlkioConfig               `json:"blkio_config,omitempty"`
	CapAdd            []string                   `json:"cap_add,omitempty"`
	CapDrop           []string                   `json:"cap_drop,omitempty"`
	CgroupParent      string                     `json:"cgroup_parent,omitempty"`
	Cgroup            string                     `json:"cgroup,omitempty"`         // host or private
	CPUCount          int64                      `json:"cpu_count,omitempty"`      // Windows
	CPUPercent        float32                    `json:"cpu_percent,omitempty"`    // Windows
	CPUPeriod         int64                      `json:"cpu_period,omitempty"`     // microseconds
	CPUQuota          int64                      `json:"cpu_quota,omitempty"`      // microseconds
	CPURTPeriod       int64                      `json:"cpu_rt_period,omitempty"`  // microseconds
	CPURTRuntime      int64                      `json:"cpu_rt_runtime,omitempty"` // microseconds
	CPUs              float32                    `json:"cpus,omitempty"`
	CPUSet            string                     `json:"cpuset,omitempty"`
	CPUShares         int64                      `json:"cpu_shares,omitempty"`
	Command           []string                   `json:"command"` // nil keeps the image's, empty clears it
	Configs           []FileMount                `json:"configs,omitempty"`
	ContainerName     string                     `json:"container_name,omitempty"`
	CredentialSpec    *CredentialSpec            `json:"credential_spec,omitempty"`
	DependsOn         map[string]*Dependency     `json:"depends_on,omitempty"`
	Deploy            *Deploy                    `json:"deploy,omitempty"`
	DeviceCgroupRules []string                   `json:"device_cgroup_rules,omitempty"`
	Devices           []Device                   `json:"devices,omitempty"`
	DNS               []string                   `json:"dns,omitempty"`
	DNSOpts           []string                   `json:"dns_opt,omitempty"`
	DNSSearch         []string                   `json:"dns_search,omitempty"`
	DomainName        string                     `json:"domainname,omitempty"`
	Entrypoint        []string                   `json:"entrypoint"` // nil keeps the image's, empty clears it
	Provider          *Provider                  `json:"provider,omitempty"`
	Environment       map[string]*string         `json:"environment,omitempty"` // env_file folded in; nil value: passed on without a value
	EnvFile           []EnvFile                  `json:"env_file,omitempty"`    // only where Skip.EnvFiles kept it
	Expose            []string                   `json:"expose,omitempty"`
	ExternalLinks     []string                   `json:"external_links,omitempty"` // container[:alias]
	ExtraHosts        HostsList                  `json:"extra_hosts,omitempty"`
	GroupAdd          []string                   `json:"group_add,omitempty"`
	GPUs              []DeviceRequest            `json:"gpus,omitempty"`
	Hostname          string                     `json:"hostname,omitempty"`
	Healthcheck       *Healthcheck               `json:"healthcheck,omitempty"`
	Image             string                     `json:"image,omitempty"`
	Init              *bool                      `json:"init,omitempty"`
	IPC               string                     `json:"ipc,omitempty"`        // a mode, service:NAME or container:NAME
	Isolation         string                     `json:"isolation,omitempty"`  // Windows
	Labels            map[string]string          `json:"labels,omitempty"`     // label_file folded in
	LabelFile         []string                   `json:"label_file,omitempty"` // absolute
	Links             []string                   `json:"links,omitempty"`      // service[:alias]
	Logging           *Logging                   `json:"logging,omitempty"`
	MemLimit          Bytes                      `json:"mem_limit,omitempty"`
	MemReservation    Bytes                      `json:"mem_reservation,omitempty"`
	MemswapLimit      Bytes                      `json:"memswap_limit,omitempty"`  // -1: unlimited
	MemSwappiness     Bytes                      `json:"mem_swappiness,omitempty"` // percent
	MacAddress        string                     `json:"mac_address,omitempty"`
	Models            map[string]*ServiceModel   `json:"models,omitempty"`       // nil value: the names of the variables come from the model's
	NetworkMode       string                     `json:"network_mode,omitempty"` // a mode, service:NAME or container:NAME
	Networks          map[string]*ServiceNetwork `json:"networks,omitempty"`     // nil value: attached without options
	OomKillDisable    bool                       `json:"oom_kill_disable,omitempty"`
	OomScoreAdj       int64                      `json:"oom_score_adj,omitempty"`
	PID               string                     `json:"pid,omitempty"`        // host, service:NAME or container:NAME
	PidsLimit         int64                      `json:"pids_limit,omitempty"` // -1: unlimited
	Platform          string                     `json:"platform,omitempty"`   // os[/arch[/variant]]
	Ports             []Port                     `json:"ports,omitempty"`
	Privileged        bool                       `json:"privileged,omitempty"`
	PullPolicy        string                     `json:"pull_policy,omitempty"`
	ReadOnly          bool                       `json:"read_only,omitempty"`
	Restart           string                     `json:"restart,omitempty"` // no, always, unless-stopped, on-failure[:N]
	Runtime           string                     `json:"runtime,omitempty"`
	Scale             *int                       `json:"scale,omitempty"`
	Secrets           []FileMount                `json:"secrets,omitempty"`
	SecurityOpt       []string                   `json:"security_opt,omitempty"`
	ShmSize           Bytes                      `json:"shm_size,omitempty"`
	StdinOpen         bool                       `json:"stdin_open,omitempty"`
	StopGracePeriod   *Duration                  `json:"stop_grace_period,omitempty"`
	StopSignal        string                     `json:"stop_signal,omitempty"`
	StorageOpt        map[string]string          `json:"storage_opt,omitempty"`
	Sysctls           map[string]string          `json:"sysctls,omitempty"`
	Tmpfs             []string                   `json:"tmpfs,omitempty"` // path[:options]
	TTY               bool                       `json:"tty,omitempty"`
	Ulimits           map[string]*Ulimit         `json:"ulimits,omitempty"`
	UseAPISocket      bool                       `json:"use_api_socket,omitempty"`
	User              string                     `json:"user,omitempty"`
	UsernsMode        string                     `json:"userns_mode,omitempty"`
	UTS               string                     `json:"uts,omitempty"`
	Volumes           []Mount                    `json:"volumes,omitempty"`
	VolumesFrom       []string                   `json:"volumes_from,omitempty"` // service[:ro|rw] or container:NAME[:ro|rw]
	WorkingDir        string                     `json:"working_dir,omitempty"`
	PreStart          []Hook                     `json:"pre_start,omitempty"`
	PostStart         []Hook                     `json:"post_start,omitempty"`
	PreStop           []Hook                     `json:"pre_stop,omitempty"`
	Extensions        []tree.Entry               `json:"-"` // x-*

	Name             string    `json:"-"`
	PullRefreshAfter *Duration `json:"-"` // docker compose leaves it out of its model
	ImagePin         string    `json:"-"` // what the one image that it may run is to be had by; see Restored
	Reload           string    `json:"-"` // of x-gocompose: recreate, restart or signal:NAME; see ReloadSignal

	node       *tree.Node          // the service's merged node, for At
	keyPos     diag.Pos            // of the service's name
	envFiles   []envFile           // what enable folds into Environment
	labelFiles []envFile           // what enable folds into Labels
	outside    map[string]diag.Pos // environment variables that came from an env_file
	labelled   map[string]diag.Pos // labels that came from a label_file
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
