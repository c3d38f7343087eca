package main

import (
	"context"
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

// proxy stands before an engine. Of the calls that may change something it holds
// one back from the caller, once the engine has carried it out.
type proxy struct {
	t    *testing.T
	host string

	mu      sync.Mutex
	nth     int // the call to hold back; 0: none
	calls   int // seen since await
	at      string
	held    chan struct{} // closed when the held call may go on
	working int           // calls that the engine has not answered
}

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
	forward.Transport = &http.Transport{DialContext: dial}
	forward.FlushInterval = -1
	forward.ModifyResponse = p.answered
	forward.ErrorHandler = func(http.ResponseWriter, *http.Request, error) {} // the caller is dead, or hears of it
	forward.ErrorLog = log.New(io.Discard, "", 0)
	server := &http.Server{Handler: p.counting(forward)}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return p
}

// counting passes calls on. A caller that dies does not end what the engine does.
func (p *proxy) counting(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asks(r) {
			next.ServeHTTP(w, r)
			return
		}
		p.add(1)
		defer p.add(-1)
		ctx, end := context.WithCancel(context.WithoutCancel(r.Context()))
		defer end()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// asks tells whether a call changes nothing.
func asks(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead || strings.HasSuffix(r.URL.Path, "/wait")
}

func (p *proxy) add(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.working += n
}

// answered sees each answer before the caller does.
func (p *proxy) answered(r *http.Response) error {
	if asks(r.Request) {
		return nil
	}
	p.mu.Lock()
	p.calls++
	if p.calls != p.nth {
		p.mu.Unlock()
		return nil
	}
	p.at = r.Request.Method + " " + r.Request.URL.Path
	held := p.held
	p.mu.Unlock()
	<-held
	return nil
}

// await lets the nth call from now on be held back until the function is called.
func (p *proxy) await(nth int) (end func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nth, p.calls, p.at, p.held = nth, 0, "", make(chan struct{})
	return func() { p.release() }
}

func (p *proxy) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.nth > 0 {
		close(p.held)
	}
	p.nth = 0
}

func (p *proxy) arrived() bool { return p.last() != "" }

// last names the call that is or was held back.
func (p *proxy) last() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at
}

// settle lets the held call go, and waits until the engine has answered all.
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
