package main

import (
	"archive/tar"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// troubled is an engine behind a proxy, and a project on it whose commands meet
// with trouble.
type troubled struct {
	*stage
	*proxy
	t    *testing.T
	dir  string
	cmd  *exec.Cmd
	said string // by the last command that met with trouble
}

func newTroubled(t *testing.T, s *stage) *troubled {
	return &troubled{stage: s, proxy: newProxy(t, s.api.DaemonHost()), t: t, dir: t.TempDir()}
}

func (k *troubled) command(args []string) *exec.Cmd {
	cmd := exec.Command(program, append([]string{"-p", k.projects[0]}, args...)...)
	cmd.Dir = k.dir
	cmd.Env = append(plainEnviron(), "DOCKER_HOST="+k.host, "XDG_STATE_HOME="+filepath.Join(k.dir, "state"))
	return cmd
}

// run carries out a command that has to succeed.
func (k *troubled) run(args ...string) string {
	k.t.Helper()
	out, err := k.command(args).CombinedOutput()
	if err != nil {
		k.t.Fatalf("after %s: gocompose %s: %v\n%s\nbefore it said:\n%s", k.last(), strings.Join(args, " "), err, out, k.said)
	}
	return string(out)
}

// start starts a command, and gives what is sent its error once it has ended.
// What it said is in said then.
func (k *troubled) start(args []string) (ended chan error) {
	k.t.Helper()
	var said bytes.Buffer
	k.cmd = k.command(args)
	k.cmd.Stdout, k.cmd.Stderr = &said, &said
	if err := k.cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	ended = make(chan error, 1)
	go func() {
		err := k.cmd.Wait()
		k.said = said.String()
		ended <- err
	}()
	return ended
}

// killAt kills the command when its nth call is carried out; false where it makes fewer.
func (k *troubled) killAt(nth int, args []string) bool {
	k.t.Helper()
	k.await(nth, held)
	defer k.settle()
	ended := k.start(args)
	for !k.struck() {
		select {
		case <-ended:
			return k.struck()
		case <-time.After(time.Millisecond):
		}
	}
	k.cmd.Process.Kill()
	<-ended
	return true
}

// mustEnd waits until a command ends by itself, and checks that one which
// failed says why.
func (k *troubled) mustEnd(ended chan error) error {
	k.t.Helper()
	select {
	case err := <-ended:
		if err != nil && (!strings.Contains(k.said, "✘") || strings.Contains(k.said, "goroutine ")) {
			k.t.Fatalf("after %s: %v, and it said\n%s", k.last(), err, k.said)
		}
		return err
	case <-time.After(patience):
		k.cmd.Process.Kill()
		<-ended
		k.t.Fatalf("after %s it goes on for ever. It said\n%s", k.last(), k.said)
		return nil
	}
}

// write puts a project's files there; release takes the place of RELEASE.
func (k *troubled) write(file, release string) {
	k.t.Helper()
	for name, text := range map[string]string{"compose.yaml": file, "token.txt": "token of RELEASE"} {
		if err := os.WriteFile(filepath.Join(k.dir, name), []byte(strings.ReplaceAll(text, "RELEASE", release)), 0o644); err != nil {
			k.t.Fatal(err)
		}
	}
}

// state gives a line for each thing of the project, sorted: a container with its
// release, its state unless it runs, its networks or whose it is in, and the
// files that it was given.
func (k *troubled) state() (out []string) {
	k.t.Helper()
	h, err := k.look(context.Background())
	if err != nil {
		k.t.Fatal(err)
	}
	names := map[string]string{}
	for _, c := range h.containers {
		names["container:"+c.ID] = strings.TrimPrefix(c.Names[0], "/"+k.projects[0]+"-")
	}
	for _, n := range h.networks {
		names[n.ID] = strings.TrimPrefix(n.Name, k.projects[0]+"_")
		out = append(out, "network "+names[n.ID]+" "+n.Labels["release"])
	}
	for _, c := range h.containers {
		text := names["container:"+c.ID] + " " + c.Labels["release"]
		if c.State != "running" {
			text += " " + string(c.State)
		}
		if in, ok := names[c.HostConfig.NetworkMode]; ok {
			text += " in " + in
		}
		var on []string
		for _, n := range c.NetworkSettings.Networks {
			on = append(on, " on "+names[n.NetworkID])
		}
		slices.Sort(on)
		text += strings.Join(on, "")
		for _, m := range c.Mounts {
			if m.Destination == "/data" {
				text += ", " + k.file(c.ID, "/run/secrets/token") + ", " + k.file(c.ID, "/settings")
			}
		}
		out = append(out, text)
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
func (k *troubled) file(id, path string) string {
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
