package ui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"gocompose/compose"
	"gocompose/engine"
	"gocompose/engine/build"
	"gocompose/engine/plan"
)

// tape makes the events of a plan by a clock of its own.
type tape struct {
	plan   *plan.Plan
	now    time.Time
	events []engine.Event
}

func newTape(p *plan.Plan) *tape {
	return &tape{plan: p, now: time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC)}
}

func (t *tape) send(key string, after time.Duration, e engine.Event) {
	t.now = t.now.Add(after)
	for _, s := range t.plan.Steps {
		if s.Key == key {
			e.Time, e.Step, e.Label, e.Reason = t.now, key, s.Op.Label(), s.Reason
			t.events = append(t.events, e)
			return
		}
	}
	panic("no step " + key)
}

func (t *tape) start(key string) { t.send(key, 0, engine.Event{Phase: engine.Started}) }
func (t *tape) done(key string, after time.Duration) {
	t.send(key, after, engine.Event{Phase: engine.Done})
}

func (t *tape) run(after time.Duration, keys ...string) {
	for _, key := range keys {
		t.start(key)
		t.done(key, after)
	}
}

func (t *tape) fail(key string, after time.Duration, err *engine.StepError) {
	for _, s := range t.plan.Steps {
		if s.Key == key {
			err.Step = s
		}
	}
	t.send(key, after, engine.Event{Phase: engine.Failed, Err: err})
}

func (t *tape) skip(by string, keys ...string) {
	for _, key := range keys {
		t.send(key, 0, engine.Event{Phase: engine.Skipped, Text: by})
	}
}

func (t *tape) pull(text string, current, total int64) {
	t.send("image redis:7: pull", 100*time.Millisecond, engine.Event{Phase: engine.Progress, Text: text, Current: current, Total: total})
}

func (t *tape) build(kind build.Kind, step, name, text string) {
	t.send("image shop-web: build", 100*time.Millisecond, engine.Event{Phase: engine.Progress,
		Build: &build.Event{Kind: kind, Step: step, Name: name, Text: text, At: t.now}})
}

// images pulls one image and builds another.
func (t *tape) images() {
	t.start("image redis:7: pull")
	t.pull("7 Pulling from library/redis", 0, 0)
	t.pull("aaaa Downloading", 1_000_000, 4_000_000)
	t.pull("bbbb Downloading", 500_000, 2_000_000)
	t.start("image shop-web: build")
	t.build(build.Started, "1", "[internal] load build definition from Dockerfile", "")
	t.build(build.Done, "1", "[internal] load build definition from Dockerfile", "")
	t.build(build.Cached, "2", "[1/3] FROM docker.io/library/python:3.10-slim", "")
	t.build(build.Started, "3", "[2/3] RUN pip install -r requirements.txt", "")
	t.build(build.Output, "3", "[2/3] RUN pip install -r requirements.txt", "\x1b[32mCollecting\x1b[0m flask")
	t.pull("aaaa Download complete", 0, 0)
	t.pull("aaaa Extracting", 100, 4_000_000)
	t.pull("bbbb Pull complete", 0, 0)
	t.build(build.Warning, "", "", "JSONArgsRecommended: use JSON for CMD")
}

func (t *tape) imagesDone() {
	t.done("image redis:7: pull", 0)
	t.build(build.Done, "3", "[2/3] RUN pip install -r requirements.txt", "")
	t.build(build.Started, "4", "exporting to image", "")
	t.done("image shop-web: build", time.Second)
	t.run(10*time.Millisecond, "network shop_default: create")
}

var replaceWeb = []string{"container shop-web-1: create", "container shop-web-1: stop", "container shop-web-1: start",
	"container shop-web-1: remove", "container shop-web-1: rename"}

func goodTape() *tape {
	t := newTape(shopPlan())
	t.images()
	t.imagesDone()
	t.run(30*time.Millisecond, "container shop-db-1: create", "container shop-db-1: start")
	t.run(2300*time.Millisecond, "container shop-db-1: wait")
	t.run(200*time.Millisecond, replaceWeb...)
	return t
}

func unhealthyTape() *tape {
	t := newTape(shopPlan())
	t.images()
	t.imagesDone()
	t.run(30*time.Millisecond, "container shop-db-1: create", "container shop-db-1: start")
	t.run(20*time.Millisecond, "container shop-web-1: create")
	t.start("container shop-db-1: wait")
	t.fail("container shop-db-1: wait", 31*time.Second, &engine.StepError{Err: errors.New("shop-db-1 is unhealthy"), Evidence: &engine.Evidence{
		Probe: "pg_isready -U app", ProbeExit: 2, ProbeOutput: "localhost:5432 - no response\n", Failing: 3, RestartCount: 1,
		Logs: []string{"FATAL: database files are incompatible with server",
			"The data directory was initialized by PostgreSQL version 15, \x1b[31mthis is version 17"},
	}})
	t.skip("container shop-db-1: wait", replaceWeb[1:]...)
	return t
}

