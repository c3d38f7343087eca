package endpoint

import (
	"fmt"
	"slices"

	"github.com/containerd/errdefs"
	"github.com/docker/cli/cli/config"
	"github.com/docker/cli/cli/context"
	"github.com/docker/cli/cli/context/store"
)

// dockerEndpoint is under which name a context keeps how to reach its engine.
const dockerEndpoint = "docker"

func openStore() *store.ContextStore {
	return store.New(config.ContextStoreDir(), store.NewConfig(
		func() any { return &map[string]any{} },
		store.EndpointTypeGetter(dockerEndpoint, func() any { return &context.EndpointMetaBase{} }),
	))
}

// Contexts gives the names of the contexts that there are, sorted.
func Contexts() ([]string, error) {
	names, err := store.Names(openStore())
	slices.Sort(names)
	return append([]string{defaultContext}, names...), err
}

// ofContext gives the engine of a context, from the store of `docker context create`.
func ofContext(name string) (Endpoint, error) {
	contexts := openStore()
	kept, err := contexts.GetMetadata(name)
	switch {
	case errdefs.IsNotFound(err):
		return Endpoint{}, fmt.Errorf("there is no docker context %q; `docker context ls` lists those that there are", name)
	case err != nil:
		return Endpoint{}, fmt.Errorf("read the docker context %q: %w; see `docker context inspect %s`", name, err, name)
	}
	at, ok := kept.Endpoints[dockerEndpoint].(context.EndpointMetaBase)
	if !ok {
		return Endpoint{}, fmt.Errorf("the docker context %q names no engine; choose another, or set DOCKER_HOST", name)
	}
	host, err := parseHost(at.Host)
	if err != nil {
		return Endpoint{}, fmt.Errorf("docker context %q: %w", name, err)
	}
	files, err := context.LoadTLSData(contexts, name, dockerEndpoint)
	if err != nil {
		return Endpoint{}, fmt.Errorf("read the certificates of the docker context %q: %w", name, err)
	}
	if files == nil && !at.SkipTLSVerify {
		return Endpoint{Host: host}, nil
	}
	tls, err := usual.tlsConfig(files, at.SkipTLSVerify)
	if err != nil {
		return Endpoint{}, fmt.Errorf("docker context %q: %w", name, err)
	}
	return Endpoint{Host: host, TLS: tls}, nil
}
