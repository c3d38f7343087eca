package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"gocompose/compose"
	"gocompose/engine"
	"gocompose/engine/plan"
)

// startAll is a plan that creates containers "web-1", starts them and waits.
func startAll(containers ...string) *plan.Plan {
	p := &plan.Plan{Project: "shop"}
	for _, name := range containers {
		s := &compose.Service{Name: name[:strings.LastIndex(name, "-")]}
		p.Steps = append(p.Steps,
			step(name+" create", plan.CreateContainer{Service: s, Name: name, Final: name}, plan.Reason{}),
			step(name+" start", plan.StartContainer{Name: name, Service: s.Name}, plan.Reason{}),
			step(name+" wait", plan.AwaitContainer{Name: name, For: plan.ActWaitRunning, Service: s}, plan.Reason{}))
	}
	return p
}

// outcomesOf gives "web ready" for each service, as they stand in the table.
func outcomesOf(tp *tape, asked map[string]string) string {
	tr := newTracker(tp.plan)
	for _, e := range tp.events {
		tr.apply(e)
	}
	s := summarise(tr, false)
	s.Asked = asked
	var out []string
	for _, r := range s.results() {
		out = append(out, strings.TrimSpace(r.service+" "+r.text()+" "+r.why))
	}
	return strings.Join(out, "; ")
}

func TestOutcomes(t *testing.T) {
	broken := func() *engine.StepError { return &engine.StepError{Err: errors.New("it broke")} }
	for name, c := range map[string]struct {
		plan  *plan.Plan
		play  func(*tape)
		asked map[string]string
		want  string
	}{
		"all kinds": {plan: startAll("job-1", "web-1", "db-1", "app-1", "late-1", "half-1"), play: func(tp *tape) {
			tp.run(0, "job-1 create", "job-1 start", "web-1 create", "web-1 start", "web-1 wait", "db-1 create", "app-1 create", "half-1 create")
			tp.send("job-1 wait", 0, engine.Event{Phase: engine.Done, Completed: true})
			tp.fail("db-1 start", 0, broken())
			tp.skip("db-1 start", "db-1 wait", "app-1 start", "app-1 wait")
		}, want: "job done; web ready; half left created, and no further; late left not begun; app blocked by db needs db-1 to be started; db failed it broke"},
		"the worst of several": {plan: startAll("web-1", "web-2", "job-1", "job-2"), play: func(tp *tape) {
			tp.run(0, "web-1 create", "web-1 start", "web-1 wait", "web-2 create", "job-1 create", "job-1 start", "job-2 create", "job-2 start", "job-2 wait")
			tp.send("job-1 wait", 0, engine.Event{Phase: engine.Done, Completed: true})
			tp.fail("web-2 start", 0, broken())
		}, want: "job ready; web failed it broke"},
		"a wait that nobody required": {plan: startAll("web-1"), play: func(tp *tape) {
			tp.run(0, "web-1 create", "web-1 start")
			tp.send("web-1 wait", 0, engine.Event{Phase: engine.Done, Err: broken()})
		}, want: "web started it broke"},
		"interrupted": {plan: startAll("web-1", "app-1"), play: func(tp *tape) {
			tp.run(0, "web-1 create", "web-1 start", "app-1 create")
			tp.fail("web-1 wait", 0, &engine.StepError{Err: fmt.Errorf("wait: %w", context.Canceled)})
			tp.skip("web-1 wait", "app-1 start")
		}, want: "app left; web left interrupted"},
		"no image": {plan: &plan.Plan{Project: "shop", Steps: []plan.Step{step("pull", plan.PullImage{Ref: "redis:7"}, plan.Reason{})}}, play: func(tp *tape) {
			tp.fail("pull", 0, broken())
		}, asked: map[string]string{"cache": "redis:7", "queue": "redis:7", "web": "nginx"}, want: "web left not begun; cache failed it broke; queue failed it broke"},
	} {
		tp := newTape(c.plan)
		c.play(tp)
		if got := outcomesOf(tp, c.asked); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

// Of very many services those that are as they should be are counted, and lines
// do not leave the window.
func TestOutcomesOfACrowd(t *testing.T) {
	var names []string
	for i := range 60 {
		names = append(names, fmt.Sprintf("w%02d-1", i))
	}
	tp := newTape(startAll(append(names, "db-1", "app-1")...))
	for _, n := range names {
		tp.run(time.Millisecond, n+" create", n+" start", n+" wait")
	}
	tp.fail("db-1 create", 0, &engine.StepError{Err: errors.New("there is no room on the disk for one more container of that size")})
	tp.skip("db-1 create", "app-1 create")
	style := Style{Width: 50}
	got := play(t, tp, ModePlain, style, Ending{Goal: GoalUp, Took: time.Second})
	_, table, _ := strings.Cut(got, "\n\n")
	want := `✔ 60 services  ready
– app          blocked by db
    needs db-1 to be created
✘ db           failed
    there is no room on the disk for one more
    container of that size

shop is not up: db failed, app is blocked by it
`
	if table != want {
		t.Errorf("got\n%swant\n%s", table, want)
	}
}
