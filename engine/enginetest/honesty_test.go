package enginetest_test

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/client"

	"gocompose/engine/enginetest"
)

var update = flag.Bool("update", false, "write the records in testdata from the real engine")

// scenarios run side by side, each with names of its own. Their records are
// testdata/NAME.golden.
var scenarios = map[string]func(*session){
	"networks": (*session).networks, "volumes": (*session).volumes, "refusals": (*session).refusals, "life": (*session).life,
	"endings": (*session).endings, "connections": (*session).connections, "ports": (*session).ports, "execs": (*session).execs,
	"images": (*session).images, "healths": (*session).healths, "builds": (*session).builds,
}

// TestHonesty compares what the test engine says with what Engine 20.10.24 said to
// the same calls.
func TestHonesty(t *testing.T) {
	srv := enginetest.New(t)
	srv.AddTestImage()
	t.Run("scenarios", func(t *testing.T) { // ends before the server does
		for name := range scenarios {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				sameText(t, transcribe(t, srv.Host(), name), recorded(t, name))
			})
		}
	})
}

// TestRealEngine compares the records with the engine of this machine where
// GOCOMPOSE_TEST_ENGINE asks for that; -update writes them.
func TestRealEngine(t *testing.T) {
	if os.Getenv("GOCOMPOSE_TEST_ENGINE") == "" {
		return
	}
	host := cmp.Or(os.Getenv("DOCKER_HOST"), client.DefaultDockerHost)
	for name := range scenarios {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := transcribe(t, host, name)
			if *update {
				check(t, os.WriteFile(goldenFile(name), []byte(got), 0o644))
			}
			sameText(t, got, recorded(t, name))
		})
	}
}

func goldenFile(name string) string { return filepath.Join("testdata", name+".golden") }

func recorded(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(goldenFile(name))
	check(t, err)
	return string(text)
}

func sameText(t *testing.T, got, want string) {
	t.Helper()
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			section := ""
			for _, line := range a[:i+1] {
				if strings.HasPrefix(line, "== ") {
					section = line
				}
			}
			t.Fatalf("line %d, %s\n got:\n%s\nwant:\n%s", i+1, section, around(a, i), around(b, i))
		}
	}
	if len(a) != len(b) {
		t.Fatalf("%d lines, want %d", len(a), len(b))
	}
}

func around(lines []string, i int) string {
	return strings.Join(lines[max(0, i-6):min(len(lines), i+7)], "\n")
}

// session speaks to one engine and writes down what it says, with all that differs
// from run to run replaced.
type session struct {
	t      *testing.T
	http   *http.Client
	name   string // of the scenario
	prefix string
	port   string
	out    strings.Builder

	streaming *http.Client // without a time-out
}

func newSession(t *testing.T, host, name string) *session {
	where, err := url.Parse(host)
	if err != nil {
		t.Fatal(err)
	}
	address := where.Host
	if where.Scheme == "unix" {
		address = where.Path
	}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, where.Scheme, address)
	}
	transport := &http.Transport{DialContext: dial}
	t.Cleanup(transport.CloseIdleConnections)
	return &session{
		t: t, name: name, prefix: fmt.Sprintf("gocompose-test-honesty%d-%s", os.Getpid(), name), port: freeHostPort(t),
		http: &http.Client{Transport: transport, Timeout: 30 * time.Second}, streaming: &http.Client{Transport: transport},
	}
}

// fill replaces P by the prefix of all names and PORT by a free port.
func (s *session) fill(text string) string {
	return strings.NewReplacer("{P}", s.prefix, "{PORT}", s.port).Replace(text)
}

// send makes a call and gives status and body.
func (s *session) send(method, path, body string) (int, []byte) {
	s.t.Helper()
	path = s.fill(path)
	if _, query, ok := strings.Cut(path, "?"); ok {
		path = strings.TrimSuffix(path, query) + url.PathEscape(query)
	}
	r, err := http.NewRequest(method, "http://engine/v1.41"+path, strings.NewReader(s.fill(body)))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := s.http.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, raw
}