func failedBuildTape() *tape {
	t := newTape(shopPlan())
	t.images()
	t.fail("image shop-web: build", time.Second, &engine.StepError{Err: &build.Failure{
		Instruction: "RUN pip install -r requirements.txt", Dockerfile: "web/Dockerfile", Line: 5,
		Output: []string{"Collecting flsk", "", "ERROR: No matching distribution found for flsk"}, Cause: errors.New("exit code: 1"),
	}})
	t.done("image redis:7: pull", 0)
	t.skip("image shop-web: build", "container shop-web-1: create")
	return t
}

func failedStartTape() *tape {
	t := newTape(shopPlan())
	t.run(200*time.Millisecond, replaceWeb[:2]...)
	t.start(replaceWeb[2])
	t.send(replaceWeb[2], time.Second, engine.Event{Phase: engine.Undone})
	t.fail(replaceWeb[2], 0, &engine.StepError{Undone: true, Err: errors.New("driver failed programming external connectivity: port is already allocated"),
		Hint: "stop what uses that port, or publish another"})
	t.skip(replaceWeb[2], replaceWeb[3:]...)
	return t
}

var tapes = map[string]func() *tape{"good": goodTape, "unhealthy": unhealthyTape, "failed-build": failedBuildTape, "failed-start": failedStartTape}

