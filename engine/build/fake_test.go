package build

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/client"
	control "github.com/moby/buildkit/api/services/control"
	workers "github.com/moby/buildkit/api/types"
	"github.com/moby/buildkit/session"
	"github.com/moby/buildkit/util/grpcerrors"
	"google.golang.org/grpc"
)

// fakeEngine speaks the part of the Engine API that a build needs. Its BuildKit does what solve and status say; what is
// nil does not happen.
type fakeEngine struct {
	control.UnimplementedControlServer
	sessions *session.Manager
	// grpc is the connection by which the build is asked for.
	grpc net.Conn
	os   string
	// api is its version, "1.41" where it is empty; labels are what its BuildKit tells of itself.
	api    string
	labels map[string]string
	// sessionless engines have /grpc alone.
	sessionless bool
	solve       func(ctx context.Context, req *control.SolveRequest, caller session.Caller) (*control.SolveResponse, error)
	status      func(stream control.Control_StatusServer) error
	classic     http.HandlerFunc
	// between sees every request for BuildKit first, and tells whether it has answered it.
	between func(http.ResponseWriter, *http.Request) bool
	// silent is a path whose requests are taken and never answered; reached is closed with the first.
	silent  string
	reached chan struct{}
}

// start serves the engine. With the test the connections end, too.
func (f *fakeEngine) start(t *testing.T) Engine {
	t.Helper()
	sessions, err := session.NewManager()
	must(t, err)
	f.sessions = sessions
	mux := http.NewServeMux()
	mux.HandleFunc("/_ping", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Api-Version", f.version())
		w.Header().Set("Ostype", f.os)
	})
	if f.solve != nil {
		mux.HandleFunc("/grpc", f.serveControl)
	}
	if f.solve != nil && !f.sessionless {
		mux.HandleFunc("/session", func(w http.ResponseWriter, r *http.Request) {
			if err := sessions.HandleHTTPRequest(t.Context(), w, r); err != nil {
				t.Error(err)
			}
		})
	}
	if f.classic != nil {
		mux.HandleFunc("/v"+f.version()+"/build", f.classic)
	}
	mux.HandleFunc("/v"+f.version()+"/networks/bridge", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"IPAM":{"Config":[{"Subnet":"172.17.0.0/16","Gateway":"172.17.0.1"}]}}`)
	})
	stop := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.silent != "" && strings.HasPrefix(r.URL.Path, f.silent) {
			close(f.reached)
			<-stop
			return
		}
		toBuildKit := r.URL.Path == "/grpc" || r.URL.Path == "/session"
		if toBuildKit && f.between != nil && f.between(w, r) {
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(stop) })
	return engineAt(t, "tcp://"+server.Listener.Addr().String(), f.version())
}

func (f *fakeEngine) version() string { return cmp.Or(f.api, "1.41") }

func engineAt(t *testing.T, host, api string) Engine {
	t.Helper()
	cli, err := client.NewClientWithOpts(client.WithHost(host), client.WithVersion(api))
	must(t, err)
	t.Cleanup(func() { cli.Close() })
	return Engine{Client: cli}
}

func (f *fakeEngine) serveControl(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	fmt.Fprint(conn, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
	server := grpc.NewServer(grpc.UnaryInterceptor(grpcerrors.UnaryServerInterceptor))
	control.RegisterControlServer(server, f)
	f.grpc = conn
	server.Serve(&oneConn{conn: conn, closed: make(chan struct{})})
}

func (f *fakeEngine) Solve(ctx context.Context, req *control.SolveRequest) (*control.SolveResponse, error) {
	caller, err := f.sessions.Get(ctx, req.Session, false)
	if err != nil {
		return nil, err
	}
	return f.solve(ctx, req, caller)
}

func (f *fakeEngine) ListWorkers(context.Context, *control.ListWorkersRequest) (*control.ListWorkersResponse, error) {
	return &control.ListWorkersResponse{Record: []*workers.WorkerRecord{{ID: "one", Labels: f.labels}}}, nil
}

func (f *fakeEngine) Status(_ *control.StatusRequest, stream control.Control_StatusServer) error {
	if f.status == nil {
		return nil
	}
	return f.status(stream)
}

// oneConn is a listener for a connection that is there already.
type oneConn struct {
	conn   net.Conn
	closed chan struct{}
}

func (o *oneConn) Accept() (net.Conn, error) {
	if conn := o.conn; conn != nil {
		o.conn = nil
		return conn, nil
	}
	<-o.closed
	return nil, net.ErrClosed
}

func (o *oneConn) Close() error { return nil }

func (o *oneConn) Addr() net.Addr { return &net.TCPAddr{} }

// ownGoroutines are the goroutines of this side of a build: those with a frame of the package's code or of a session.
func ownGoroutines() []string {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	var out []string
	for _, stack := range strings.Split(string(buf), "\n\n")[1:] {
		for _, frame := range []string{"build.(*job)", "build.(*watch)", "build.handshake", "session.(*Session)", "session.serve(",
			"grpc.(*ClientConn)", "transport.(*http2Client)", "fsutil."} {
			if strings.Contains(stack, frame) {
				out = append(out, stack)
				break
			}
		}
	}
	return out
}

// wantNoGoroutines waits for the goroutines that a build has told to end.
func wantNoGoroutines(t *testing.T) {
	t.Helper()
	var left []string
	for range 200 {
		if left = ownGoroutines(); len(left) == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%d goroutines are left:\n%s", len(left), strings.Join(left, "\n\n"))
}
