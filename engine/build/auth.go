package build

import (
	"context"
	"fmt"
	"sync"

	"github.com/docker/cli/cli/config"
	"github.com/docker/cli/cli/config/configfile"
	"github.com/docker/docker/api/types/registry"
	"github.com/moby/buildkit/session/auth"
	"google.golang.org/grpc"
)

// dockerHub is the key under which docker login keeps the login of Docker Hub, whose registry has another name.
const (
	dockerHub         = "https://index.docker.io/v1/"
	dockerHubRegistry = "registry-1.docker.io"
)

// dockerConfig reads the config.json of the docker command, with the stores of logins that it names.
func dockerConfig() (*configfile.ConfigFile, error) {
	file, err := config.Load(config.Dir())
	if err != nil {
		return nil, fmt.Errorf("read the docker configuration: %w; correct the file", err)
	}
	return file, nil
}

// logins answers BuildKit's question for the login of a registry, at the moment when it is asked. The engine then talks
// to the registry itself: the calls by which a client could fetch tokens in its place stay unimplemented.
type logins struct {
	auth.UnimplementedAuthServer
	config func() (*configfile.ConfigFile, error)
}

func newLogins() *logins { return &logins{config: sync.OnceValues(dockerConfig)} }

// Register offers the answers on a session.
func (l *logins) Register(server *grpc.Server) { auth.RegisterAuthServer(server, l) }

// Credentials gives the login for one registry host; empty means none, and the registry is asked without.
func (l *logins) Credentials(_ context.Context, req *auth.CredentialsRequest) (*auth.CredentialsResponse, error) {
	file, err := l.config()
	if err != nil {
		return nil, err
	}
	key := req.Host
	if key == dockerHubRegistry {
		key = dockerHub
	}
	login, err := file.GetAuthConfig(key)
	if err != nil {
		return nil, fmt.Errorf("login for %s: %w", req.Host, err)
	}
	if login.IdentityToken != "" {
		return &auth.CredentialsResponse{Secret: login.IdentityToken}, nil
	}
	return &auth.CredentialsResponse{Username: login.Username, Secret: login.Password}, nil
}

// allLogins gives every login there is: the classic builder cannot ask, so it gets them with the request.
func allLogins() (map[string]registry.AuthConfig, error) {
	file, err := dockerConfig()
	if err != nil {
		return nil, err
	}
	all, err := file.GetAllCredentials()
	if err != nil {
		return nil, fmt.Errorf("read the logins for registries: %w", err)
	}
	out := make(map[string]registry.AuthConfig, len(all))
	for host, login := range all {
		out[host] = registry.AuthConfig{Username: login.Username, Password: login.Password, Auth: login.Auth,
			ServerAddress: login.ServerAddress, IdentityToken: login.IdentityToken, RegistryToken: login.RegistryToken}
	}
	return out, nil
}
