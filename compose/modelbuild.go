package compose

import (
	"encoding/json"

	"gocompose/compose/diag"
	"gocompose/compose/tree"
)

// Build is how to make a service's image.
type Build struct {
	Context            string             `json:"context,omitempty"`    // absolute folder, or a URL
	Dockerfile         string             `json:"dockerfile,omitempty"` // relative to the context, or absolute
	DockerfileInline   string             `json:"dockerfile_inline,omitempty"`
	Entitlements       []string           `json:"entitlements,omitempty"`
	Args               map[string]*string `json:"args,omitempty"`
	Provenance         string             `json:"provenance,omitempty"` // true, false, or attributes such as mode=max
	SBOM               string             `json:"sbom,omitempty"`       // true, false, or attributes such as generator=image
	SSH                []SSHKey           `json:"ssh,omitempty"`
	Labels             map[string]string  `json:"labels,omitempty"`
	CacheFrom          []string           `json:"cache_from,omitempty"`
	CacheTo            []string           `json:"cache_to,omitempty"`
	NoCache            bool               `json:"no_cache,omitempty"`
	NoCacheFilter      []string           `json:"no_cache_filter,omitempty"`     // names of stages
	AdditionalContexts map[string]string  `json:"additional_contexts,omitempty"` // absolute folder, URL, docker-image://… or service:NAME
	Pull               bool               `json:"pull,omitempty"`
	ExtraHosts         HostsList          `json:"extra_hosts,omitempty"`
	Isolation          string             `json:"isolation,omitempty"` // Windows
	Network            string             `json:"network,omitempty"`
	Target             string             `json:"target,omitempty"`
	Secrets            []FileMount        `json:"secrets,omitempty"`
	ShmSize            Bytes              `json:"shm_size,omitempty"`
	Tags               []string           `json:"tags,omitempty"`
	Ulimits            map[string]*Ulimit `json:"ulimits,omitempty"`
	Platforms          []string           `json:"platforms,omitempty"`
	Privileged         bool               `json:"privileged,omitempty"`
	Extensions         []tree.Entry       `json:"-"` // x-*

	Pos diag.Pos `json:"-"`
}

// SSHKey is an agent socket or key file that a build may use.
type SSHKey struct {
	ID   string // default, or the name that the Dockerfile asks for
	Path string // absolute; empty: the agent of SSH_AUTH_SOCK
}

// MarshalText gives the short syntax, id or id=path.
func (k SSHKey) MarshalText() ([]byte, error) {
	if k.Path == "" {
		return []byte(k.ID), nil
	}
	return []byte(k.ID + "=" + k.Path), nil
}

// Ulimit is a limit of the kernel on a process, -1 for none. A file gives
// either one number for both or the two.
type Ulimit struct {
	Single     int          `json:"single,omitempty"` // 0: Soft and Hard are given
	Soft       int          `json:"soft,omitempty"`
	Hard       int          `json:"hard,omitempty"`
	Extensions []tree.Entry `json:"-"` // x-*
}

// MarshalJSON gives the number, or an object of the two.
func (u *Ulimit) MarshalJSON() ([]byte, error) {
	if u.Single != 0 {
		return json.Marshal(u.Single)
	}
	type pair Ulimit
	return json.Marshal((*pair)(u))
}
