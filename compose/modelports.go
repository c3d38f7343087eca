package compose

import (
	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

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
