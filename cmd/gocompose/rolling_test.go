package main

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const rollingPage = "http://localhost:8090/"

// rollingSample updates an application behind a load balancer and asks for its
// page all the while: no request may fail.
func rollingSample(t *testing.T) {
	s := newSample(t, "rolling", "8090")
	s.compose("up", "-d", "--build", "--wait")
	asked := ask(t, rollingPage)

	s.version("2").must(t, 0)
	s.serves("2")
	before := s.versions()

	said := s.version("3", "BROKEN=1").must(t, 1)
	if !strings.Contains(said, "is unhealthy") || !strings.Contains(said, "what ran before still runs") {
		t.Errorf("a failing update says:\n%s", said)
	}
	if now := s.versions(); !slices.Equal(now, before) {
		t.Errorf("a failing update leaves %q, before %q", now, before)
	}
	s.serves("2")

	s.compose("rollback", "app")
	s.serves("1")

	if total, failed := asked.end(1000); failed != nil {
		t.Errorf("of %d requests failed %d: %v", total, len(failed), failed[0])
	}
	s.ends()
}

// attempt is an up that was carried out.
type attempt struct {
	said string
	code int
}

// version brings up a version of the application.
func (s *sample) version(version string, more ...string) attempt {
	s.t.Helper()
	cmd := exec.Command(program, "-p", s.projects[0], "up", "-d")
	cmd.Dir, cmd.Env = s.folder, append(append(plainEnviron(), "VERSION="+version), more...)
	said, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		s.t.Fatal(err)
	}
	return attempt{string(said), cmd.ProcessState.ExitCode()}
}

func (u attempt) must(t *testing.T, code int) string {
	t.Helper()
	if u.code != code {
		t.Fatalf("exit code %d, want %d:\n%s", u.code, code, u.said)
	}
	return u.said
}

// serves checks that only one version answers.
func (s *sample) serves(version string) {
	s.t.Helper()
	for range 10 {
		if text := s.page(rollingPage); text != "version "+version {
			s.t.Errorf("%q answers, not version %s", text, version)
		}
	}
}

// versions gives the ids of the application's containers.
func (s *sample) versions() (ids []string) {
	s.t.Helper()
	h, err := s.look(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range h.containers {
		if c.Labels["com.docker.compose.service"] == "app" {
			ids = append(ids, fmt.Sprintf("%s %s %s", c.Names[0], c.ID, c.State))
		}
	}
	slices.Sort(ids)
	return ids
}

// asking asks for a page over and over. Its goroutine alone counts until done.
type asking struct {
	total  int
	failed []error
	enough chan int // how many requests there must be at the end
	done   chan struct{}
}

func ask(t *testing.T, url string) *asking {
	a := &asking{enough: make(chan int, 1), done: make(chan struct{})}
	go func() {
		defer close(a.done)
		least := -1
		for least < 0 || a.total < least {
			select {
			case least = <-a.enough:
			case <-t.Context().Done():
				return
			default:
			}
			_, err := page(url)
			if a.total++; err != nil {
				a.failed = append(a.failed, err)
			}
		}
	}()
	return a
}

// end lets the asking end once there were so many requests.
func (a *asking) end(least int) (total int, failed []error) {
	a.enough <- least
	<-a.done
	return a.total, a.failed
}
