package compose

import (
	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

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
	EnableIPv4 *bool             `json:"enable_ipv4,omitempty"`
	EnableIPv6 *bool             `json:"enable_ipv6,omitempty"`
	Extensions []tree.Entry      `json:"-"` // x-*

	Key string   `json:"-"`
	Pos diag.Pos `json:"-"` // of its key; for the implied default network that of the first service

	node *tree.Node // for At; nil for the implied default network
}

// At gives the place of a value below the network, such as At("enable_ipv6");
// where that has no place of its own, that of the nearest thing around it.
func (n *Network) At(path ...string) diag.Pos {
	if n.node == nil || len(path) > 0 && n.node.Get(path[0]) == nil {
		return n.Pos
	}
	return n.node.At(path...)
}

// IPAM is the address management of a network.
type IPAM struct {
	Driver     string            `json:"driver,omitempty"`
	Config     []IPAMPool        `json:"config,omitempty"`
	Options    map[string]string `json:"options,omitempty"`
	Extensions []tree.Entry      `json:"-"` // x-*
}

// IPAMPool is one subnet of a network.
type IPAMPool struct {
	Subnet       string            `json:"subnet,omitempty"`
	Gateway      string            `json:"gateway,omitempty"`
	IPRange      string            `json:"ip_range,omitempty"`
	AuxAddresses map[string]string `json:"aux_addresses,omitempty"` // host name → address that the engine must not give away

	Pos diag.Pos `json:"-"`
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

// FileObject is one entry of the top-level configs or secrets.
type FileObject struct {
	Name           string            `json:"name,omitempty"`
	File           string            `json:"file,omitempty"`        // absolute
	Environment    string            `json:"environment,omitempty"` // the variable that has the content
	Content        string            `json:"content,omitempty"`     // configs only
	External       bool              `json:"external,omitempty"`
	Labels         map[string]string `json:"labels,omitempty"`
	Driver         string            `json:"driver,omitempty"` // secrets only
	DriverOpts     map[string]string `json:"driver_opts,omitempty"`
	TemplateDriver string            `json:"template_driver,omitempty"`
	Extensions     []tree.Entry      `json:"-"` // x-*

	Key string   `json:"-"`
	Pos diag.Pos `json:"-"` // of its key

	node *tree.Node // for At
}

// Model is one entry of the top-level models.
type Model struct {
	Name         string       `json:"name,omitempty"`
	Model        string       `json:"model,omitempty"` // an OCI reference
	ContextSize  int          `json:"context_size,omitempty"`
	RuntimeFlags []string     `json:"runtime_flags,omitempty"`
	Extensions   []tree.Entry `json:"-"` // x-*

	Key string   `json:"-"`
	Pos diag.Pos `json:"-"` // of its key
}
