package plan_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"gocompose/compose"
	"gocompose/compose/diag"
	"gocompose/engine/plan"
)

var update = flag.Bool("update", false, "write what came out into the golden files")

// TestGolden plans what the archives of testdata ask for. The file "want" of
// an archive has command lines, "$ up --wait web", each with the plan below.
// What each plan says is carried out on the model, too: no step may fail.
func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) < 40 {
		t.Fatalf("%d cases, %v", len(archives), err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			golden(t, path)
		})
	}
}

func golden(t *testing.T, path string) {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	last := &a.Files[len(a.Files)-1]
	if last.Name != "want" {
		t.Fatalf("%s: the last file must be want", path)
	}
	var got strings.Builder
	for _, command := range commands(last.Data) {
		w := newWorld(t, a)
		fmt.Fprintf(&got, "$ %s\n%s", command, strings.ReplaceAll(w.planned(strings.Fields(command)), w.dir, "{dir}"))
	}
	if *update {
		last.Data = []byte(got.String())
		if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got.String() != string(last.Data) {
		t.Errorf("%s:\n--- want\n%s--- got\n%s", path, last.Data, got.String())
	}
}

// planned gives the plan of a command as text, or the problems.
func (w *world) planned(words []string) string {
	w.t.Helper()
	c := parse(w.t, words)
	p, problems := w.narrowed(c)
	if problems.Err() != nil {
		return written(problems)
	}
	out, problems := w.plan(c, p)
	if out == nil {
		return written(problems)
	}
	w.project = p
	if c.fail != "" {
		return w.failing(out, c.fail)
	}
	if _, err := newRun(w.model, out).whole(); err != nil {
		w.t.Errorf("%v: %v\n%s", words, err, out)
	}
	if c.outlook {
		return outlook(out)
	}
	return out.String()
}

// outlook gives what a plan means for the services, a line each.
func outlook(p *plan.Plan) string {
	var b strings.Builder
	for _, i := range p.Interruptions() {
		by := "stop_grace_period"
		if i.Timeout {
			by = "--timeout"
		}
		fmt.Fprintf(&b, "%s  %s", i.Service, i.Kind)
		if len(i.Stops) > 0 {
			fmt.Fprintf(&b, "  %d of %d stop, within %s (%s), from %s", len(i.Stops), i.Running, i.Grace, by, i.Step)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// failing carries out a plan of which one step fails, and tells what containers
// there are then.
func (w *world) failing(p *plan.Plan, step string) string {
	w.t.Helper()
	before := map[string]bool{}
	for _, c := range w.state.Containers {
		before[c.ID] = true
	}
	r := newRun(w.model, p)
	r.fails = step
	if _, err := r.whole(); err != nil || r.failed[step] == nil && r.odd == nil {
		w.t.Errorf("%s did not fail, or not alone: %v\n%s", step, err, p)
	}
	var b strings.Builder
	for _, c := range w.state.Containers {
		age := "new"
		if before[c.ID] {
			age = "old"
		}
		fmt.Fprintf(&b, "%s  %s  %s\n", age, c.Name, c.State)
	}
	for _, v := range w.state.Volumes {
		if v.Files != "" {
			fmt.Fprintf(&b, "volume  %s\n", v.Name)
		}
	}
	return b.String()
}

func (w *world) narrowed(c command) (*compose.Project, diag.List) {
	p, problems := compose.Load(compose.Options{Dir: w.dir, Profiles: c.profiles})
	if p != nil && (c.verb == "up" || c.verb == "images") && c.services != nil {
		p, problems = p.Select(c.services)
	}
	if p != nil && c.verb == "run" {
		p, problems = p.OneOff(c.services[0], compose.OneOff{WithoutNeeded: c.noDeps, ServicePorts: c.ports})
	}
	if p != nil && len(c.scale) > 0 {
		p, problems = p.WithScale(c.scale)
	}
	return p, problems
}

func (w *world) plan(c command, p *compose.Project) (*plan.Plan, diag.List) {
	w.t.Helper()
	name, state := p.Name, w.snapshot()
	switch c.verb {
	case "up":
		return plan.Up(w.goal(p), state, c.up)
	case "run":
		return plan.Run(w.goal(p), state, plan.RunOptions{UpOptions: c.up, Service: c.services[0], OneOff: plan.OneOff{Slug: strings.Repeat("0123456789abcdef", 4)}})
	case "images":
		return plan.Images(p, state, c.images)
	case "pull":
		return plan.Pull(p, state, c.pull), nil
	case "push":
		return plan.Push(p, state, c.push)
	case "down":
		return plan.Down(name, c.files(p), state, c.down), nil
	case "stop":
		return plan.Stop(name, c.files(p), state, c.stop), nil
	case "start":
		return plan.Start(name, c.files(p), state, c.start)
	case "restart":
		if !c.noFile {
			c.restart.Wants = w.goal(p).Services
		}
		return plan.Restart(name, c.files(p), state, c.restart), nil
	case "rm":
		return plan.Rm(name, c.files(p), state, c.rm), nil
	case "kill":
		return plan.Kill(name, c.files(p), state, c.kill), nil
	case "pause":
		return plan.Pause(name, c.files(p), state, c.services), nil
	case "unpause":
		return plan.Unpause(name, c.files(p), state, c.services), nil
	}
	w.t.Fatalf("want: unknown command %q", c.verb)
	return nil, nil
}

func written(problems diag.List) string {
	var b strings.Builder
	for _, d := range problems {
		fmt.Fprintf(&b, "%s: %s\n", d.Severity, d.Error())
	}
	return b.String()
}
