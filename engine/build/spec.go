package build

import (
	"maps"
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
	// Args are the build arguments. The caller has looked up those without a value in its environment; one that is
	// still nil is not sent, so that the Dockerfile's default holds.
	Args map[string]*string
	// Target is the stage to stop at; empty means the last one.
	Target string
	// Labels are put on the image.
	Labels map[string]string
	// NoCache runs every step even where its result is known.
	NoCache bool
	// Pull asks the registry for a newer base image even where one is present.
	Pull bool
}

// name is what to call the image in messages.
func (s Spec) name() string {
	if len(s.Tags) == 0 {
		return s.Context
	}
	return s.Tags[0]
}

// args gives the build arguments that have a value.
func (s Spec) args() map[string]*string {
	out := maps.Clone(s.Args)
	maps.DeleteFunc(out, func(_ string, value *string) bool { return value == nil })
	return out
}

// remoteContexts are the beginnings by which Docker's builders know a context that the engine fetches itself.
var remoteContexts = []string{"http://", "https://", "git://", "ssh://", "git@", "github.com/"}

// remote tells whether the engine fetches the context itself.
func (s Spec) remote() bool {
	return slices.ContainsFunc(remoteContexts, func(prefix string) bool {
		return strings.HasPrefix(s.Context, prefix)
	})
}
