package main

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// trouble is what happens to one call that may change something.
type trouble string

const (
	held    trouble = "held"    // carried out, and not answered before release
	late    trouble = "late"    // carried out, and answered later
	lost    trouble = "lost"    // carried out; the connection is cut in place of an answer
	dropped trouble = "dropped" // the connection is cut; not carried out
	refused trouble = "refused" // answered with 500; not carried out
)

// proxy stands before an engine and makes trouble of one call.
type proxy struct {
	t    *testing.T
	host string

	mu      sync.Mutex
	nth     int // the call to make trouble of; 0: none
	trouble trouble
	calls   int           // that arrived since await
	at      string        // the call that trouble was made of
	held    chan struct{} // closed when the held call may go on
	working int           // calls that the engine has not answered
}

// chosen marks the context of the call that trouble is made of.
type chosen struct{}

var errLost = errors.New("the answer gets lost")

func newProxy(t *testing.T, engine string) *proxy {
	t.Helper()
	scheme, address, _ := strings.Cut(engine, "://")
	if scheme == "http" {
		scheme = "tcp"
	}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, scheme, address)
	}
	socket := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{t: t, host: "unix://" + socket}
	forward := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: "engine"})
	forward.Transport = &http.Transport{DialContext: dial, DisableKeepAlives: true} // else calls may meet a connection that an engine has closed
	forward.FlushInterval = -1
	forward.ModifyResponse = p.answered
	forward.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	forward.ErrorLog = log.New(io.Discard, "", 0)
	server := &http.Server{Handler: p.counting(forward), ErrorLog: forward.ErrorLog}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return p
}

// counting passes calls on, but for one that is not to arrive. A caller that
// dies does not end what the engine does.
func (p *proxy) counting(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asks(r) {
			next.ServeHTTP(w, r)
			return
		}
		defer p.ended()
		ctx, end := context.WithCancel(context.WithoutCancel(r.Context()))
		defer end()
		switch p.begun(r) {
		case "":
		case dropped:
			panic(http.ErrAbortHandler)
		case refused:
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusInternalServerError)
			io.WriteString(w, `{"message":"the engine is out of order"}`)
			return
		default:
			ctx = context.WithValue(ctx, chosen{}, true)
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// asks tells whether a call changes nothing.
func asks(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead || strings.HasSuffix(r.URL.Path, "/wait")
}

// begun counts a call and gives the trouble to make of it.
func (p *proxy) begun(r *http.Request) trouble {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.working++
	p.calls++
	if p.calls != p.nth {
		return ""
	}
	if p.trouble != held {
		p.at = r.Method + " " + r.URL.Path
	}
	return p.trouble
}

func (p *proxy) ended() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.working--
}

// answered sees each answer before the caller does.
func (p *proxy) answered(r *http.Response) error {
	if r.Request.Context().Value(chosen{}) == nil {
		return nil
	}
	p.mu.Lock()
	p.at = r.Request.Method + " " + r.Request.URL.Path
	kind, released := p.trouble, p.held
	p.mu.Unlock()
	switch kind {
	case held:
		<-released
	case late:
		time.Sleep(lateness)
	case lost:
		r.Body.Close()
		return errLost
	}
	return nil
}

// lateness is longer than any step of these tests takes.
const lateness = 300 * time.Millisecond

// await lets trouble come to the nth call from now on.
func (p *proxy) await(nth int, kind trouble) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nth, p.trouble, p.calls, p.at, p.held = nth, kind, 0, "", make(chan struct{})
}

// release ends what await began.
func (p *proxy) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.nth > 0 {
		close(p.held)
	}
	p.nth = 0
}

func (p *proxy) struck() bool { return p.last() != "" }

// last names the call that trouble was made of.
func (p *proxy) last() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at
}

// settle lets a held call go, and waits until the engine has answered all.
func (p *proxy) settle() {
	p.t.Helper()
	p.release()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		p.mu.Lock()
		working := p.working
		p.mu.Unlock()
		if working == 0 {
			return
		}
	}
	p.t.Fatal("the engine never answered")
}
