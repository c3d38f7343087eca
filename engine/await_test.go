package engine

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"

	"gocompose/engine/enginetest"
	"gocompose/engine/plan"
)

const probed = `
services:
  db:
    image: gocompose-test
    command: sleep 1000
    healthcheck: {test: [CMD, pg_isready, -U, app], interval: 20ms, retries: 2}
  web:
    image: gocompose-test
    command: sleep 1000
    depends_on: {db: {condition: service_healthy}}
`

func TestHealthyDependencyIsWaitedFor(t *testing.T) {
	b := newBench(t, probed)
	b.srv.Behave("shop-db-1", enginetest.Behaviour{HealthEvery: 20 * time.Millisecond, Health: []enginetest.Probe{{ExitCode: 1}, {ExitCode: 0}}})
	b.mustUp(plan.UpOptions{})
	done := strings.Join(b.phases(Done), "; ")
	if healthy, web := strings.Index(done, "shop-db-1: wait healthy"), strings.Index(done, "shop-web-1: start"); healthy < 0 || web < healthy {
		t.Errorf("order %s", done)
	}
}

func TestUnhealthyDependencyShowsItsEvidence(t *testing.T) {
	b := newBench(t, probed)
	b.srv.Behave("shop-db-1", enginetest.Behaviour{HealthEvery: 20 * time.Millisecond, Health: []enginetest.Probe{{ExitCode: 2, Output: "no response"}},
		Logs: []enginetest.Line{{Text: "starting"}, {Text: "FATAL: wrong version", Stderr: true}}})
	var failed *StepError
	if err := b.up(plan.UpOptions{}); !errors.As(err, &failed) || failed.Evidence == nil {
		t.Fatalf("error %v", err)
	}
	e := failed.Evidence
	if e.Probe != "pg_isready -U app" || e.ProbeExit != 2 || e.ProbeOutput != "no response" || e.Failing < 2 || strings.Join(e.Logs, "|") != "starting|FATAL: wrong version" {
		t.Errorf("evidence %+v", e)
	}
}

func TestUnhealthyOptionalDependencyIsTolerated(t *testing.T) {
	b := newBench(t, strings.Replace(probed, "service_healthy}", "service_healthy, required: false}", 1))
	b.srv.Behave("shop-db-1", enginetest.Behaviour{HealthEvery: 20 * time.Millisecond, Health: []enginetest.Probe{{ExitCode: 2}}})
	b.mustUp(plan.UpOptions{})
	b.expect("containers", b.containers(), "shop-db-1 running, shop-web-1 running")
	told := slices.ContainsFunc(b.events, func(e Event) bool {
		return e.Step == "container shop-db-1: wait healthy" && e.Phase == Done && e.Err != nil
	})
	if !told || b.phases(Failed) != nil {
		t.Errorf("told %v, failed %v", told, b.phases(Failed))
	}
	if err := b.up(plan.UpOptions{Wait: true}); err == nil {
		t.Error("--wait was content with an unhealthy service")
	}
}

func TestWaitWantsARunThatLasts(t *testing.T) {
	b := newBench(t, "services: {a: {image: gocompose-test, restart: always}, b: {image: gocompose-test}}")
	b.srv.Behave("shop-a-1", enginetest.Behaviour{Exit: &enginetest.Exit{Code: 3, After: runsAtLeast / 5}})
	err := b.up(plan.UpOptions{Wait: true})
	if err == nil || !strings.Contains(err.Error(), "shop-a-1 keeps restarting, the last time after exit code 3") {
		t.Errorf("error %v", err)
	}
}

func TestWaitEndsInTime(t *testing.T) {
	b := newBench(t, probed)
	b.srv.Behave("shop-db-1", enginetest.Behaviour{HealthEvery: time.Hour, Health: []enginetest.Probe{{}}, Logs: []enginetest.Line{{Text: "starting"}}})
	p, state := b.plan(plan.UpOptions{})
	err := b.apply(p, ApplyOptions{Project: b.project, State: state, Wait: 50 * time.Millisecond})
	if err == nil || !strings.Contains(err.Error(), "shop-db-1 is not healthy after 50ms") {
		t.Errorf("error %v", err)
	}
	var failed *StepError
	if !errors.As(err, &failed) || failed.Evidence == nil || failed.Evidence.Probe != "pg_isready -U app" || !slices.Equal(failed.Evidence.Logs, []string{"starting"}) {
		t.Errorf("evidence %+v", failed)
	}
}

// A job that ends with 0 is ready under --wait, and said to be done.
func TestWaitTellsOfJobs(t *testing.T) {
	b := newBench(t, "services: {job: {image: gocompose-test, command: test-tool exit 0}, web: {image: gocompose-test}}")
	b.mustUp(plan.UpOptions{Wait: true})
	var completed []string
	for _, e := range b.events {
		if e.Completed {
			completed = append(completed, e.Label.Name)
		}
	}
	b.expect("jobs", strings.Join(completed, ", "), "shop-job-1")
}

