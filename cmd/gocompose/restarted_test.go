package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/docker/docker/client"
)

// ownEngine is a Docker engine of the test's own, which may be stopped and
// killed. It lives in a network namespace of its own: an engine removes bridges
// that it has no use for, those of other engines among them.
type ownEngine struct {
	t          *testing.T
	dir        string
	containerd *exec.Cmd
	running    *exec.Cmd
}

// newOwnEngine starts an engine that has the test image, beside a containerd
// which, as on a server, outlives it.
func newOwnEngine(t *testing.T) *ownEngine {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("starting an engine of its own takes root; make soak as root runs it")
	}
	dir, err := os.MkdirTemp("", "gct") // its sockets' paths have to be short
	if err != nil {
		t.Fatal(err)
	}
	e := &ownEngine{t: t, dir: dir}
	e.containerd = e.process("containerd", &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}, "containerd", "--root", e.path("containerd"), "--state", e.path("shims"), "--address", e.path("containerd.sock"))
	t.Cleanup(func() {
		e.end(e.running, syscall.SIGTERM)
		e.end(e.containerd, syscall.SIGTERM)
		syscall.Unmount(e.path("data"), syscall.MNT_DETACH) // the engine mounts it on itself
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	e.start()
	e.loadImage()
	return e
}

func (e *ownEngine) path(name string) string { return filepath.Join(e.dir, name) }

func (e *ownEngine) host() string { return "unix://" + e.path("docker.sock") }

// process starts a program whose output ends up in a file of a name.
func (e *ownEngine) process(name string, how *syscall.SysProcAttr, words ...string) *exec.Cmd {
	e.t.Helper()
	log, err := os.OpenFile(e.path(name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		e.t.Fatal(err)
	}
	defer log.Close()
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = log, log, how
	if err := cmd.Start(); err != nil {
		e.t.Fatal(err)
	}
	return cmd
}

func (e *ownEngine) end(cmd *exec.Cmd, signal os.Signal) {
	if cmd != nil {
		_ = cmd.Process.Signal(signal)
		_ = cmd.Wait() // how it ends does not matter
	}
}

// start starts the engine and waits until it answers.
func (e *ownEngine) start() {
	e.t.Helper()
	e.running = e.process("dockerd", nil, "nsenter", fmt.Sprintf("--net=/proc/%d/ns/net", e.containerd.Process.Pid), "dockerd", "--containerd", e.path("containerd.sock"), "--data-root", e.path("data"), "--exec-root", e.path("exec"),
		"--host", e.host(), "--pidfile", e.path("pid"), "--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-masq=false",
		"--default-address-pool", "base=10.213.0.0/16,size=24")
	api := e.api()
	defer api.Close()
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if _, err := api.Ping(context.Background()); err == nil {
			return
		}
		if time.Now().After(deadline) {
			text, _ := os.ReadFile(e.path("dockerd.log"))
			e.t.Fatalf("the engine does not start:\n%s", text)
		}
	}
}

func (e *ownEngine) api() *client.Client {
	e.t.Helper()
	api, err := client.NewClientWithOpts(client.WithHost(e.host()), client.WithAPIVersionNegotiation())
	if err != nil {
		e.t.Fatal(err)
	}
	return api
}

// restart ends the engine and starts it again.
func (e *ownEngine) restart(signal os.Signal) {
	e.t.Helper()
	e.end(e.running, signal)
	e.start()
}

// loadImage copies the test image from the engine of DOCKER_HOST.
func (e *ownEngine) loadImage() {
	e.t.Helper()
	from, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	if err != nil {
		e.t.Fatal(err)
	}
	defer from.Close()
	image, err := from.ImageSave(context.Background(), []string{"gocompose-test"})
	if err != nil {
		e.t.Fatal(err)
	}
	defer image.Close()
	to := e.api()
	defer to.Close()
	loaded, err := to.ImageLoad(context.Background(), image)
	if err != nil {
		e.t.Fatal(err)
	}
	defer loaded.Body.Close()
	if _, err := io.Copy(io.Discard, loaded.Body); err != nil {
		e.t.Fatal(err)
	}
}

// TestSoakEngineRestarted ends the engine at calls of a command and starts it
// again. The command must come to an end by itself; run again, it must come to
// where it would have come.
func TestSoakEngineRestarted(t *testing.T) {
	needSoak(t)
	t.Parallel()
	e := newOwnEngine(t)
	for _, test := range killings {
		if !slices.Contains([]string{"several more", "updated, stop-first"}, test.name) {
			continue // more of the same, for minutes
		}
		t.Run(test.name, func(t *testing.T) {
			k := newTroubled(t, newStage(t, client.WithHost(e.host())))
			want, calls := k.undisturbed(test)
			for nth := 2; nth <= calls; nth += 3 {
				signal := syscall.SIGTERM
				if nth%2 == 0 {
					signal = syscall.SIGKILL
				}
				k.restarted(e, signal, test, nth, want)
			}
		})
	}
}

// restarted restarts the engine at a call of the command.
func (k *troubled) restarted(e *ownEngine, signal os.Signal, test killing, nth int, want []string) {
	k.t.Helper()
	k.prepare(test)
	k.await(nth, held)
	ended := k.start(test.do.args)
	k.t.Cleanup(k.settle)
	for deadline := time.Now().Add(patience); !k.struck(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			k.t.Fatalf("there was no call %d", nth)
		}
	}
	e.end(e.running, signal)
	k.release()
	e.start()
	k.mustEnd(ended)
	k.again(test, want)
}

// TestSoakWaitingWhileRestarted restarts the engine while up waits for a
// container that becomes healthy in the end, if it runs on.
func TestSoakWaitingWhileRestarted(t *testing.T) {
	needSoak(t)
	t.Parallel()
	e := newOwnEngine(t)
	k := newTroubled(t, newStage(t, client.WithHost(e.host())))
	k.write("services: {web: {image: gocompose-test, healthcheck: {test: [CMD, \"false\"], interval: 1h}}}\n", "")
	ended := k.start([]string{"up", "-d", "--wait"})
	for deadline := time.Now().Add(patience); !slices.Contains(k.state(), "web-1  on default"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			k.t.Fatal("it does not start")
		}
	}
	e.restart(syscall.SIGTERM)
	k.mustEnd(ended)
	if !strings.Contains(k.said, "web-1") {
		t.Errorf("it said\n%s", k.said)
	}
}
