package build

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"

	"github.com/docker/docker/client"
)

// refusal is an engine that answers but does not speak the protocol asked for.
type refusal struct {
	path   string
	status int
}

func (r *refusal) Error() string {
	return fmt.Sprintf("the engine refuses %s with HTTP status %d", r.path, r.status)
}

// upgrade opens a connection to the engine and turns it into a raw HTTP/2 stream, as client.DialHijack does. Unlike
// that it gives up as soon as ctx ends, even while the engine is silent, and a *refusal tells an engine without the
// path from a broken connection.
func upgrade(ctx context.Context, cli *client.Client, path string, header http.Header) (net.Conn, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+client.DummyHost+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	for key, values := range header {
		req.Header[http.CanonicalHeaderKey(key)] = values
	}
	req.Header.Set("Connection", "Upgrade")
	req.Header.Set("Upgrade", "h2c")
	conn, err := cli.Dialer()(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect to the engine: %w; see that it runs", err)
	}
	return handshake(ctx, conn, req)
}

func handshake(ctx context.Context, conn net.Conn, req *http.Request) (net.Conn, error) {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	reader := bufio.NewReader(conn)
	resp, err := exchange(conn, reader, req)
	if !stop() {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("ask the engine for %s: %w; see that it runs", req.URL.Path, err)
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		conn.Close()
		return nil, &refusal{req.URL.Path, resp.StatusCode}
	}
	return &upgraded{conn, reader}, nil
}

func exchange(conn net.Conn, reader *bufio.Reader, req *http.Request) (*http.Response, error) {
	if err := req.Write(conn); err != nil {
		return nil, err
	}
	return http.ReadResponse(reader, req)
}

// upgraded is a connection whose first bytes may have been read together with the engine's answer.
type upgraded struct {
	net.Conn
	reader *bufio.Reader
}

func (u *upgraded) Read(p []byte) (int, error) { return u.reader.Read(p) }
