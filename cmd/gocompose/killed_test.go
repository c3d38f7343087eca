package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"

	"gocompose/engine/enginetest"
)

const releases = `
services:
  web:
    image: gocompose-test
    labels: {release: "%s"}
    depends_on: [db]
    volumes: [data:/data]
  db:
    image: gocompose-test
    labels: {release: "%s"}
volumes:
  data:
`

// TestKilledAnywhere ends the command with SIGKILL at each of its calls in turn.
// The call that is under way is carried out all the same, as an engine does.
// The same command, run again, must then come to where it would have come.
func TestKilledAnywhere(t *testing.T) {
	tests := []struct {
		name          string
		before, kills []string // command lines; before is run to its end with the first release
		left          []string
	}{
		{"up", nil, []string{"up", "-d"}, []string{"db-1 two", "web-1 two"}},
		{"replacement", []string{"up", "-d"}, []string{"up", "-d"}, []string{"db-1 two", "web-1 two"}},
		{"scaled", []string{"up", "-d", "--scale", "web=2"}, []string{"up", "-d", "--scale", "web=3"}, []string{"db-1 two", "web-1 two", "web-2 two", "web-3 two"}},
		{"down", []string{"up", "-d"}, []string{"down", "-v"}, nil},
	}
	t.Parallel()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for nth := 1; ; nth++ {
				k := newKilled(t)
				k.release("one")
				if test.before != nil {
					k.run(test.before...)
				}
				k.release("two")
				if !k.killAt(nth, test.kills...) {
					if nth < 10 {
						t.Errorf("only %d calls were tried", nth)
					}
					break
				}
				k.run(test.kills...)
				if got := k.containers(); !slices.Equal(got, test.left) {
					t.Fatalf("killed at call %d, then run again: %q, want %q", nth, got, test.left)
				}
				if test.left == nil {
					k.nothingLeft(nth)
					continue
				}
				if said := k.run(append(slices.Clone(test.kills), "--dry-run")...); !strings.Contains(said, "nothing to do") {
					t.Fatalf("killed at call %d, then run again: there is still to do:\n%s", nth, said)
				}
			}
		})
	}
}

// killed is an engine, and a project on it whose commands are killed.
type killed struct {
	*stage
	dir string
}

func newKilled(t *testing.T) *killed { return &killed{fakeStage(t), t.TempDir()} }

func (k *killed) release(name string) {
	k.t.Helper()
	if err := os.WriteFile(filepath.Join(k.dir, "compose.yaml"), fmt.Appendf(nil, releases, name, name), 0o644); err != nil {
		k.t.Fatal(err)
	}
}

func (k *killed) command(args ...string) *exec.Cmd {
	cmd := exec.Command(program, append([]string{"-p", k.projects[0]}, args...)...)
	cmd.Dir = k.dir
	cmd.Env = append(plainEnviron(), "DOCKER_HOST="+k.fake.Host())
	return cmd
}

func (k *killed) run(args ...string) string {
	k.t.Helper()
	out, err := k.command(args...).CombinedOutput()
	if err != nil {
		k.t.Fatalf("gocompose %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// killAt kills the command when its nth call arrives; false where it makes fewer.
func (k *killed) killAt(nth int, args ...string) bool {
	k.t.Helper()
	k.fake.ForgetCalls()
	k.fake.FailCall(enginetest.Fault{Nth: nth, Delay: 20 * time.Millisecond})
	defer k.fake.ClearFaults()
	cmd := k.command(args...)
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		cmd.Wait()
		close(ended)
	}()
	for len(k.fake.Calls()) < nth {
		select {
		case <-ended:
			return len(k.fake.Calls()) >= nth
		case <-time.After(time.Millisecond):
		}
	}
	cmd.Process.Kill()
	<-ended
	k.settle()
	return true
}

// settle waits until the engine has answered, if only itself, all that it was asked.
func (k *killed) settle() {
	k.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		calls := k.fake.Calls()
		open := slices.DeleteFunc(calls, func(c enginetest.Call) bool { return c.Status != 0 || c.Path == "/events" })
		if len(open) == 0 {
			return
		}
		if time.Now().After(deadline) {
			k.t.Fatalf("never answered: %v", open)
		}
	}
}

// containers gives "web-1 two" of every container that runs, and what else there is.
func (k *killed) containers() (out []string) {
	k.t.Helper()
	list, err := k.api.ContainerList(context.Background(), container.ListOptions{All: true})
	if err != nil {
		k.t.Fatal(err)
	}
	for _, c := range list {
		text := strings.TrimPrefix(c.Names[0], "/"+k.projects[0]+"-") + " " + c.Labels["release"]
		if c.State != "running" {
			text += " " + string(c.State)
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return out
}

func (k *killed) nothingLeft(nth int) {
	k.t.Helper()
	h, err := k.look(context.Background())
	if left := h.names(); err != nil || len(left) > 0 {
		k.t.Fatalf("killed at call %d, then run again: left are %q, %v", nth, left, err)
	}
}
