package engine

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/network"

	"gocompose/engine/endpoint"
	"gocompose/engine/enginetest"
)

// TestBrokenEventStream has connections that ended so and so long after they
// were made, and after another one had held.
func TestBrokenEventStream(t *testing.T) {
	now := time.Now()
	long := now.Add(-2 * away)
	for _, c := range []struct {
		name         string
		opened, lost time.Time
		err          error
		ends         bool
	}{
		{"the first", now, time.Time{}, io.EOF, false},
		{"one that held, on a quiet project", long, long, io.ErrUnexpectedEOF, false},
		{"one of many in vain", now, now.Add(-away / 2), io.EOF, false},
		{"in vain for too long", now, long, io.EOF, true},
		{"a host that is gone", long, long, &net.OpError{Op: "read", Err: syscall.ETIMEDOUT}, false},
		{"a proxy before an engine that is away", now, time.Time{}, errdefs.ErrUnavailable, false},
		{"a refusal", long, time.Time{}, errors.New("no"), true},
	} {
		s := eventStream{opened: c.opened, lost: c.lost}
		if err := s.broken(c.err); (err != nil) != c.ends || c.ends && !errors.Is(err, c.err) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestHappeningsMissNothing has something happen before the first connection
// stands, on an engine with a clock of its own.
func TestHappeningsMissNothing(t *testing.T) {
	srv, err := enginetest.Start(enginetest.Options{Now: func() time.Time { return time.Now().Add(time.Hour) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	e, err := Open(endpoint.Choice{Host: srv.Host()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	create := func(name string) {
		if _, err := e.client.NetworkCreate(t.Context(), name, network.CreateOptions{}); err != nil {
			t.Error(err)
		}
	}
	create("shop_before")
	srv.FailCall(enginetest.Fault{Path: "/events", Effect: enginetest.Drop})
	go func() {
		for !slices.ContainsFunc(srv.Calls(), func(c enginetest.Call) bool { return c.Path == "/events" }) {
			time.Sleep(time.Millisecond)
		}
		create("shop_meanwhile")
		srv.ClearFaults()
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	enough := errors.New("enough")
	o := EventOptions{Project: "shop", Types: []string{"network"}, Names: map[string][]string{"network": {"shop_before", "shop_meanwhile"}}}
	err = e.Happenings(ctx, o, func(h Happening) error {
		if name := h.Attributes["name"]; name != "shop_meanwhile" {
			t.Errorf("told of %s", name)
		}
		return enough
	})
	if err != enough {
		t.Error(err)
	}
}
