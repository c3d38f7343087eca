package main

import (
	"context"
	"net"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"
)

// sample is one of the samples, in a project of its own.
type sample struct {
	*stage
	folder string
}

func newSample(t *testing.T, name, port string) *sample {
	folder, err := filepath.Abs("../../samples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	awaitFree(t, port)
	return &sample{stage: realStage(t), folder: folder}
}

// awaitFree waits for a port that another run of the sample may hold for a while.
func awaitFree(t *testing.T, port string) {
	t.Helper()
	for deadline := time.Now().Add(2 * patience); ; time.Sleep(100 * time.Millisecond) {
		l, err := net.Listen("tcp", "0.0.0.0:"+port)
		if err == nil {
			l.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%v; end what holds the sample's port (make test takes the demo down)", err)
		}
	}
}

// compose runs the command for the sample and gives what it says on stderr.
func (s *sample) compose(args ...string) string {
	s.t.Helper()
	cmd := exec.Command(program, append([]string{"-p", s.projects[0]}, args...)...)
	cmd.Dir, cmd.Env = s.folder, plainEnviron()
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		s.t.Fatalf("gocompose %s: %v\n%s", strings.Join(args, " "), err, said.String())
	}
	return said.String()
}

func (s *sample) container(service string) container.InspectResponse {
	s.t.Helper()
	seen, err := s.api.ContainerInspect(context.Background(), s.projects[0]+"-"+service+"-1")
	if err != nil {
		s.t.Fatal(err)
	}
	return seen
}

// ids gives the containers' ids by service.
func (s *sample) ids(services ...string) map[string]string {
	out := map[string]string{}
	for _, name := range services {
		out[name] = s.container(name).ID
	}
	return out
}

// exec runs a program in a service's container and gives its output.
func (s *sample) exec(service string, command ...string) string {
	s.t.Helper()
	ctx := context.Background()
	made, err := s.api.ContainerExecCreate(ctx, s.container(service).ID, container.ExecOptions{Cmd: command, AttachStdout: true, AttachStderr: true})
	if err != nil {
		s.t.Fatal(err)
	}
	stream, err := s.api.ContainerExecAttach(ctx, made.ID, container.ExecAttachOptions{})
	if err != nil {
		s.t.Fatal(err)
	}
	defer stream.Close()
	var out strings.Builder
	if _, err := stdcopy.StdCopy(&out, &out, stream.Reader); err != nil {
		s.t.Fatal(err)
	}
	return out.String()
}

// resolves checks that a container finds others by their names.
func (s *sample) resolves(from string, names ...string) {
	s.t.Helper()
	for _, name := range names {
		if out := s.exec(from, "getent", "hosts", name); !strings.Contains(out, ".") {
			s.t.Errorf("%s does not find %s: %q", from, name, out)
		}
	}
}

// publishes checks at which ports of the host a container can be reached.
func (s *sample) publishes(service string, want ...string) {
	s.t.Helper()
	var got []string
	for port, bindings := range s.container(service).NetworkSettings.Ports {
		for _, b := range bindings {
			if !strings.Contains(b.HostIP, ":") {
				got = append(got, b.HostPort+"->"+string(port))
			}
		}
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		s.t.Errorf("%s publishes %q, want %q", service, got, want)
	}
}

// changesNothing checks that up finds everything as it should be.
func (s *sample) changesNothing(args ...string) {
	s.t.Helper()
	if said := s.compose(args...); !strings.Contains(said, "nothing changed") {
		s.t.Errorf("gocompose %s again: %s", strings.Join(args, " "), said)
	}
}

// ends takes the sample down, after which nothing of it is left.
func (s *sample) ends() {
	s.t.Helper()
	s.compose("down", "--volumes", "--rmi", "local")
	h, err := s.look(context.Background())
	if left := h.names(); err != nil || len(left) > 0 {
		s.t.Errorf("left: %q, %v", left, err)
	}
}

func (s *sample) page(url string) string {
	s.t.Helper()
	text, err := page(url)
	if err != nil {
		s.t.Fatal(err)
	}
	return text
}
