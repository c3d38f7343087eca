package tunnel

import (
	"context"
	"io"
	"net"
	"runtime"
	"strings"
	"time"

	"github.com/docker/cli/cli/connhelper/commandconn"
	"golang.org/x/crypto/ssh"
)

// connect makes the connection: TCP, or what ProxyJump or ProxyCommand say;
// then who the server is, and who the user.
func (s *settings) connect(ctx context.Context) (*ssh.Client, error) {
	ctx, cancel := context.WithTimeout(ctx, s.within())
	defer cancel()
	known, err := s.hostKeys()
	if err != nil {
		return nil, err
	}
	keys := s.identities()
	defer keys.close()
	raw, err := s.reach(ctx)
	if err != nil {
		return nil, failure(s.at, err.Error(), "see that `"+s.at.try()+"` works")
	}
	stop := context.AfterFunc(ctx, func() { raw.Close() }) // not every way has deadlines
	defer stop()
	conn, channels, requests, err := ssh.NewClientConn(raw, known.name, &ssh.ClientConfig{
		User: s.user(), Auth: []ssh.AuthMethod{ssh.PublicKeys(keys.signers...)},
		HostKeyCallback: known.check, HostKeyAlgorithms: known.algorithms,
	})
	if err != nil {
		raw.Close()
		return nil, s.refused(ctx, err, keys)
	}
	return ssh.NewClient(conn, channels, requests), nil
}

// reach opens the way to the server.
func (s *settings) reach(ctx context.Context) (net.Conn, error) {
	if jumps := s.value("proxyjump"); jumps != "" {
		return by(ctx, "ssh", s.jump(jumps)...)
	}
	if command := s.value("proxycommand"); command != "" {
		shell, flag := "sh", "-c"
		if runtime.GOOS == "windows" {
			shell, flag = "cmd", "/c"
		}
		return by(ctx, shell, flag, s.expand(command))
	}
	dialer := net.Dialer{KeepAlive: 30 * time.Second}
	return dialer.DialContext(ctx, "tcp", net.JoinHostPort(s.host(), s.port()))
}

// byCommand is a connection through a command's standard input and output.
type byCommand struct{ net.Conn }

func by(ctx context.Context, command string, args ...string) (net.Conn, error) {
	conn, err := commandconn.New(ctx, command, args...)
	return byCommand{conn}, err
}

// Write gives why the command has ended, where it has: reading tells.
func (c byCommand) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	if err != nil {
		if _, why := c.Conn.Read(make([]byte, 1)); why != nil && why != io.EOF {
			err = why
		}
	}
	return n, err
}

// jump gives how to have ssh connect to the server by way of others, as it does
// itself: the last of them passes the connection on, and is reached by those before.
func (s *settings) jump(hosts string) []string {
	args := []string{"-W", net.JoinHostPort(s.host(), s.port())}
	last := hosts
	if i := strings.LastIndexByte(hosts, ','); i >= 0 {
		args, last = append(args, "-J", hosts[:i]), hosts[i+1:]
	}
	if !strings.HasPrefix(last, "ssh://") {
		last = "ssh://" + last
	}
	return append(args, "--", last)
}
