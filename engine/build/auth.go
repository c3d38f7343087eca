package build

import (
	"context"
	"fmt"
	"sync"

	"github.com/docker/cli/cli/config/configfile"
	"github.com/docker/docker/api/types/registry"
	"github.com/moby/buildkit/session/auth"
	"google.golang.org/grpc"
)

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
	login, err := loginFor(file, req.Host)
	if err != nil {
		return nil, err
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
		return nil, fmt.Errorf("read the logins for registries: %w; see credHelpers and credsStore in the docker configuration", err)
	}
	out := make(map[string]registry.AuthConfig, len(all))
	for host, login := range all {
		out[host] = wire(login)
	}
	return out, nil
}
