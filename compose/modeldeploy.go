package compose

import (
	"gocompose/compose/tree"
)

// Deploy is a service's deploy. What only a cluster can honour is kept, because
// it is part of the config hash, and warned about.
type Deploy struct {
	Mode           string            `json:"mode,omitempty"`
	Replicas       *int              `json:"replicas,omitempty"`
	Labels         map[string]string `json:"labels,omitempty"`
	UpdateConfig   *UpdateConfig     `json:"update_config,omitempty"`
	RollbackConfig *UpdateConfig     `json:"rollback_config,omitempty"`
	Resources      Resources         `json:"resources"`
	RestartPolicy  *RestartPolicy    `json:"restart_policy,omitempty"`
	Placement      Placement         `json:"placement"`
	EndpointMode   string            `json:"endpoint_mode,omitempty"`
	Extensions     []tree.Entry      `json:"-"` // x-*
}

// UpdateConfig is how containers are replaced.
type UpdateConfig struct {
	Parallelism     *uint64      `json:"parallelism,omitempty"` // 0: all at once
	Delay           Duration     `json:"delay,omitempty"`
	FailureAction   string       `json:"failure_action,omitempty"` // pause, continue or rollback
	Monitor         Duration     `json:"monitor,omitempty"`
	MaxFailureRatio float32      `json:"max_failure_ratio,omitempty"`
	Order           string       `json:"order,omitempty"` // start-first or stop-first
	Extensions      []tree.Entry `json:"-"`               // x-*
}

// Resources are a service's limits, and what it must have.
type Resources struct {
	Limits       *Resource    `json:"limits,omitempty"`
	Reservations *Resource    `json:"reservations,omitempty"`
	Extensions   []tree.Entry `json:"-"` // x-*
}

// Resource is one side of Resources.
type Resource struct {
	NanoCPUs         float32           `json:"cpus,omitempty"` // CPUs, in spite of docker compose's name
	MemoryBytes      Bytes             `json:"memory,omitempty"`
	Pids             int64             `json:"pids,omitempty"`
	Devices          []DeviceRequest   `json:"devices,omitempty"`
	GenericResources []GenericResource `json:"generic_resources,omitempty"`
	Extensions       []tree.Entry      `json:"-"` // x-*
}

// GenericResource is a resource that a cluster's nodes declare.
type GenericResource struct {
	DiscreteResourceSpec *DiscreteGenericResource `json:"discrete_resource_spec,omitempty"`
	Extensions           []tree.Entry             `json:"-"` // x-*
}

// DiscreteGenericResource is a number of things of one kind.
type DiscreteGenericResource struct {
	Kind       string       `json:"kind"`
	Value      int64        `json:"value"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// RestartPolicy is deploy's way to write restart.
type RestartPolicy struct {
	Condition   string       `json:"condition,omitempty"` // none, on-failure or any, which is the default
	Delay       *Duration    `json:"delay,omitempty"`
	MaxAttempts *uint64      `json:"max_attempts,omitempty"`
	Window      *Duration    `json:"window,omitempty"`
	Extensions  []tree.Entry `json:"-"` // x-*
}

// Placement chooses a cluster's nodes.
type Placement struct {
	Constraints []string               `json:"constraints,omitempty"`
	Preferences []PlacementPreferences `json:"preferences,omitempty"`
	MaxReplicas uint64                 `json:"max_replicas_per_node,omitempty"`
	Extensions  []tree.Entry           `json:"-"` // x-*
}

// PlacementPreferences spreads containers over the values of a node's label.
type PlacementPreferences struct {
	Spread     string       `json:"spread,omitempty"`
	Extensions []tree.Entry `json:"-"` // x-*
}
