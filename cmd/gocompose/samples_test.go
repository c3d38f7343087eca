package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// The samples' files are those of the document that the project began with,
// character for character.
func TestSamplesAreTheDocuments(t *testing.T) {
	for _, name := range []string{"counter", "nginx-lb"} {
		want, err := os.ReadFile("testdata/samples/" + name + ".yml")
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile("../../samples/" + name + "/docker-compose.yml")
		if err != nil || string(got) != string(want) {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, want)
		}
	}
}

// TestSamples runs the samples on a real engine, beside other tests but one
// after the other, since their ports are fixed.
func TestSamples(t *testing.T) {
	needEngine(t)
	t.Parallel()
	t.Run("counter", counterSample)
	t.Run("nginx-lb", balancerSample)
	t.Run("rolling", rollingSample)
}

var visits = regexp.MustCompile(`^<p>Web Access Count: (\d+) times</p>$`)

func counterSample(t *testing.T) {
	s := newSample(t, "counter", "9000")
	s.compose("up", "-d", "--build", "--wait")
	for want := 1; want <= 3; want++ {
		text := s.page("http://localhost:9000/")
		if m := visits.FindStringSubmatch(text); m == nil || m[1] != fmt.Sprint(want) {
			t.Errorf("visit %d shows %q", want, text)
		}
	}
	s.resolves("flask", "redis", s.projects[0]+"-redis-1")
	s.publishes("flask", "9000->9000/tcp")
	s.publishes("redis")
	s.looksLikeDockerCompose()
	s.changesNothing("up", "-d")
	s.changesNothing("up", "-d", "--build")
	s.ends()
}

// looksLikeDockerCompose checks names, labels and aliases to the byte, since it
// is by these that docker compose and other tools find and judge containers.
func (s *sample) looksLikeDockerCompose() {
	p, c := s.projects[0], s.container("redis")
	redis := `{"command":null,"entrypoint":null,"image":"redis:latest","networks":{"default":null},"restart":"always"}`
	s.labelled("redis", c.Config.Labels, map[string]string{
		"project": p, "service": "redis", "oneoff": "False", "container-number": "1", "depends_on": "",
		"project.working_dir": s.folder, "project.config_files": s.folder + "/docker-compose.yml",
		"image": c.Image, "config-hash": hash(redis), "version": version3(c.Config.Labels),
	})
	flask := s.container("flask")
	s.labelled("flask", flask.Config.Labels, map[string]string{
		"project": p, "service": "flask", "oneoff": "False", "container-number": "1", "depends_on": "redis:service_started:false",
		"project.working_dir": s.folder, "project.config_files": s.folder + "/docker-compose.yml",
		"image": flask.Image, "config-hash": flask.Config.Labels["com.docker.compose.config-hash"], "version": version3(c.Config.Labels),
	})
	n, err := s.api.NetworkInspect(context.Background(), p+"_default", network.InspectOptions{})
	if err != nil {
		s.t.Fatal(err)
	}
	s.labelled("network", n.Labels, map[string]string{
		"project": p, "network": "default", "config-hash": hash(`{"name":"` + p + `_default","ipam":{}}`), "version": version3(c.Config.Labels),
	})
	for name, c := range map[string]container.InspectResponse{"redis": c, "flask": flask} {
		want := []string{p + "-" + name + "-1", name, c.ID[:12]}
		if got := c.NetworkSettings.Networks[p+"_default"].Aliases; !slices.Equal(got, want) {
			s.t.Errorf("aliases of %s: %q, want %q", name, got, want)
		}
	}
	if image := flask.Config.Image; image != p+"-flask" {
		s.t.Errorf("flask runs the image %s", image)
	}
}

// labelled compares docker compose's labels, all of them.
func (s *sample) labelled(what string, labels, want map[string]string) {
	s.t.Helper()
	const prefix = "com.docker.compose."
	got := map[string]string{}
	for name, value := range labels {
		if short, ok := strings.CutPrefix(name, prefix); ok {
			got[short] = value
		}
	}
	if !maps.Equal(got, want) {
		s.t.Errorf("labels of %s:\n%q, want\n%q", what, got, want)
	}
}

func hash(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

var versionLabel = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// version3 gives the label of that name where it has the form that it should have.
func version3(labels map[string]string) string {
	return versionLabel.FindString(labels["com.docker.compose.version"])
}

var application = regexp.MustCompile(`^Web Application \[([123])\]$`)

// answers tells which application answered at the balancer.
func (s *sample) answers() string {
	s.t.Helper()
	text := s.page("http://localhost:8080/")
	m := application.FindStringSubmatch(text)
	if m == nil {
		s.t.Fatalf("the balancer answers %q", text)
	}
	return m[1]
}

// awaitApplications asks until every one of these applications has answered.
func (s *sample) awaitApplications(names string) {
	s.t.Helper()
	for deadline := time.Now().Add(patience); names != ""; {
		names = strings.ReplaceAll(names, s.answers(), "")
		if time.Now().After(deadline) {
			s.t.Fatalf("applications %s do not answer", names)
		}
	}
}

func balancerSample(t *testing.T) {
	s := newSample(t, "nginx-lb", "8080")
	s.compose("up", "-d", "--build", "--wait")
	s.awaitApplications("123")
	s.inTurn()
	s.resolves("nginx", "pyfla_app1", "pyfla_app2", "pyfla_app3")
	s.publishes("nginx", "8080->80/tcp")
	for _, name := range []string{"pyfla_app1", "pyfla_app2", "pyfla_app3"} {
		s.publishes(name)
	}
	s.changesNothing("up", "-d")

	apps := s.ids("pyfla_app1", "pyfla_app2", "pyfla_app3")
	s.compose("-f", "docker-compose.yml", "-f", "ip-hash.yml", "up", "-d")
	if now := s.ids("pyfla_app1", "pyfla_app2", "pyfla_app3"); !maps.Equal(now, apps) {
		t.Errorf("another configuration of nginx changed the applications: %q, before %q", now, apps)
	}
	s.alwaysTheSame()

	s.compose("-f", "docker-compose.yml", "-f", "least-conn.yml", "-f", "slow-app1.yml", "up", "-d")
	s.awaitApplications("123")
	s.fewerForTheSlow()
	s.ends()
}

// inTurn checks that 1, 2 and 3 answer in strict turn, whoever begins.
func (s *sample) inTurn() {
	s.t.Helper()
	var got strings.Builder
	for range 12 {
		got.WriteString(s.answers())
	}
	if !strings.Contains("12312312312312", got.String()) {
		s.t.Errorf("not in turn: %s", got.String())
	}
}

// alwaysTheSame checks that one client always reaches the same application.
func (s *sample) alwaysTheSame() {
	s.t.Helper()
	first := s.answers()
	for range 11 {
		if now := s.answers(); now != first {
			s.t.Errorf("application %s answered after %s", now, first)
		}
	}
}

// fewerForTheSlow asks six at a time: an application that is slow to answer
// has more requests under way, so that fewer new ones come to it.
func (s *sample) fewerForTheSlow() {
	s.t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	counts := map[string]int{}
	for range 6 {
		all.Go(func() {
			for range 10 {
				text, err := page("http://localhost:8080/")
				mu.Lock()
				counts[text]++
				mu.Unlock()
				if err != nil {
					s.t.Error(err)
				}
			}
		})
	}
	all.Wait()
	slow := counts["Web Application [1]"]
	if slow == 0 || 2*slow >= counts["Web Application [2]"] || 2*slow >= counts["Web Application [3]"] {
		s.t.Errorf("the slow application 1 did not get fewer: %v", counts)
	}
}
