package lock

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestMain lets the test program be the other command, which holds a lock
// until its standard input ends.
func TestMain(m *testing.M) {
	if dir := os.Getenv("LOCK_HELD_IN"); dir != "" {
		if _, err := Acquire(context.Background(), request(dir, "shop")); err != nil {
			os.Stdout.WriteString(err.Error())
			os.Exit(1)
		}
		os.Stdout.WriteString("held\n")
		_, _ = os.Stdin.Read(make([]byte, 1))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func request(dir, project string) Request {
	return Request{Dir: dir, Engine: "unix:///var/run/docker.sock", Project: project, Command: "up", Now: time.Now}
}

// other starts another process that holds the lock of shop.
func other(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "LOCK_HELD_IN="+dir)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	said := make([]byte, 100)
	if n, _ := out.Read(said); string(said[:n]) != "held\n" {
		t.Fatalf("the other process says %q", said[:n])
	}
	return cmd
}

func TestHeldByAnother(t *testing.T) {
	dir := t.TempDir()
	cmd := other(t, dir)
	q := request(dir, "shop")
	var told Owner
	q.Timeout, q.Waiting = 10*time.Millisecond, func(o Owner) { told = o }
	_, err := Acquire(context.Background(), q)
	var held *HeldError
	if !errors.As(err, &held) || held.Owner.PID != cmd.Process.Pid || told.PID != cmd.Process.Pid {
		t.Fatalf("%v, told of %v; the owner is %d", err, told, cmd.Process.Pid)
	}
	if !strings.Contains(err.Error(), "gocompose up of ") {
		t.Error(err)
	}
}

// TestDeadOwner kills the owner while another waits.
func TestDeadOwner(t *testing.T) {
	dir := t.TempDir()
	cmd := other(t, dir)
	q := request(dir, "shop")
	q.Waiting = func(Owner) {
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
	}
	l, err := Acquire(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Release(); err != nil {
		t.Fatal(err)
	}
}

func TestOtherProjects(t *testing.T) {
	dir := t.TempDir()
	other(t, dir)
	q := request(dir, "blog")
	q.Waiting = func(o Owner) { t.Errorf("waits for %v", o) }
	if _, err := Acquire(context.Background(), q); err != nil {
		t.Fatal(err)
	}
	q = request(dir, "shop")
	q.Engine, q.Waiting = "tcp://elsewhere:2376", func(o Owner) { t.Errorf("waits for %v", o) }
	if _, err := Acquire(context.Background(), q); err != nil {
		t.Fatal(err)
	}
}

func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	other(t, dir)
	ctx, cancel := context.WithCancelCause(context.Background())
	stop := errors.New("stop")
	q := request(dir, "shop")
	q.Waiting = func(Owner) { cancel(stop) }
	if _, err := Acquire(ctx, q); !errors.Is(err, stop) {
		t.Error(err)
	}
}

// TestOneAtATime lets many want the lock at once.
func TestOneAtATime(t *testing.T) {
	dir := t.TempDir()
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			l, err := Acquire(context.Background(), request(dir, "shop"))
			if err != nil {
				t.Error(err)
				return
			}
			if n := inside.Add(1); n != 1 {
				t.Errorf("%d at once", n)
			}
			inside.Add(-1)
			if err := l.Release(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestNoFile(t *testing.T) {
	dir := t.TempDir()
	path, err := request(dir, "shop").file()
	if err != nil {
		t.Fatal(err)
	}
	victim := filepath.Join(dir, "victim")
	if err := os.WriteFile(victim, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, path); err != nil {
		t.Fatal(err)
	}
	if _, err := Acquire(context.Background(), request(dir, "shop")); err == nil {
		t.Error("a link was taken for a lock")
	}
	if text, _ := os.ReadFile(victim); string(text) != "mine" {
		t.Errorf("the link's target says %q", text)
	}
	if _, err := Acquire(context.Background(), request(filepath.Join(dir, "none"), "shop")); err == nil {
		t.Error("a folder that is not there was taken")
	}
}
