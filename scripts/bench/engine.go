package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// apiVersion is that of Engine 20.10, the oldest supported one.
const apiVersion = "v1.41"

const defaultHost = "unix:///var/run/docker.sock"

// bareEngine is the Engine API with nothing between the caller and the socket.
type bareEngine struct{ http *http.Client }

// newEngine connects to DOCKER_HOST, a unix socket or plain TCP; what needs TLS or ssh is no place to measure.
func newEngine() (*bareEngine, error) {
	host := os.Getenv("DOCKER_HOST")
	if host == "" {
		host = defaultHost
	}
	scheme, address, ok := strings.Cut(host, "://")
	if !ok || scheme != "unix" && scheme != "tcp" {
		return nil, fmt.Errorf("DOCKER_HOST is %q; measuring takes a unix:// or tcp:// engine", host)
	}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, scheme, address)
	}
	return &bareEngine{&http.Client{Transport: &http.Transport{DialContext: dial, MaxIdleConnsPerHost: inFlight}}}, nil
}

// call sends body as JSON, where there is one, and reads the answer into answer, where that is not nil.
func (e *bareEngine) call(ctx context.Context, method, path string, body, answer any) error {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://engine/"+apiVersion+path, sent)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := e.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= 400 {
		return fmt.Errorf("%s %s: %w", method, path, &refusal{resp.StatusCode, string(bytes.TrimSpace(text))})
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(text, answer)
}

// containers lists those of a project, whatever their state.
func (e *bareEngine) containers(ctx context.Context, project string) (all []json.RawMessage, err error) {
	filters := url.QueryEscape(`{"label":["com.docker.compose.project=` + project + `"]}`)
	err = e.call(ctx, "GET", "/containers/json?all=1&filters="+filters, nil, &all)
	return all, err
}

// refusal is an answer of the engine that is an error, with its HTTP status.
type refusal struct {
	status int
	words  string
}

func (r *refusal) Error() string { return fmt.Sprintf("status %d: %s", r.status, r.words) }
