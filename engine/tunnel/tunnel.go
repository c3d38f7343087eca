// Package tunnel reaches a Docker Engine on another machine over one SSH
// connection, however many calls are made: each is a channel of its own in it.
//
// Servers limit how many connections may be begun at once (MaxStartups), and a
// connection takes a second from far away, so one a call, as the docker command
// makes, is slow and breaks. The connection is made here, not by the ssh program:
// it ends with this process however that ends, leaves no socket behind, and knows
// nothing of the terminal's Ctrl-C. What the user's ~/.ssh/config says is asked of
// that program; see settings.
package tunnel

import (
	"cmp"
	"context"
	"net"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/sync/singleflight"
)

// Tunnel is the way to one engine. Its connection is made when it is first
// needed, and again after it broke.
type Tunnel struct {
	at      Address
	idle    func() // closes channels that nobody uses
	connect singleflight.Group

	mu     sync.Mutex
	client *ssh.Client // nil: not connected
	host   string      // by the user's configuration; empty before the first connection
	closed bool
}

// patience is how long a connection may take to be made, and to answer, unless
// the user's configuration says otherwise.
const patience = 30 * time.Second

// New gives the tunnel to an engine. idle is called where the server allows no
// more channels, to close those that are kept for later.
func New(at Address, idle func()) *Tunnel {
	return &Tunnel{at: at, idle: idle}
}

// Dial opens a channel to the engine. It fails with a *Failure.
func (t *Tunnel) Dial(ctx context.Context) (net.Conn, error) {
	client, err := t.connected(ctx)
	if err != nil {
		return nil, err
	}
	return t.channel(ctx, client)
}

// Hostname gives the name of the engine's host: once connected, what the user's configuration leads to.
func (t *Tunnel) Hostname() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return cmp.Or(t.host, t.at.Host)
}

// connected gives the connection. Those who want it at once make it together,
// and it outlives the call that wanted it first.
func (t *Tunnel) connected(ctx context.Context) (*ssh.Client, error) {
	t.mu.Lock()
	client := t.client
	t.mu.Unlock()
	if client != nil {
		return client, nil
	}
	made := t.connect.DoChan("", func() (any, error) {
		return t.make(context.WithoutCancel(ctx))
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-made:
		client, _ := r.Val.(*ssh.Client)
		return client, r.Err
	}
}

// make makes the connection, and watches over it.
func (t *Tunnel) make(ctx context.Context) (*ssh.Client, error) {
	s, err := settingsOf(ctx, t.at)
	if err != nil {
		return nil, err
	}
	client, err := s.connect(ctx)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		client.Close()
		return nil, net.ErrClosed
	}
	t.client, t.host = client, s.host()
	go keepAlive(client, s.interval)
	go func() {
		_ = client.Wait() // why it ended shows in the calls that it ends
		t.forget(client)
	}()
	return client, nil
}

func (t *Tunnel) forget(client *ssh.Client) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.client == client {
		t.client = nil
	}
}

// keepAlive asks the server for a sign of life now and then, and ends a
// connection that gives none, so that no call waits for ever.
func keepAlive(client *ssh.Client, interval time.Duration) {
	for {
		time.Sleep(interval)
		overdue := time.AfterFunc(patience, func() { client.Close() })
		_, _, err := client.SendRequest("keepalive@openssh.com", true, nil)
		overdue.Stop()
		if err != nil {
			return
		}
	}
}

// Close ends the connection and all channels in it.
func (t *Tunnel) Close() error {
	t.mu.Lock()
	client := t.client
	t.client, t.closed = nil, true
	t.mu.Unlock()
	if client == nil {
		return nil
	}
	return client.Close()
}
