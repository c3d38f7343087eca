package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/docker/docker/client"
)

// TestSoakLogsFollowRestartedEngine follows a container over the restart of its
// engine, which starts it again: no line may be lost, and none come twice.
func TestSoakLogsFollowRestartedEngine(t *testing.T) {
	needSoak(t)
	t.Parallel()
	e := newOwnEngine(t)
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		k := newTroubled(t, newStage(t, client.WithHost(e.host())))
		k.write("services: {web: {image: gocompose-test, restart: always, command: test-tool tick 50ms tick}}\n", "")
		k.run("up", "-d")
		logs := followLogs(t, e, k.projects[0])
		logs.await("tick 5\n")
		seen := logs.text()
		e.restart(signal)
		logs.until("more", func() bool { return strings.Count(logs.text(), "\n") > strings.Count(seen, "\n")+5 })
		logs.end()
		logs.wholeTicks()
		k.run("down", "-t", "0")
	}
}

// following is a `gocompose logs -f`, and the file that it writes into.
type following struct {
	t    *testing.T
	cmd  *exec.Cmd
	file string
}

func followLogs(t *testing.T, e *ownEngine, project string) *following {
	t.Helper()
	f := &following{t: t, file: filepath.Join(t.TempDir(), "logs")}
	out, err := os.Create(f.file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	f.cmd = exec.Command(program, "-p", project, "logs", "-f", "--no-log-prefix")
	f.cmd.Dir, f.cmd.Env = filepath.Dir(f.file), append(plainEnviron(), "DOCKER_HOST="+e.host())
	f.cmd.Stdout, f.cmd.Stderr = out, os.Stderr
	if err := f.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *following) text() string {
	text, err := os.ReadFile(f.file)
	if err != nil {
		f.t.Fatal(err)
	}
	return string(text)
}

func (f *following) until(what string, there func() bool) {
	f.t.Helper()
	for deadline := time.Now().Add(2 * patience); !there(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			f.t.Fatalf("no %s came; there is\n%s", what, f.text())
		}
	}
}

func (f *following) await(text string) {
	f.t.Helper()
	f.until(text, func() bool { return strings.Contains(f.text(), text) })
}

func (f *following) end() {
	_ = f.cmd.Process.Signal(os.Interrupt)
	_ = f.cmd.Wait() // with 130
}

// wholeTicks fails unless the numbers count on, or begin anew.
func (f *following) wholeTicks() {
	f.t.Helper()
	last := 0
	for line := range strings.Lines(f.text()) {
		var n int
		if _, err := fmt.Sscanf(line, "tick %d", &n); err != nil || n != last+1 && n != 1 {
			f.t.Fatalf("%q comes after %d in\n%s", line, last, f.text())
		}
		last = n
	}
}
