// Package engine drives a Docker Engine: it observes what runs, applies plans
// and streams logs. Package plan decides; here is only doing.
package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/docker/docker/client"

	"gocompose/engine/endpoint"
	"gocompose/engine/tunnel"
)

// Engine is one Docker Engine, reached over the Engine API.
type Engine struct {
	client  *client.Client
	host    string
	headers map[string]string
	tunnel  *tunnel.Tunnel // nil: reached without
}

// Open prepares the use of the engine that is chosen, or that the environment
// or the docker configuration name, or of the local one. It makes no connection yet.
func Open(choice endpoint.Choice) (*Engine, error) {
	at, err := endpoint.Find(choice, os.Getenv)
	if err != nil {
		return nil, err
	}
	e := &Engine{host: at.Host, headers: at.Headers}
	reach := []client.Opt{client.WithHost(at.Host)}
	transport := &http.Transport{TLSClientConfig: at.TLS} // WithHost fills in the rest
	if strings.HasPrefix(at.Host, "ssh://") {
		if reach, err = e.throughTunnel(transport); err != nil {
			return nil, err
		}
	}
	e.client, err = client.NewClientWithOpts(append([]client.Opt{
		client.WithHTTPClient(&http.Client{Transport: transport, CheckRedirect: client.CheckRedirect}),
		client.WithHTTPHeaders(e.headers), client.WithVersionFromEnv(), client.WithAPIVersionNegotiation(),
	}, reach...)...)
	if err != nil {
		return nil, fmt.Errorf("open the engine: %w; check DOCKER_HOST and the other DOCKER_ variables", err)
	}
	return e, nil
}

// throughTunnel makes the client speak over SSH, as if to a socket.
func (e *Engine) throughTunnel(transport *http.Transport) ([]client.Opt, error) {
	at, err := tunnel.ParseAddress(e.host)
	if err != nil {
		return nil, err
	}
	e.tunnel = tunnel.New(at, transport.CloseIdleConnections)
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) { return e.tunnel.Dial(ctx) }
	return []client.Opt{client.WithHost(client.DefaultDockerHost), client.WithDialContext(dial)}, nil
}

// Close ends the connections to the engine.
func (e *Engine) Close() error {
	err := e.client.Close()
	if e.tunnel != nil {
		err = errors.Join(err, e.tunnel.Close())
	}
	return err
}

// Host gives the engine's address, such as unix:///var/run/docker.sock.
func (e *Engine) Host() string { return e.host }

// Hostname gives the name of the host where the ports that the engine publishes are open.
func (e *Engine) Hostname() string {
	if e.tunnel != nil {
		return e.tunnel.Hostname()
	}
	at, err := url.Parse(e.host)
	if err != nil || at.Hostname() == "" {
		return "localhost"
	}
	return at.Hostname()
}

// ErrUnreachable marks errors of calls that found no engine to answer.
var ErrUnreachable = errors.New("no engine answers")
