package build

import (
	"fmt"
	"slices"
	"strings"
)

// Spec is one image to build, as plain data. The fields are the build attributes of the Compose Specification after
// interpolation and path resolution.
type Spec struct {
	// Tags are the names that the image gets, the main one first.
	Tags []string
	// Context is an absolute folder, or a URL that the engine fetches itself (git or a tar archive).
	Context string
	// Dockerfile is a path, relative to Context or absolute; it may lie outside Context. Empty means "Dockerfile".
	Dockerfile string
	// DockerfileInline is the text of a Dockerfile and excludes Dockerfile.
	DockerfileInline string
	// Args are the build arguments. The Dockerfile's default holds for one that is left out.
	Args map[string]string
	// Target is the stage to stop at; empty means the last one.
	Target string
	// Labels are put on the image.
	Labels map[string]string
	// NoCache runs every step even where its result is known.
	NoCache bool
	// Pull asks the registry for a newer base image even where one is present.
	Pull bool
	// NoCacheFilter are stages of which every step is run even where its result is known.
	NoCacheFilter []string
	// Contexts are further contexts by the names that the Dockerfile has for them: an absolute folder, a URL,
	// docker-image://NAME or oci-layout://FOLDER[:TAG][@DIGEST].
	Contexts map[string]string
	// CacheFrom is where results of earlier builds are looked for, CacheTo where those of this one are kept: the name of
	// an image, or attributes with a type, such as "type=local,src=/cache".
	CacheFrom, CacheTo []string
	// Network is "host", "none" or "default", for the classic builder also the name of a network; empty means "default".
	Network string
	// ExtraHosts are further names of hosts and their addresses, one of which may be "host-gateway".
	ExtraHosts map[string][]string
	// ShmSize is the size of /dev/shm in bytes; 0 means the builder's own.
	ShmSize int64
	// Ulimits are in force for every step that runs.
	Ulimits []Ulimit
	// Memory is what each step may take, in bytes; 0 means without limit. Only the classic builder has it.
	Memory int64
	// Isolation is of Windows; empty means the engine's own.
	Isolation string
	// Platforms are what to build for, such as linux/arm64; none means the engine's own.
	Platforms []string
	// Secrets and SSH may be mounted by steps that ask for them.
	Secrets []Secret
	SSH     []SSHKey
	// Entitlements are what steps may ask for beyond the usual: "network.host", "security.insecure".
	Entitlements []string
	// Folder is where relative paths in CacheFrom, CacheTo, oci-layout:// and SSH start: the project directory.
	Folder string
	// Attestations are provenance and sbom with their attributes, such as "mode=max"; empty attributes are the default.
	Attestations map[string]string
}

// Ulimit is one limit of the kernel on a process; -1 means none.
type Ulimit struct {
	Name       string
	Soft, Hard int64
}

// String gives it as BuildKit and bake have it: nofile=1024:2048.
func (u Ulimit) String() string { return fmt.Sprintf("%s=%d:%d", u.Name, u.Soft, u.Hard) }

// Secret is data that a step may mount without leaving it in the image.
type Secret struct {
	// ID is what the Dockerfile calls it.
	ID string
	// File is an absolute path; where it is empty Data is the secret.
	File string
	Data []byte
}

// SSHKey lets steps use keys without seeing them.
type SSHKey struct {
	// ID is what the Dockerfile calls it; "default" is what a step gets that names none.
	ID string
	// Paths are the socket of an agent, or files of keys without a passphrase; none means the agent of SSH_AUTH_SOCK.
	Paths []string
}

// name is what to call the image in messages.
func (s Spec) name() string {
	if len(s.Tags) == 0 {
		return s.Context
	}
	return s.Tags[0]
}

// remoteContexts are the beginnings by which Docker's builders know a context that the engine fetches itself.
var remoteContexts = []string{"http://", "https://", "git://", "ssh://", "git@", "github.com/"}

// remote tells whether the engine fetches the context itself.
func (s Spec) remote() bool { return isRemote(s.Context) }

func isRemote(context string) bool {
	return slices.ContainsFunc(remoteContexts, func(prefix string) bool {
		return strings.HasPrefix(context, prefix)
	})
}
