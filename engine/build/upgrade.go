package build

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/docker/docker/client"
)

// refusal is an engine that answers but does not speak the protocol asked for.
type refusal struct {
	path   string
	status int
	said   string // in the body of the answer
}

func (r *refusal) Error() string {
	return strings.TrimSuffix(fmt.Sprintf("the engine refuses %s with HTTP status %d: %s", r.path, r.status, r.said), ": ")
}

// refusalIn reads an answer that is no upgrade: an error of the Engine API, or the words of who is between.
func refusalIn(resp *http.Response) *refusal {
	const most = 4 << 10
	body, _ := io.ReadAll(io.LimitReader(resp.Body, most)) // what cannot be read has nothing to say
	r := &refusal{path: resp.Request.URL.Path, status: resp.StatusCode, said: oneLine(string(body))}
	var told struct{ Message string }
	if json.Unmarshal(body, &told) == nil {
		r.said = oneLine(told.Message)
	}
	return r
}

// upgrade opens a connection to the engine and turns it into a raw HTTP/2 stream, as client.DialHijack does. Unlike
// that it gives up as soon as ctx ends, even while the engine is silent, and a *refusal tells an engine that answers
// from a broken connection.
func (e Engine) upgrade(ctx context.Context, path string, header http.Header) (net.Conn, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+client.DummyHost+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	for key, value := range e.Headers {
		req.Header.Set(key, value)
	}
	for key, values := range header {
		req.Header[http.CanonicalHeaderKey(key)] = values
	}
	req.Header.Set("Connection", "Upgrade")
	req.Header.Set("Upgrade", "h2c")
	conn, err := e.Dialer()(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect to the engine: %w; see that it runs", err)
	}
	return handshake(ctx, conn, req)
}

func handshake(ctx context.Context, conn net.Conn, req *http.Request) (net.Conn, error) {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	reader := bufio.NewReader(conn)
	err := exchange(conn, reader, req)
	if !stop() {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return &upgraded{conn, reader}, nil
}

func exchange(conn net.Conn, reader *bufio.Reader, req *http.Request) error {
	err := req.Write(conn)
	var resp *http.Response
	if err == nil {
		resp, err = http.ReadResponse(reader, req)
	}
	switch {
	case err != nil:
		return fmt.Errorf("ask the engine for %s: %w; see that it runs", req.URL.Path, err)
	case resp.StatusCode != http.StatusSwitchingProtocols:
		return refusalIn(resp)
	}
	return nil
}

// upgraded is a connection whose first bytes may have been read together with the engine's answer.
type upgraded struct {
	net.Conn
	reader *bufio.Reader
}

func (u *upgraded) Read(p []byte) (int, error) { return u.reader.Read(p) }
