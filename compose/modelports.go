package compose

import (
	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// Port is one published port: a range of the short syntax becomes one Port a
// target where the numbers of both sides agree.
type Port struct {
	Name        string       `json:"name,omitempty"`
	Mode        string       `json:"mode,omitempty"`
	HostIP      string       `json:"host_ip,omitempty"`
	Target      uint32       `json:"target,omitempty"`
	Published   string       `json:"published,omitempty"` // a number, a range "8000-8010", or empty for any free port
	Protocol    string       `json:"protocol,omitempty"`  // tcp, udp or sctp
	AppProtocol string       `json:"app_protocol,omitempty"`
	Extensions  []tree.Entry `json:"-"` // x-*

	Pos diag.Pos `json:"-"`
}

// Types of Mount.
const (
	MountBind    = "bind"
	MountVolume  = "volume"
	MountTmpfs   = "tmpfs"
	MountImage   = "image"
	MountNpipe   = "npipe"
	MountCluster = "cluster"
)

// Mount is one entry of a service's volumes. The source of a bind is absolute,
// that of a volume the key in Project.Volumes or empty for an anonymous one.
type Mount struct {
	Type        string        `json:"type,omitempty"`
	Source      string        `json:"source,omitempty"`
	Target      string        `json:"target,omitempty"`
	ReadOnly    bool          `json:"read_only,omitempty"`
	Consistency string        `json:"consistency,omitempty"`
	Bind        *MountOfBind  `json:"bind,omitempty"`
	Volume      *MountOfVol   `json:"volume,omitempty"`
	Tmpfs       *MountOfTmp   `json:"tmpfs,omitempty"`
	Image       *MountOfImage `json:"image,omitempty"`
	Extensions  []tree.Entry  `json:"-"` // x-*

	Pos diag.Pos `json:"-"`
}

// MountOfBind is the bind options of a Mount.
type MountOfBind struct {
	SELinux        string       `json:"selinux,omitempty"` // z or Z
	Propagation    string       `json:"propagation,omitempty"`
	CreateHostPath OptOut       `json:"create_host_path,omitzero"`
	Recursive      string       `json:"recursive,omitempty"` // enabled, disabled, writable or readonly
	Extensions     []tree.Entry `json:"-"`                   // x-*
}

// MountOfVol is the volume options of a Mount.
type MountOfVol struct {
	Labels     map[string]string `json:"labels,omitempty"`
	NoCopy     bool              `json:"nocopy,omitempty"`
	Subpath    string            `json:"subpath,omitempty"`
	Extensions []tree.Entry      `json:"-"` // x-*
}

// MountOfTmp is the tmpfs options of a Mount.
type MountOfTmp struct {
	Size       Bytes        `json:"size,omitempty"`
	Mode       uint32       `json:"mode,omitempty"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// MountOfImage is the image options of a Mount, whose source is the image.
type MountOfImage struct {
	Subpath    string       `json:"subpath,omitempty"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// ServiceNetwork is how a service is attached to one network.
type ServiceNetwork struct {
	Aliases         []string          `json:"aliases,omitempty"`
	DriverOpts      map[string]string `json:"driver_opts,omitempty"`
	GatewayPriority int               `json:"gw_priority,omitempty"`
	InterfaceName   string            `json:"interface_name,omitempty"`
	IPv4Address     string            `json:"ipv4_address,omitempty"`
	IPv6Address     string            `json:"ipv6_address,omitempty"`
	LinkLocalIPs    []string          `json:"link_local_ips,omitempty"`
	MacAddress      string            `json:"mac_address,omitempty"`
	Priority        int               `json:"priority,omitempty"`
	Extensions      []tree.Entry      `json:"-"` // x-*
}