// play shows a tape and says the last words.
func play(t *testing.T, tp *tape, mode Mode, style Style, ending Ending) string {
	t.Helper()
	var b strings.Builder
	out := &Terminal{Writer: &b, Window: style.Width > 0, Colour: style.Colour, Size: func() (int, int) { return style.Width, 24 }}
	events := make(chan engine.Event)
	go func() {
		for _, e := range tp.events {
			events <- e
		}
		close(events)
	}()
	s := Progress(context.Background(), tp.plan, events, out, mode)
	if err := s.Finish(out, mode, ending); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func up() Ending {
	return Ending{Goal: GoalUp, Took: 7400 * time.Millisecond, Published: []Published{{"shop-web-1", "http://localhost:8080"}}}
}

func TestProgress(t *testing.T) {
	modes := map[string]Mode{"plain": ModePlain, "json": ModeJSON, "quiet": ModeQuiet}
	for name, tp := range tapes {
		for ending, mode := range modes {
			got := play(t, tp(), mode, Style{}, up())
			if mode != ModeJSON {
				tidy(t, got, Style{})
			}
			golden(t, "progress/"+name+"."+ending+".txt", got)
		}
	}
}

func TestPlainProgressSaysEachThingOnce(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(play(t, goodTape(), ModePlain, Style{}, up())) {
		if seen[line] && line != "\n" {
			t.Errorf("%q comes twice", line)
		}
		seen[line] = true
	}
}

func TestJSONProgressIsJSON(t *testing.T) {
	for name, tp := range tapes {
		for line := range strings.Lines(play(t, tp(), ModeJSON, Style{}, up())) {
			var object map[string]any
			if err := json.Unmarshal([]byte(line), &object); err != nil || object["schema"] == nil {
				t.Errorf("%s: %v in %s", name, err, line)
			}
		}
	}
}

func TestLastWords(t *testing.T) {
	nothing := &plan.Plan{Project: "shop", Kept: []plan.Kept{{Name: "shop-db-1", Service: "db"}, {Name: "shop-db-2", Service: "db"}, {Name: "shop-web-1", Service: "web"}}}
	empty := &plan.Plan{Project: "shop"}
	down := &plan.Plan{Project: "shop", Steps: []plan.Step{
		step("a", plan.StopContainer{Name: "shop-db-1", Service: "db"}, plan.Reason{}), step("b", plan.RemoveContainer{Name: "shop-db-1", Service: "db"}, plan.Reason{}),
		step("c", plan.RemoveContainer{Name: "shop-web-1", Service: "web"}, plan.Reason{}), step("d", plan.RemoveNetwork{Name: "shop_default"}, plan.Reason{}),
	}}
	ran := newTape(down)
	ran.run(time.Millisecond, "a", "b", "c", "d")
	images := newTape(shopPlan())
	images.plan.Steps = images.plan.Steps[:2]
	images.run(time.Millisecond, "image redis:7: pull", "image shop-web: build")
	unready := newTape(shopPlan())
	unready.plan.Steps = append(unready.plan.Steps[:5:5], unready.plan.Steps[6:]...)
	waited := goodTape()
	waited.plan.Steps = append(waited.plan.Steps, step("container shop-web-1: wait ready",
		plan.AwaitContainer{Name: "shop-web-1", For: plan.ActWaitRunning, Service: &compose.Service{Name: "web"}}, plan.Reason{}))
	for _, c := range []struct {
		tape *tape
		goal Goal
		want string
	}{
		{newTape(nothing), GoalUp, "shop is up to date: 2 services, nothing changed (38 ms)"},
		{newTape(nothing), GoalCreate, "shop is created already: 2 services, nothing changed (38 ms)"},
		{newTape(empty), GoalDown, "shop is down already: nothing to do (38 ms)"},
		{newTape(empty), GoalBuild, "shop is without builds: nothing to do (38 ms)"},
		{ran, GoalDown, "shop is down: 2 containers and 1 network removed in 38 ms"},
		{images, GoalBuild, "shop is built: 2 images in 38 ms"},
		{waited, GoalUp, "shop is up: 4 of 4 services ready in 38 ms"},
		{goodTape(), GoalUp, "shop is up: 4 of 4 services started in 38 ms"},
		{unready, GoalUp, "shop is up: 4 of 4 services started in 38 ms"},
		{goodTape(), GoalCreate, "shop is created: 4 services in 38 ms"},
		{failedBuildTape(), GoalBuild, "shop is not built: web failed"},
	} {
		got := strings.Split(strings.TrimSpace(play(t, c.tape, ModePlain, Style{}, Ending{Goal: c.goal, Took: 38 * time.Millisecond})), "\n")
		if last := got[len(got)-1]; last != c.want {
			t.Errorf("got %q, want %q", last, c.want)
		}
	}
}

// TestInterruptedFailure says both of a run in which something failed before it was interrupted.
func TestInterruptedFailure(t *testing.T) {
	s := Summary{Plan: &plan.Plan{Project: "shop"}, Failed: []string{"db"}, Interrupted: true}
	words := s.Words(Ending{Goal: GoalUp, Took: 38 * time.Millisecond})
	if words[0] != "shop is not up: db failed" || words[len(words)-1] != "interrupted after 38 ms, too; run the same command again to go on" {
		t.Errorf("%q", words)
	}
}

func TestInterruptedProgress(t *testing.T) {
	tp := newTape(shopPlan())
	tp.start("image redis:7: pull")
	tp.fail("image redis:7: pull", time.Second, &engine.StepError{Err: fmt.Errorf("pull redis:7: %w", context.Canceled)})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var b strings.Builder
	out := &Terminal{Writer: &b, Size: unknownSize}
	events := make(chan engine.Event, len(tp.events))
	for _, e := range tp.events {
		events <- e
	}
	close(events)
	s := Progress(ctx, tp.plan, events, out, ModePlain)
	b.Reset()
	s.Finish(out, ModePlain, up())
	if got, want := b.String(), "\n✔ cache  unchanged\n✔ mail   unchanged\n– db     left       not begun\n– web    left       not begun\n\nshop is not up: interrupted after 7.4 s; what was done stays\nrun the same command again to go on\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestProgressOfUnknownSteps holds that events without a plan's step are shown, not fatal.
func TestProgressOfUnknownSteps(t *testing.T) {
	tp := newTape(&plan.Plan{Project: "shop"})
	label := plan.Label{Kind: "Container", Name: "shop-x-1", Act: plan.ActStart}
	tp.events = []engine.Event{{Phase: engine.Done, Label: label}, {Phase: engine.Skipped, Label: label, Text: "no such step"}, {Phase: engine.Undone, Label: label}, {Phase: engine.Progress, Label: label}}
	if got := play(t, tp, ModePlain, Style{}, up()); !strings.HasPrefix(got, " Container shop-x-1 Started \n Container shop-x-1 Skipped needs no such step \n") {
		t.Errorf("got %q", got)
	}
}

// TestProgressKeepsTheFirstFailure holds that what could not be put right does
// not hide what went wrong.
func TestProgressKeepsTheFirstFailure(t *testing.T) {
	tp := newTape(shopPlan())
	tp.run(200*time.Millisecond, replaceWeb[:2]...)
	tp.start(replaceWeb[2])
	tp.fail(replaceWeb[2], 0, &engine.StepError{Err: errors.New("port is already allocated")})
	tp.send(replaceWeb[2], 0, engine.Event{Phase: engine.Failed, Err: errors.New("no such container: the peer")})
	got := play(t, tp, ModePlain, Style{}, up())
	if !strings.Contains(got, "port is already allocated") || strings.Contains(got, "the peer") {
		t.Errorf("got %q", got)
	}
}

func TestPutBack(t *testing.T) {
	remove, stop, start := plan.RemoveContainer{Name: "new"}, plan.StopContainer{Name: "new"}, plan.StartContainer{Name: "old"}
	for want, ops := range map[string][]plan.Op{
		"the container that ran before runs again":  {stop, start, remove},
		"what this step had begun is removed again": {stop, remove},
		"the container is stopped again":            {stop},
		"the network is as it was before":           {plan.RestoreNetwork{Name: "net"}},
	} {
		tr := newTracker(&plan.Plan{Steps: []plan.Step{{Key: "k", Op: start, Else: ops}}})
		if got := tr.putBack("k"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
