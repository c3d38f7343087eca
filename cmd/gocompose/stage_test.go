package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/docker/docker/client"
	"github.com/rogpeppe/go-internal/testscript"

	"gocompose/engine/enginetest"
	"gocompose/engine/lock"
)

// stage is where one script plays: an engine, and the names and ports on it
// that are the script's own.
type stage struct {
	t          *testing.T
	api        *client.Client
	fake       *enginetest.Server // nil on a real engine
	projects   [2]string
	ports      [4]string
	vars       []string // names of the variables that setup gives
	begun      time.Time
	before     picture
	background map[string]*job
	server     *httptest.Server // of the git repositories; nil before the first
}

// patience is how long a script waits for what should come soon, on a busy machine too.
const patience = 30 * time.Second

// fakeStage is an engine of package enginetest for one script alone, on this
// machine as the real one is, and as old as the oldest that is supported.
func fakeStage(t *testing.T) *stage { return fakeStageOf(t, "1.41") }

// newFakeStage is the same with the API of Engine 29.
func newFakeStage(t *testing.T) *stage { return fakeStageOf(t, "1.55") }

func fakeStageOf(t *testing.T, version string) *stage {
	dir, err := os.MkdirTemp("", "gct") // t.TempDir would be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	srv, err := enginetest.Start(enginetest.Options{APIVersion: version, Socket: filepath.Join(dir, "docker.sock")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	srv.AddTestImage()
	s := newStage(t, client.WithHost(srv.Host()))
	s.fake = srv
	return s
}

// realStage is the engine of DOCKER_HOST.
func realStage(t *testing.T) *stage {
	s := newStage(t, client.FromEnv)
	if _, err := s.api.ImageInspect(context.Background(), "gocompose-test"); err != nil {
		t.Fatalf("%v; make images brings the image", err)
	}
	return s
}

func newStage(t *testing.T, host client.Opt) *stage {
	t.Helper()
	api, err := client.NewClientWithOpts(host, client.WithAPIVersionNegotiation())
	if err != nil {
		t.Fatal(err)
	}
	name := projectName()
	s := &stage{t: t, api: api, projects: [2]string{name, name + "b"}, begun: time.Now(), background: map[string]*job{}}
	for i := range s.ports {
		s.ports[i] = freePort(t)
	}
	t.Cleanup(func() {
		if t.Failed() {
			s.evidence()
		}
		s.sweep()
		for _, project := range s.projects {
			_ = os.Remove(lock.Request{Engine: api.DaemonHost(), Project: project}.Path()) // nobody comes after
		}
		api.Close()
	})
	return s
}

// projectName gives a name as long as "$PROJECT" that no other test has.
func projectName() string {
	n := projectsGiven.Add(1)
	return "gct-" + thisRun + strconv.FormatInt(36*36+int64(n)%(35*36*36), 36)[1:]
}

var projectsGiven atomic.Int32

// thisRun tells one run of the tests from another on the same engine.
var thisRun = func() string {
	var b [4]byte
	rand.Read(b[:])
	return strconv.FormatInt(36*36+int64(binary.BigEndian.Uint32(b[:])%(36*36)), 36)[1:]
}()

// freePort gives a port that nobody listens on, below those that the kernel
// hands out by itself, and each only once.
func freePort(t *testing.T) string {
	t.Helper()
	for range 1000 {
		port := fmt.Sprint(20000 + (firstPort+int(portsGiven.Add(1)))%12000)
		l, err := net.Listen("tcp", "0.0.0.0:"+port)
		if err == nil {
			l.Close()
			return port
		}
	}
	t.Fatal("no port is free")
	return ""
}

var (
	portsGiven atomic.Int32
	firstPort  = os.Getpid() * 100
)

// plainEnviron is the environment without what would change the command's ways,
// and with a state folder of the tests' own.
func plainEnviron() []string {
	plain := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "COMPOSE_") })
	return append(plain, "XDG_STATE_HOME="+filepath.Join(filepath.Dir(program), "state"))
}

// setup gives the script its variables.
func (s *stage) setup(env *testscript.Env) error {
	env.Setenv("PATH", filepath.Dir(program)+string(filepath.ListSeparator)+env.Getenv("PATH"))
	env.Setenv("PROJECT", s.projects[0])
	env.Setenv("PROJECT2", s.projects[1])
	env.Setenv("COMPOSE_PROJECT_NAME", s.projects[0])
	env.Setenv("XDG_STATE_HOME", s.t.TempDir()) // not below $WORK, which some build from
	for i, port := range s.ports {
		env.Setenv(fmt.Sprint("PORT", i+1), port)
	}
	env.Setenv("DOCKER_HOST", s.api.DaemonHost())
	for _, name := range []string{"DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_API_VERSION"} {
		if value, ok := os.LookupEnv(name); ok && s.fake == nil {
			env.Setenv(name, value)
		}
	}
	s.vars = names(env.Vars)
	env.Defer(s.endJobs)
	return s.mark()
}
