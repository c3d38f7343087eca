package compose

import (
	"fmt"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// BlkioConfig is a service's share of the block devices.
type BlkioConfig struct {
	Weight          uint16           `json:"weight,omitempty"` // 10 to 1000
	WeightDevice    []WeightDevice   `json:"weight_device,omitempty"`
	DeviceReadBps   []ThrottleDevice `json:"device_read_bps,omitempty"`   // bytes a second
	DeviceReadIOps  []ThrottleDevice `json:"device_read_iops,omitempty"`  // operations a second
	DeviceWriteBps  []ThrottleDevice `json:"device_write_bps,omitempty"`  // bytes a second
	DeviceWriteIOps []ThrottleDevice `json:"device_write_iops,omitempty"` // operations a second
	Extensions      []tree.Entry     `json:"-"`                           // x-*
}

// WeightDevice is the weight of one device. Its JSON names are docker compose's.
type WeightDevice struct {
	Path       string       `json:"Path" yaml:"path"`
	Weight     uint16       `json:"Weight" yaml:"weight"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// ThrottleDevice is the limit of one device. Its JSON names are docker compose's.
type ThrottleDevice struct {
	Path       string       `json:"Path" yaml:"path"`
	Rate       Bytes        `json:"Rate" yaml:"rate"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// Device is a device of the host in the container. One that a CDI
// specification names has that name for source and target.
type Device struct {
	Source      string       `json:"source,omitempty"`
	Target      string       `json:"target,omitempty"`
	Permissions string       `json:"permissions,omitempty"` // of r, w and m
	Extensions  []tree.Entry `json:"-"`                     // x-*
}

// DeviceRequest asks a driver for devices, such as GPUs.
type DeviceRequest struct {
	Capabilities []string          `json:"capabilities,omitempty"`
	Driver       string            `json:"driver,omitempty"`
	Count        int64             `json:"count,omitempty"` // -1: all
	IDs          []string          `json:"device_ids,omitempty"`
	Options      map[string]string `json:"options,omitempty"`

	Pos diag.Pos `json:"-"`
}

// Logging is where a container's output goes.
type Logging struct {
	Driver     string            `json:"driver,omitempty"`
	Options    map[string]string `json:"options,omitempty"`
	Extensions []tree.Entry      `json:"-"` // x-*
}

// CredentialSpec is a Windows service account. One of the three is set.
type CredentialSpec struct {
	Config     string       `json:"config,omitempty"` // a key of the project's configs
	File       string       `json:"file,omitempty"`   // relative to the engine's folder of them
	Registry   string       `json:"registry,omitempty"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// Provider is a program that provides the service in place of containers.
type Provider struct {
	Type       string              `json:"type,omitempty"`
	Options    map[string][]string `json:"options,omitempty"`
	Extensions []tree.Entry        `json:"-"` // x-*
}

// ServiceModel is which variables tell a service of a model; empty names are
// made of the model's key.
type ServiceModel struct {
	EndpointVariable string       `json:"endpoint_var,omitempty"`
	ModelVariable    string       `json:"model_var,omitempty"`
	Extensions       []tree.Entry `json:"-"` // x-*
}

// Hook is a command at a moment of a container's life: post_start and pre_stop
// run in the container, pre_start in one of its own.
type Hook struct {
	Command     []string           `json:"command"`
	Image       string             `json:"image,omitempty"` // pre_start; empty: the service's
	User        string             `json:"user,omitempty"`
	Privileged  bool               `json:"privileged,omitempty"`
	WorkingDir  string             `json:"working_dir,omitempty"`
	Environment map[string]*string `json:"environment,omitempty"`
	PerReplica  bool               `json:"per_replica,omitempty"` // pre_start
	Extensions  []tree.Entry       `json:"-"`                     // x-*

	Pos diag.Pos `json:"-"`
}

// Develop is what `watch` does for a service.
type Develop struct {
	Watch      []Trigger    `json:"watch,omitempty"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// Trigger is what happens when files below a path change.
type Trigger struct {
	Path        string       `json:"path"`   // absolute
	Action      string       `json:"action"` // rebuild, sync, restart, sync+restart or sync+exec
	Target      string       `json:"target,omitempty"`
	Exec        Hook         `json:"exec"`
	Include     []string     `json:"include,omitempty"`
	Ignore      []string     `json:"ignore,omitempty"`
	InitialSync bool         `json:"initial_sync,omitempty"`
	Extensions  []tree.Entry `json:"-"` // x-*

	Pos diag.Pos `json:"-"`
}

// FileMount is a config or secret as a service or a build sees it.
type FileMount struct {
	Source     string       `json:"source,omitempty"` // a key of the project's configs or secrets
	Target     string       `json:"target,omitempty"` // absolute path in a container; an id in a build
	UID        string       `json:"uid,omitempty"`
	GID        string       `json:"gid,omitempty"`
	Mode       *FileMode    `json:"mode,omitempty"`
	Extensions []tree.Entry `json:"-"` // x-*

	Pos diag.Pos `json:"-"`
}

// FileMode is a file's permission bits; JSON has them as "0440".
type FileMode uint32

// MarshalText gives the octal digits.
func (m FileMode) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "0%o", uint32(m)), nil }
