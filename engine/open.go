// Package engine drives a Docker Engine: it observes what runs, applies plans
// and streams logs. Package plan decides; here is only doing.
package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/docker/docker/client"

	"gocompose/engine/build"
)

// Engine is one Docker Engine, reached over the Engine API.
type Engine struct {
	client *client.Client
}

// Open prepares the use of the engine that DOCKER_HOST, DOCKER_TLS_VERIFY,
// DOCKER_CERT_PATH and DOCKER_API_VERSION name, or of the local one. It makes
// no connection yet.
func Open() (*Engine, error) {
	if err := unsupportedHost(); err != nil {
		return nil, err
	}
	c, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	if err != nil {
		return nil, fmt.Errorf("open the engine: %w; check DOCKER_HOST and the other DOCKER_ variables", err)
	}
	return &Engine{client: c}, nil
}

// unsupportedHost refuses the ways to name an engine that are not honoured yet,
// rather than speak to another engine than the docker command would.
func unsupportedHost() error {
	host := os.Getenv("DOCKER_HOST")
	if strings.HasPrefix(host, "ssh://") {
		return fmt.Errorf("DOCKER_HOST=%s: engines over ssh are not supported yet; forward the socket with `ssh -L /tmp/docker.sock:/var/run/docker.sock HOST` and set DOCKER_HOST=unix:///tmp/docker.sock", host)
	}
	if host != "" {
		return nil // it wins over any context
	}
	current, err := build.CurrentContext()
	if err != nil {
		return err
	}
	if name := cmp.Or(os.Getenv("DOCKER_CONTEXT"), current, "default"); name != "default" {
		return fmt.Errorf("docker context %q: contexts are not supported yet; set DOCKER_HOST to the host that `docker context inspect %s` shows", name, name)
	}
	return nil
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