// call notes status and answer; shape is a pointer to the type that a client reads
// the answer into, nil where it reads none.
func (s *session) call(method, path, body string, shape any) {
	s.t.Helper()
	status, raw := s.send(method, path, body)
	fmt.Fprintf(&s.out, "== %s %s %s\n%d\n", method, path, body, status)
	var failure struct{ Message *string }
	switch {
	case status >= 400 && json.Unmarshal(raw, &failure) == nil && failure.Message != nil:
		fmt.Fprintln(&s.out, s.normal(*failure.Message))
	case shape != nil:
		if err := json.Unmarshal(raw, shape); err != nil {
			s.t.Fatalf("%s %s: %s: %v", method, path, raw, err)
		}
		s.note(shape)
	case len(raw) > 0:
		fmt.Fprintf(&s.out, "%q\n", s.normal(string(raw)))
	}
}

// note writes a value as JSON, keys sorted.
func (s *session) note(shape any) {
	raw, _ := json.Marshal(shape)
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		s.t.Fatal(err)
	}
	text, _ := json.MarshalIndent(tidy("", tree), "", " ")
	fmt.Fprintln(&s.out, s.normal(string(text)))
}

// tidy drops what belongs to one machine and sorts what the engine does not order.
func tidy(key string, value any) any {
	switch v := value.(type) {
	case map[string]any:
		for _, own := range []string{"GraphDriver", "AppArmorProfile", "CgroupnsMode", "Size", "VirtualSize", "OomKillDisable", "Comment", "DockerVersion", "ContainerConfig", "Container", "RootFS"} {
			delete(v, own)
		}
		for k := range v {
			v[k] = tidy(k, v[k])
		}
	case []any:
		for i := range v {
			v[i] = tidy("", v[i])
		}
		if slices.Contains([]string{"Mounts", "Ports", "Volumes", "Warnings", "RepoTags"}, key) {
			slices.SortFunc(v, func(a, b any) int { return strings.Compare(replaced(fmt.Sprint(a)), replaced(fmt.Sprint(b))) })
		}
	case float64:
		if slices.Contains([]string{"Pid", "Created", "IPPrefixLen"}, key) && v > 0 {
			return 1
		}
	}
	return value
}

var replacements = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`[0-9a-f]{64}`), "<id>"},
	{regexp.MustCompile(`\b[0-9a-f]{12}\b`), "<short>"},
	{regexp.MustCompile(`20\d\d-\d\d-\d\dT[0-9:.]+Z`), "<time>"},
	{regexp.MustCompile(`02:42(:[0-9a-f]{2}){4}`), "<mac>"},
	{regexp.MustCompile(`\b(172|192)\.\d+\.\d+\.([01])\b(/16|/20)?`), "<net>.$2"},
	{regexp.MustCompile(`\b(172|192)\.\d+\.\d+\.\d+\b(/16|/20)?`), "<net>.<host>"},
	{regexp.MustCompile(`endpoints: y, x`), "endpoints: x, y"},
	{regexp.MustCompile(`(recipe": ")[0-9a-f]+`), "${1}<recipe>"},
	{regexp.MustCompile(`(Up|Exited \(\d+\)|Restarting \(\d+\)) (Less than a second|\d+ seconds?|About a minute)`), "$1 <age>"},
}

func (s *session) normal(text string) string {
	hostname, _ := os.Hostname()
	text = regexp.MustCompile(`\b`+s.port+`\b`).ReplaceAllString(text, "{PORT}") // not within the digits of a time
	text = strings.NewReplacer(s.prefix, "{P}", `"Hostname": "`+hostname+`"`, `"Hostname": "<host>"`).Replace(text)
	return replaced(text)
}

func replaced(text string) string {
	for _, r := range replacements {
		text = r.pattern.ReplaceAllString(text, r.with)
	}
	return text
}

// until repeats an inspect until the text is in it.
func (s *session) until(container, text string) {
	s.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		_, raw := s.send("GET", "/containers/"+container+"/json", "")
		if strings.Contains(string(raw), text) {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("%s never says %s: %s", container, text, raw)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
