package main

import (
	"archive/tar"
	"context"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gocompose/engine/enginetest"
)

// killed is an engine, and a project on it whose commands are killed.
type killed struct {
	*stage
	dir, host string
	proxy     *proxy // before a real engine; else nil
	at        string // the call at which it was killed
}

func newKilled(t *testing.T) *killed {
	s := fakeStage(t)
	return &killed{stage: s, dir: t.TempDir(), host: s.fake.Host()}
}

func newReallyKilled(t *testing.T) *killed {
	s := realStage(t)
	p := newProxy(t, s.api.DaemonHost())
	return &killed{stage: s, dir: t.TempDir(), host: p.host, proxy: p}
}

func (k *killed) command(args ...string) *exec.Cmd {
	cmd := exec.Command(program, append([]string{"-p", k.projects[0]}, args...)...)
	cmd.Dir = k.dir
	cmd.Env = append(plainEnviron(), "DOCKER_HOST="+k.host)
	return cmd
}

func (k *killed) run(args ...string) string {
	k.t.Helper()
	out, err := k.command(args...).CombinedOutput()
	if err != nil {
		k.t.Fatalf("after %s: gocompose %s: %v\n%s", k.last(), strings.Join(args, " "), err, out)
	}
	return string(out)
}

// killAt kills the command when its nth call arrives; false where it makes fewer.
func (k *killed) killAt(nth int, args ...string) bool {
	k.t.Helper()
	defer k.await(nth)()
	cmd := k.command(args...)
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		cmd.Wait()
		close(ended)
	}()
	for !k.arrived(nth) {
		select {
		case <-ended:
			return k.arrived(nth)
		case <-time.After(time.Millisecond):
		}
	}
	cmd.Process.Kill()
	<-ended
	k.settle()
	return true
}

// await lets the engine hold the nth call up from now on, until the function is called.
func (k *killed) await(nth int) (end func()) {
	if k.proxy != nil {
		return k.proxy.await(nth)
	}
	k.fake.ForgetCalls()
	k.fake.FailCall(enginetest.Fault{Nth: nth, Delay: 20 * time.Millisecond})
	return k.fake.ClearFaults
}

func (k *killed) arrived(nth int) bool {
	if k.proxy != nil {
		return k.proxy.arrived()
	}
	calls := k.fake.Calls()
	if len(calls) >= nth {
		k.at = calls[nth-1].String()
	}
	return len(calls) >= nth
}

// last names the call at which the command was killed.
func (k *killed) last() string {
	if k.proxy != nil {
		return k.proxy.last()
	}
	return k.at
}

// settle waits until the engine has answered, if only itself, all that it was asked.
func (k *killed) settle() {
	k.t.Helper()
	if k.proxy != nil {
		k.proxy.settle()
		return
	}
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

// state gives a line for each thing of the project, sorted: a container with its
// release, its state unless it runs, whose network it is in, and the files that
// it was given.
func (k *killed) state() (out []string) {
	k.t.Helper()
	h, err := k.look(context.Background())
	if err != nil {
		k.t.Fatal(err)
	}
	names := map[string]string{}
	for _, c := range h.containers {
		names["container:"+c.ID] = strings.TrimPrefix(c.Names[0], "/"+k.projects[0]+"-")
	}
	for _, c := range h.containers {
		text := names["container:"+c.ID] + " " + c.Labels["release"]
		if c.State != "running" {
			text += " " + string(c.State)
		}
		if in, ok := names[c.HostConfig.NetworkMode]; ok {
			text += " in " + in
		}
		if c.Labels["com.docker.compose.service"] == "web" {
			text += ", " + k.file(c.ID, "/run/secrets/token") + ", " + k.file(c.ID, "/settings")
		}
		out = append(out, text)
	}
	for _, n := range h.networks {
		out = append(out, "network "+strings.TrimPrefix(n.Name, k.projects[0]+"_"))
	}
	for _, v := range h.volumes {
		out = append(out, "volume "+numbered.ReplaceAllString(strings.TrimPrefix(v.Name, k.projects[0]+"_"), "_files"))
	}
	slices.Sort(out)
	return out
}

// numbered is the end of a name of a volume with files; which number it has does not matter.
var numbered = regexp.MustCompile(`_files_[0-9]+$`)

// file gives what a file of a container says.
func (k *killed) file(id, path string) string {
	k.t.Helper()
	stream, _, err := k.api.CopyFromContainer(context.Background(), id, path)
	if err != nil {
		return err.Error()
	}
	defer stream.Close()
	files := tar.NewReader(stream)
	if _, err := files.Next(); err != nil {
		return err.Error()
	}
	text, err := io.ReadAll(files)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
