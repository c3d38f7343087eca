package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// releases is a project with all that takes several calls: copies of files,
// hooks, and a container in the network of another.
const releases = `
services:
  web:
    image: gocompose-test
    labels: {release: "%[1]s"}
    depends_on: [db]
    volumes: [data:/data]
    secrets: [token]
    configs: [settings]
    pre_start:
      - command: test-tool echo prepared
      - {command: test-tool echo prepared too, per_replica: true}
    post_start: [{command: test-tool echo announced}]
    pre_stop: [{command: test-tool echo goodbye}]
  side:
    image: gocompose-test
    network_mode: service:web
    labels: {release: "%[1]s"}
    pre_start: [{command: test-tool echo prepared}]
    post_start: [{command: test-tool echo announced}]
  db:
    image: gocompose-test
    labels: {release: "%[1]s"}
    pre_stop: [{command: test-tool echo goodbye}]
volumes:
  data:
secrets:
  token: {file: token.txt}
configs:
  settings: {content: "settings of %[1]s"}
`

// killings is what is killed, and what the same command must then come to.
var killings = []struct {
	name          string
	before, kills []string // command lines; before is run to its end with another release
	webs          []string // containers of web in the end; nil: nothing is left
}{
	{"up", nil, []string{"up", "-d"}, []string{"web-1"}},
	{"replacement", []string{"up", "-d"}, []string{"up", "-d"}, []string{"web-1"}},
	{"scaled", []string{"up", "-d", "--scale", "web=2"}, []string{"up", "-d", "--scale", "web=3"}, []string{"web-1", "web-2", "web-3"}},
	{"down", []string{"up", "-d"}, []string{"down", "-v"}, nil},
}

// allOf is all that there is of a release, sorted.
func allOf(release string, webs []string) (all []string) {
	if webs == nil {
		return nil
	}
	all = []string{"db-1 " + release, "network default", "side-1 " + release + " in web-1", "volume data", "volume web_files"}
	for _, web := range webs {
		all = append(all, fmt.Sprintf("%s %[2]s, token of %[2]s, settings of %[2]s", web, release))
	}
	return all
}

// TestKilledAnywhere ends the command with SIGKILL at each of its calls in turn.
// The call that is under way is carried out all the same, as an engine does.
// The same command, run again, must then come to where it would have come.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()
	for _, test := range killings {
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
					tried(t, nth)
					break
				}
				k.again(nth, test.kills, allOf("two", test.webs))
			}
		})
	}
}

// TestSoakKilledAnywhere does the same on the engine of DOCKER_HOST, at each
// call that may change something. What one round leaves the next begins with.
func TestSoakKilledAnywhere(t *testing.T) {
	needSoak(t)
	t.Parallel()
	for _, test := range killings {
		if len(test.webs) > 1 {
			continue // more of the same, for minutes
		}
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			k := newReallyKilled(t)
			k.release("zero")
			for nth := 1; ; nth++ {
				switch {
				case test.before == nil:
					k.run("down", "-v")
				case nth == 1 || !slices.Equal(test.before, test.kills):
					k.run(test.before...)
				}
				release := fmt.Sprint("release ", nth)
				k.release(release)
				if !k.killAt(nth, test.kills...) {
					tried(t, nth)
					break
				}
				k.again(nth, test.kills, allOf(release, test.webs))
			}
		})
	}
}

func tried(t *testing.T, nth int) {
	t.Helper()
	if nth < 10 {
		t.Errorf("only %d calls were tried", nth)
	}
}

func (k *killed) release(name string) {
	k.t.Helper()
	for file, text := range map[string]string{"compose.yaml": fmt.Sprintf(releases, name), "token.txt": "token of " + name} {
		if err := os.WriteFile(filepath.Join(k.dir, file), []byte(text), 0o644); err != nil {
			k.t.Fatal(err)
		}
	}
}

// again runs the command again and looks at what there is then.
func (k *killed) again(nth int, args, want []string) {
	k.t.Helper()
	k.run(args...)
	slices.Sort(want)
	if got := k.state(); !slices.Equal(got, want) {
		k.t.Fatalf("killed at call %d, %s, then run again:\n%s\nwant\n%s", nth, k.last(), strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if want == nil {
		return
	}
	if said := k.run(append(slices.Clone(args), "--dry-run")...); !strings.Contains(said, "nothing to do") {
		k.t.Fatalf("killed at call %d, %s, then run again: there is still to do:\n%s", nth, k.last(), said)
	}
}
