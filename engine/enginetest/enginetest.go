// Package enginetest is an Engine API over HTTP that lives inside a test: state,
// events and error texts as Docker Engine 20.10 gives them, with scripted faults.
//
// It is used through DOCKER_HOST or through the Engine client, never through an
// interface, so that what a test sees has gone over the wire. Its words, status
// codes, defaults and order of events were taken from Engine 20.10.24: testdata
// holds what that engine said to the scenarios of the package's own tests.
//
//	srv := enginetest.New(t)
//	srv.AddTestImage()                                      // what runs on a real engine runs here
//	srv.AddImage("redis", enginetest.Image{})               // or an image of any name, which keeps running
//	srv.Behave("redis*", enginetest.Behaviour{Health: …})   // unless told otherwise
//	srv.FailCall(enginetest.Fault{Path: "/containers/*/start", Nth: 2, Effect: enginetest.Drop})
//	t.Setenv("DOCKER_HOST", srv.Host())
package enginetest

import (
	"context"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// Options say which engine to be. The zero Options are Engine 20.10 without
// BuildKit, on a free TCP port, with random ids and the real time.
type Options struct {
	APIVersion     string           // "1.41" where empty; it is also the newest that requests may name
	BuilderVersion string           // "1" (classic) where empty; "2" only changes the ping header
	Socket         string           // path of a unix socket to listen on instead of TCP
	Seed           string           // where set, ids are the same in every run: a hash of Seed and a counter
	Now            func() time.Time // time of events and states; time.Now where nil
}

// Server is one engine. Its methods may be called from any goroutine.
type Server struct {
	options Options
	scheme  string // "tcp" or "unix"
	address string
	ctx     context.Context // ends with Close
	cancel  context.CancelFunc
	running sync.WaitGroup // programs and monitors

	serving sync.Mutex // guards http and taken
	http    *http.Server
	taken   map[net.Conn]bool // connections taken over by attach and exec

	recording sync.Mutex // guards calls; apart from mu, as handlers answer under it
	calls     []*Call

	mu         sync.Mutex // guards everything below
	counter    int
	containers map[string]*container
	networks   map[string]*network
	volumes    map[string]*volume
	images     map[string]*image
	remote     map[string]*image // by reference: what a pull would find
	execs      map[string]*execution
	held       map[int]bool // host ports held by something that is no container
	behaviours []behaviourRule
	faults     []*fault
	events     eventLog
}

// New starts an engine with the zero Options that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	s, err := Start(Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Start starts an engine; the caller closes it. It fails where it cannot listen.
func Start(o Options) (*Server, error) {
	s := &Server{
		options: o.withDefaults(), scheme: "tcp", address: "127.0.0.1:0",
		containers: map[string]*container{}, networks: map[string]*network{}, volumes: map[string]*volume{},
		images: map[string]*image{}, remote: map[string]*image{}, execs: map[string]*execution{}, held: map[int]bool{}, taken: map[net.Conn]bool{},
	}
	if o.Socket != "" {
		s.scheme, s.address = "unix", o.Socket
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.addPredefinedNetworks()
	return s, s.listen()
}

func (o Options) withDefaults() Options {
	if o.APIVersion == "" {
		o.APIVersion = "1.41"
	}
	if o.BuilderVersion == "" {
		o.BuilderVersion = "1"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Host is the value for DOCKER_HOST, such as "tcp://127.0.0.1:40123".
func (s *Server) Host() string { return s.scheme + "://" + s.address }

// Close cuts every connection and ends every program. A second Close does nothing.
func (s *Server) Close() {
	s.GoAway()
	s.cancel()
	s.running.Wait()
	if s.scheme == "unix" {
		os.Remove(s.address)
	}
}

func (s *Server) listen() error {
	s.serving.Lock()
	defer s.serving.Unlock()
	l, err := net.Listen(s.scheme, s.address)
	if err != nil {
		return err
	}
	if s.scheme == "tcp" {
		s.address = l.Addr().String()
	}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ErrorLog: quiet}
	go s.http.Serve(l)
	return nil
}

func (s *Server) now() time.Time { return s.options.Now().UTC() }

// trimVersion splits "/v1.41/containers/json" into "1.41" and "/containers/json".
func trimVersion(path string) (version, rest string) {
	first, after, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if len(first) > 1 && first[0] == 'v' && first[1] >= '0' && first[1] <= '9' {
		return first[1:], "/" + after
	}
	return "", path
}
