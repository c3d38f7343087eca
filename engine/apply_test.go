package engine

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"gocompose/engine/enginetest"
	"gocompose/engine/plan"
)

const twoServices = `
services:
  db:
    image: gocompose-test
    command: sleep 1000
    environment: {LEVEL: info}
  web:
    image: gocompose-test
    command: sleep 1000
    depends_on: [db]
`

func TestUpThenNothingToDo(t *testing.T) {
	b := newBench(t, twoServices)
	b.mustUp(plan.UpOptions{})
	b.expect("containers", b.containers(), "shop-db-1 running, shop-web-1 running")
	b.srv.ForgetCalls()
	p, _ := b.plan(plan.UpOptions{})
	if !p.Empty() || len(p.Kept) != 2 {
		t.Errorf("second plan: %d steps, %d kept", len(p.Steps), len(p.Kept))
	}
	if changes := b.srv.Changes(); len(changes) > 0 {
		t.Errorf("planning made calls that change something: %v", changes)
	}
	if calls := b.srv.Calls(); len(calls) > 5 {
		t.Errorf("planning took %d calls: %v", len(calls), calls)
	}
}

func TestReplacementThatDoesNotStartGivesWay(t *testing.T) {
	b := newBench(t, twoServices)
	b.mustUp(plan.UpOptions{})
	b.load(strings.ReplaceAll(twoServices, "info", "debug"))
	b.srv.FailCall(enginetest.Fault{Method: "POST", Path: "/containers/*/start", Nth: 1, Status: http.StatusInternalServerError, Message: "no space left on device"})
	err := b.up(plan.UpOptions{})
	var failed *StepError
	if !errors.As(err, &failed) || !failed.Undone || !strings.Contains(failed.Hint, "disk is full") {
		t.Fatalf("error %v", err)
	}
	b.expect("containers", b.containers(), "shop-db-1 running, shop-web-1 running")
	b.srv.ClearFaults()
	b.mustUp(plan.UpOptions{})
	p, _ := b.plan(plan.UpOptions{})
	if !p.Empty() {
		t.Errorf("after the repair there is still to do: %v", p.Steps)
	}
}

func TestEvidenceOfATerminalIsBounded(t *testing.T) {
	b := newBench(t, `
services:
  job: {image: gocompose-test, tty: true, command: test-tool exit 3}
  web: {image: gocompose-test, depends_on: {job: {condition: service_completed_successfully}}}
`)
	b.srv.Behave("shop-job-1", enginetest.Behaviour{Logs: []enginetest.Line{{Text: strings.Repeat("x", 100<<10)}}, Exit: &enginetest.Exit{Code: 3}})
	var failed *StepError
	if err := b.up(plan.UpOptions{}); !errors.As(err, &failed) || failed.Evidence == nil {
		t.Fatalf("error %v", err)
	}
	if got := len(strings.Join(failed.Evidence.Logs, "")); got != 64<<10 {
		t.Errorf("%d bytes are kept", got)
	}
}

func TestUnrelatedStepsGoOnBesideAFailure(t *testing.T) {
	b := newBench(t, `
services:
  job: {image: gocompose-test, command: test-tool exit 3}
  web:
    image: gocompose-test
    command: sleep 1000
    depends_on: {job: {condition: service_completed_successfully}}
  other: {image: gocompose-test, command: sleep 1000}
`)
	b.srv.Behave("shop-job-1", enginetest.Behaviour{Logs: []enginetest.Line{{Text: "no database"}}, Exit: &enginetest.Exit{Code: 3}})
	err := b.up(plan.UpOptions{})
	var incomplete *Incomplete
	if !errors.As(err, &incomplete) || len(incomplete.Failed) != 1 || incomplete.Failed[0].Step.Key != "container shop-job-1: wait exit" {
		t.Fatalf("error %v", err)
	}
	if e := incomplete.Failed[0].Evidence; e == nil || !slices.Equal(e.Logs, []string{"no database"}) {
		t.Errorf("evidence %+v", e)
	}
	b.expect("containers", b.containers(), "shop-job-1 exited, shop-other-1 running, shop-web-1 created")
	if got := b.phases(Skipped); !slices.Equal(got, []string{"container shop-web-1: start"}) {
		t.Errorf("skipped %v", got)
	}
}

