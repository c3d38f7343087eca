package tunnel

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// channel opens a channel to the engine's socket. Where the server does not
// forward sockets, or there is none, the docker command there is asked to connect.
func (t *Tunnel) channel(ctx context.Context, client *ssh.Client) (net.Conn, error) {
	conn, err := client.DialContext(ctx, "unix", t.at.socket())
	var refused *ssh.OpenChannelError
	switch {
	case err == nil:
		return &timeless{conn}, nil
	case !errors.As(err, &refused):
		t.forget(client)
		return nil, t.broken(ctx, err)
	}
	return t.session(ctx, client)
}

func (t *Tunnel) broken(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return failure(t.at, "the connection broke: "+err.Error(), "running the command again is safe")
}

// retry is how long after a refused session the next is asked for: a server
// makes room some time after a session's end, and tells nobody.
const retry = 50 * time.Millisecond

// session opens a session in which the docker command passes the connection on.
// Servers limit their number (MaxSessions): one may have to end first.
func (t *Tunnel) session(ctx context.Context, client *ssh.Client) (net.Conn, error) {
	enough := time.After(patience / 3)
	for {
		session, err := client.NewSession()
		var refused *ssh.OpenChannelError
		switch {
		case err == nil:
			return t.passOn(session)
		case !errors.As(err, &refused):
			t.forget(client)
			return nil, t.broken(ctx, err)
		}
		t.idle()
		select {
		case <-time.After(retry):
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-enough:
			return nil, failure(t.at, "the server allows no more sessions at once",
				"let its sshd_config say AllowStreamLocalForwarding yes, or raise MaxSessions")
		}
	}
}

// passOn starts the docker command of a session.
func (t *Tunnel) passOn(session *ssh.Session) (net.Conn, error) {
	p := &passed{session: session, tunnel: t, ended: sync.OnceValue(session.Wait)}
	session.Stderr = &p.stderr
	in, err := session.StdinPipe()
	if err == nil {
		p.in = in
		p.out, err = session.StdoutPipe()
	}
	if err == nil {
		err = session.Start(t.at.command())
	}
	if err != nil {
		session.Close()
		return nil, failure(t.at, "`"+t.at.command()+"` cannot be run there: "+err.Error(), "install the docker command there, or let sshd_config say AllowStreamLocalForwarding yes")
	}
	return &timeless{p}, nil
}

// passed is a connection through the docker command in a session.
type passed struct {
	net.Conn // nil: has no address and no deadlines
	session  *ssh.Session
	tunnel   *Tunnel
	in       io.WriteCloser
	out      io.Reader
	stderr   bytes.Buffer // of the docker command; read once that has ended
	ended    func() error // waits for its end
}

func (p *passed) Write(b []byte) (int, error) { return p.in.Write(b) }
func (p *passed) CloseWrite() error           { return p.in.Close() }

// Read gives at the end what the docker command complained of.
func (p *passed) Read(b []byte) (int, error) {
	n, err := p.out.Read(b)
	if n > 0 || !errors.Is(err, io.EOF) {
		return n, err
	}
	if ended := p.ended(); ended != nil && p.stderr.Len() > 0 {
		return 0, failure(p.tunnel.at, "`"+p.tunnel.at.command()+"` says: "+oneLine(p.stderr.Bytes()), "see that the engine runs there, and that the user may use it")
	}
	return 0, io.EOF
}

// Close ends the session.
func (p *passed) Close() error { return p.session.Close() }

// timeless is a connection without deadlines: channels have none, and what is
// built upon them is content with closing.
type timeless struct{ net.Conn }

// CloseWrite ends what is sent, as a command's standard input needs.
func (c *timeless) CloseWrite() error { return c.Conn.(interface{ CloseWrite() error }).CloseWrite() }

func (c *timeless) LocalAddr() net.Addr              { return &net.UnixAddr{Net: "ssh"} }
func (c *timeless) RemoteAddr() net.Addr             { return &net.UnixAddr{Net: "ssh"} }
func (c *timeless) SetDeadline(time.Time) error      { return nil }
func (c *timeless) SetReadDeadline(time.Time) error  { return nil }
func (c *timeless) SetWriteDeadline(time.Time) error { return nil }
