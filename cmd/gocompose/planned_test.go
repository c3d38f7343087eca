package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// plannable is arguments for each command that changes something.
var plannable = map[string][]string{
	"build":    {},
	"commit":   {"web"},
	"cp":       {"compose.yaml", "web:/"},
	"create":   {"--force-recreate"},
	"down":     {"-v", "--rmi", "all"},
	"kill":     {"-s", "HUP", "--remove-orphans"},
	"pause":    {},
	"pull":     {},
	"push":     {},
	"restart":  {},
	"rm":       {"-s", "-v"},
	"scale":    {"web=2"},
	"rollback": {"--list"}, // without it, see testdata/script/rollback.txtar
	"run":      {"web", "true"},
	"start":    {"idle"},
	"stop":     {"-t", "0"},
	"unpause":  {},
	"up":       {},
}

// needContainer is the commands that fail where there is no container.
var needContainer = []string{"commit", "cp"}

// TestPlansAreReadOnly asks for a plan of every command that changes something,
// in both ways, whatever there is: the engine must be asked to change nothing.
func TestPlansAreReadOnly(t *testing.T) {
	t.Parallel()
	for state, done := range map[string][][]string{
		"nothing": nil,
		"running": {{"up", "-d"}},
		"stopped": {{"up", "-d", "--no-start"}},
		"changed": {{"-f", "before.yaml", "up", "-d"}},
	} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			p := newPlanner(t)
			for _, line := range done {
				p.run(line...)
			}
			for _, c := range testApp().Command("plan").Subcommands {
				args, known := plannable[c.Name]
				if !known {
					t.Fatalf("give arguments for %s in plannable", c.Name)
				}
				if state == "nothing" && slices.Contains(needContainer, c.Name) {
					continue
				}
				p.readOnly(append([]string{"plan", c.Name, "--out", "kept.plan"}, args...)...)
				p.readOnly(append([]string{"--dry-run", c.Name}, args...)...)
			}
			p.readOnly("plan")
			p.readOnly("doctor")
			p.onlyGets()
		})
	}
}

// TestPlannable tells of commands that change something and cannot be planned.
// Those that only read, or that carry out what was planned, are named; they take
// --dry-run all the same.
func TestPlannable(t *testing.T) {
	others := append([]string{"apply", "completion", "config", "doctor", "docker-cli-plugin-metadata", "env", "events", "graph", "images", "logs", "ls", "man", "plan", "port", "ps", "stats", "top", "version", "volumes"}, unplanned...)
	for _, c := range testApp().Commands {
		planned := testApp().Command("plan").Command(c.Name) != nil
		if planned == slices.Contains(others, c.Name) {
			t.Errorf("%s can be planned: %t; it needs a --dry-run, or a place in the list of others", c.Name, planned)
		}
		if find(c.Flags, "dry-run") == nil {
			t.Errorf("--dry-run cannot stand behind %s", c.Name)
		}
	}
}

// planner is a project on an engine of its own.
type planner struct {
	*stage
	dir string
}

func newPlanner(t *testing.T) planner {
	p := planner{fakeStage(t), t.TempDir()}
	file := "services:\n  web: {build: ., depends_on: [db], configs: [token]}\n  db: {image: gocompose-test, volumes: [data:/data]}\n  idle: {image: gocompose-test, scale: 0}\n" +
		"volumes: {data: {}}\nconfigs: {token: {content: t0p}}\n"
	p.must(os.WriteFile(filepath.Join(p.dir, "compose.yaml"), []byte(file), 0o644))
	p.must(os.WriteFile(filepath.Join(p.dir, "before.yaml"), []byte(strings.Replace(file, "t0p", "old", 1)), 0o644))
	p.must(os.WriteFile(filepath.Join(p.dir, "Dockerfile"), []byte("FROM gocompose-test\n"), 0o644))
	return p
}

// run carries out a command line, which must succeed.
func (p planner) run(args ...string) {
	p.t.Helper()
	cmd := exec.Command(program, append([]string{"-p", p.projects[0]}, args...)...)
	cmd.Dir, cmd.Env = p.dir, append(plainEnviron(), "DOCKER_HOST="+p.fake.Host())
	if out, err := cmd.CombinedOutput(); err != nil {
		p.t.Errorf("gocompose %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// readOnly is run for a command line that must not ask for any change.
func (p planner) readOnly(args ...string) {
	p.t.Helper()
	p.fake.ForgetCalls()
	p.run(args...)
	if changes := p.fake.Changes(); len(changes) > 0 {
		p.t.Errorf("gocompose %s: %v", strings.Join(args, " "), changes)
	}
	if len(p.fake.Calls()) == 0 {
		p.t.Errorf("gocompose %s has not asked the engine", strings.Join(args, " "))
	}
}

// onlyGets tells whether the last command has but asked, even in what is no change.
func (p planner) onlyGets() {
	p.t.Helper()
	for _, c := range p.fake.Calls() {
		if c.Method != http.MethodGet && c.Method != http.MethodHead {
			p.t.Errorf("%s %s", c.Method, c.Path)
		}
	}
}

func testApp() *cli.App { return newApp(&session{}) }