func TestEndedUpPutsRightWhatItBegan(t *testing.T) {
	b := newBench(t, twoServices)
	b.mustUp(plan.UpOptions{})
	b.load(strings.ReplaceAll(twoServices, "info", "debug"))
	p, state := b.plan(plan.UpOptions{})
	ctx, cancel := context.WithCancel(t.Context())
	events := make(chan Event)
	go func() {
		for e := range events {
			if e.Step == "container shop-db-1: stop" && e.Phase == Done {
				cancel()
			}
		}
	}()
	err := b.engine.Apply(ctx, p, ApplyOptions{Project: b.project, State: state, Events: events})
	close(events)
	var incomplete *Incomplete
	if !errors.As(err, &incomplete) || len(incomplete.Left)+len(incomplete.Failed) == 0 {
		t.Fatalf("error %v", err)
	}
	if got := b.containers(); !strings.Contains(got, "shop-db-1 running") {
		t.Errorf("no shop-db-1 runs: %s", got)
	}
	b.mustUp(plan.UpOptions{})
	b.expect("containers after another up", b.containers(), "shop-db-1 running, shop-web-1 running")
}

func TestCallsInFlightAreLimited(t *testing.T) {
	var file strings.Builder
	file.WriteString("services:\n")
	for i := range 12 {
		file.WriteString("  s" + string(rune('a'+i)) + ": {image: gocompose-test, command: sleep 1000}\n")
	}
	b := newBench(t, file.String())
	p, state := b.plan(plan.UpOptions{})
	if err := b.apply(p, ApplyOptions{Project: b.project, State: state, Parallel: 1}); err != nil {
		t.Fatal(err)
	}
	for i, e := range b.events {
		if e.Phase == Started && b.events[i+1].Step != e.Step {
			t.Fatalf("%s began before %s had ended", b.events[i+1].Step, e.Step)
		}
	}
}

func TestLostConnectionIsSaidToBeSafe(t *testing.T) {
	b := newBench(t, twoServices)
	b.srv.FailCall(enginetest.Fault{Method: "POST", Path: "/containers/*/start", Nth: 1, Effect: enginetest.DropAfter})
	err := b.up(plan.UpOptions{})
	var failed *StepError
	if !errors.As(err, &failed) || !strings.Contains(failed.Hint, "again is safe") {
		t.Fatalf("error %v", err)
	}
	b.mustUp(plan.UpOptions{})
	b.expect("containers", b.containers(), "shop-db-1 running, shop-web-1 running")
}

func TestStopsAreNotLimited(t *testing.T) {
	b := newBench(t, strings.ReplaceAll(twoServices, "[db]", "[]"))
	b.mustUp(plan.UpOptions{})
	state, err := b.engine.Observe(t.Context(), "shop")
	if err != nil {
		t.Fatal(err)
	}
	b.srv.FailCall(enginetest.Fault{Method: "POST", Path: "/containers/*/stop", Delay: 2 * stopIsBusy})
	p := plan.Stop("shop", nil, state, plan.StopOptions{})
	if err := b.apply(p, ApplyOptions{State: state, Parallel: 1}); err != nil {
		t.Fatal(err)
	}
	if b.events[0].Phase != Started || b.events[1].Phase != Started {
		t.Error("the second stop waited for the first to end")
	}
}

func TestMiscountedNetworkIsTold(t *testing.T) {
	b := newBench(t, twoServices)
	b.mustUp(plan.UpOptions{})
	down := func() error {
		state, err := b.engine.Observe(t.Context(), "shop")
		if err != nil {
			t.Fatal(err)
		}
		return b.apply(plan.Down("shop", b.project, state, plan.DownOptions{}), ApplyOptions{State: state})
	}
	b.srv.FailCall(enginetest.Fault{Method: "DELETE", Path: "/networks/*", Nth: 1, Status: http.StatusForbidden, Message: "network shop_default has active endpoints"})
	if err := down(); !errors.Is(err, errMiscounted) || !strings.Contains(err.Error(), "restarting the engine frees it") {
		t.Errorf("error %v", err)
	}
	if err := down(); err != nil {
		t.Errorf("another down: %v", err)
	}
}
