// Package engine drives a Docker Engine: it observes what runs, applies plans
// and streams logs. Package plan decides; here is only doing.
package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/docker/docker/client"
)

// Engine is one Docker Engine, reached over the Engine API.
type Engine struct {
	client *client.Client
}

// Open prepares the use of the engine that DOCKER_HOST, DOCKER_TLS_VERIFY,
// DOCKER_CERT_PATH and DOCKER_API_VERSION name, or of the local one. It makes
// no connection yet.
func Open() (*Engine, error) {
	c, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	if err != nil {
		return nil, fmt.Errorf("open the engine: %w; check DOCKER_HOST and the other DOCKER_ variables", err)
	}
	return &Engine{client: c}, nil
}

// Close ends the connections to the engine.
func (e *Engine) Close() error { return e.client.Close() }

// Host gives the engine's address, such as unix:///var/run/docker.sock.
func (e *Engine) Host() string { return e.client.DaemonHost() }

// Version is what an engine says of itself.
type Version struct {
	Engine string // 20.10.24
	API    string // the version spoken with it: 1.41
}

// Version asks the engine for its version.
func (e *Engine) Version(ctx context.Context) (Version, error) {
	v, err := e.client.ServerVersion(ctx)
	if err != nil {
		return Version{}, explain(err)
	}
	return Version{Engine: v.Version, API: e.client.ClientVersion()}, nil
}

// ErrUnreachable marks errors of calls that found no engine to answer.
var ErrUnreachable = errors.New("no engine answers")
