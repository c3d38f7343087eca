package main

import (
	"io"
	"log"
	"net"
	"net/http/httptest"

	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/rogpeppe/go-internal/testscript"
)

// registry serves an empty image registry at a port of this machine, where
// engines need no TLS.
func (s *stage) registry(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "registry PORT")
	l, err := net.Listen("tcp", "127.0.0.1:"+args[0])
	ts.Check(err)
	server := httptest.NewUnstartedServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	server.Listener.Close()
	server.Listener = l
	server.Start()
	ts.Defer(server.Close)
}
