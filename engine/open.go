// Package engine drives a Docker Engine: it observes what runs, applies plans
// and streams logs. Package plan decides; here is only doing.
package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/docker/docker/client"

	"gocompose/engine/endpoint"
)

// Engine is one Docker Engine, reached over the Engine API.
type Engine struct {
	client *client.Client
	host   string
}

// Open prepares the use of the engine that is chosen, or that the environment
// or the docker configuration name, or of the local one. It makes no connection yet.
func Open(choice endpoint.Choice) (*Engine, error) {
	at, err := endpoint.Find(choice, os.Getenv)
	if err != nil {
		return nil, err
	}
	c, err := client.NewClientWithOpts(client.WithHTTPClient(httpClient(at)), client.WithHost(at.Host),
		client.WithHTTPHeaders(at.Headers), client.WithVersionFromEnv(), client.WithAPIVersionNegotiation())
	if err != nil {
		return nil, fmt.Errorf("open the engine: %w; check DOCKER_HOST and the other DOCKER_ variables", err)
	}
	return &Engine{client: c, host: at.Host}, nil
}

// httpClient keeps few idle connections, and not for long, as the Engine's own client does.
func httpClient(at endpoint.Endpoint) *http.Client {
	dialer := net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}
	transport := &http.Transport{TLSClientConfig: at.TLS, DialContext: dialer.DialContext, MaxIdleConns: 6, IdleConnTimeout: 30 * time.Second}
	return &http.Client{Transport: transport, CheckRedirect: client.CheckRedirect}
}

// Close ends the connections to the engine.
func (e *Engine) Close() error { return e.client.Close() }

// Host gives the engine's address, such as unix:///var/run/docker.sock.
func (e *Engine) Host() string { return e.host }

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