// With FailFast nothing begins after a failure, not even what only comes after
// it. That is left, not blocked.
func TestFailFast(t *testing.T) {
	b := newBench(t, `services: {
  bad: {image: gocompose-test, command: no-such-program},
  after: {image: gocompose-test, depends_on: {bad: {condition: service_started, required: false}}}}`)
	p, state := b.plan(plan.UpOptions{})
	var incomplete *Incomplete
	if err := b.apply(p, ApplyOptions{Project: b.project, State: state, FailFast: true}); !errors.As(err, &incomplete) {
		t.Fatalf("error %v", err)
	}
	begins := func(s plan.Step) bool { return s.Key == "container shop-after-1: start" }
	if !slices.ContainsFunc(incomplete.Left, begins) || len(incomplete.Blocked) > 0 {
		t.Errorf("left %v, blocked %v", incomplete.Left, incomplete.Blocked)
	}
}

func TestWaitSurvivesALostEventStream(t *testing.T) {
	b := newBench(t, probed)
	b.srv.FailCall(enginetest.Fault{Method: "GET", Path: "/events", Nth: 1, Effect: enginetest.Drop})
	b.srv.Behave("shop-db-1", enginetest.Behaviour{HealthEvery: 100 * time.Millisecond, Health: []enginetest.Probe{{}}})
	b.mustUp(plan.UpOptions{})
}

func TestVerdict(t *testing.T) {
	const begun, before, after = "2026-01-01T12:00:00Z", "2026-01-01T11:59:59Z", "2026-01-01T12:00:01Z"
	running := container.State{Status: container.StateRunning, Running: true, StartedAt: begun}
	exited := func(code int) container.State { return container.State{Status: container.StateExited, ExitCode: code} }
	probed := func(status, probedAt string) container.State {
		at, err := time.Parse(time.RFC3339, probedAt)
		if err != nil {
			t.Fatal(err)
		}
		s := running
		s.Health = &container.Health{Status: status, Log: []*container.HealthcheckResult{{Start: at}}}
		return s
	}
	restarting := container.State{Status: container.StateRestarting, Restarting: true, Running: true, ExitCode: 7}
	for _, c := range []struct {
		name     string
		wait     plan.Act
		state    container.State
		policy   container.RestartPolicyMode
		restarts int
		met      bool
		err      string
	}{
		{name: "running", wait: plan.ActWaitRunning, state: running, met: true},
		{name: "created", wait: plan.ActWaitRunning, state: container.State{Status: container.StateCreated}},
		{name: "healthy", wait: plan.ActWaitRunning, state: probed("healthy", after), met: true},
		{name: "starting", wait: plan.ActWaitRunning, state: probed("starting", after)},
		{name: "unhealthy", wait: plan.ActWaitHealthy, state: probed("unhealthy", after), err: "x is unhealthy"},
		{name: "unhealthy from before the start", wait: plan.ActWaitHealthy, state: probed("unhealthy", before)},
		{name: "healthy from before the start", wait: plan.ActWaitHealthy, state: probed("healthy", before)},
		{name: "no healthcheck", wait: plan.ActWaitHealthy, state: running, err: "x has no healthcheck, neither in the file nor in its image"},
		{name: "job done", wait: plan.ActWaitRunning, state: exited(0), met: true},
		{name: "job of a policy that restarts it", wait: plan.ActWaitRunning, state: exited(0), policy: "always", err: "x exited with code 0"},
		{name: "job failed", wait: plan.ActWaitRunning, state: exited(3), err: "x exited with code 3"},
		{name: "exited while its health was awaited", wait: plan.ActWaitHealthy, state: exited(0), err: "x exited with code 0"},
		{name: "completed", wait: plan.ActWaitExit, state: exited(0), met: true},
		{name: "not completed yet", wait: plan.ActWaitExit, state: running},
		{name: "did not complete", wait: plan.ActWaitExit, state: exited(1), err: "x did not complete: exit code 1"},
		{name: "restarting", wait: plan.ActWaitRunning, state: restarting, restarts: 1},
		{name: "restarting for ever", wait: plan.ActWaitRunning, state: restarting, restarts: 3, err: "x keeps restarting, the last time after exit code 7"},
	} {
		seen := container.InspectResponse{ContainerJSONBase: &container.ContainerJSONBase{State: &c.state, RestartCount: c.restarts,
			HostConfig: &container.HostConfig{RestartPolicy: container.RestartPolicy{Name: c.policy}}}}
		met, err := verdict(plan.AwaitContainer{Name: "x", For: c.wait}, seen)
		text := ""
		if err != nil {
			text = err.Error()
		}
		if met != c.met || text != c.err {
			t.Errorf("%s: got %v %q, want %v %q", c.name, met, text, c.met, c.err)
		}
	}
}
