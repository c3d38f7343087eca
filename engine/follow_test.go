package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gocompose/engine/enginetest"
	"gocompose/engine/plan"
)

// journal keeps what a LogSink gets, a line each.
type journal struct {
	mu    sync.Mutex
	lines []string
	news  func(line string)
}

func (j *journal) add(line string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lines = append(j.lines, line)
	if j.news != nil {
		j.news(line)
	}
}

type page struct {
	*journal
	name string
}

func (p page) Write(e LogEntry) error {
	name := p.name
	if e.Source == Stderr {
		name += "!"
	}
	p.add(name + ": " + strings.TrimRight(string(e.Text), "\n"))
	return nil
}

func (p page) Flush() error { return nil }
func (p page) Close() error { return nil }

func (j *journal) sink() LogSink {
	return LogSink{
		Open: func(c plan.Container) LogWriter { return page{j, c.Name} },
		Ended: func(c plan.Container, code int, restarting bool) {
			j.add(fmt.Sprintf("%s ended %d %t", c.Name, code, restarting))
		},
		Unreadable: func(c plan.Container, why error) { j.add(fmt.Sprintf("%s: %v", c.Name, why)) },
	}
}

// follow follows the project until Follow returns by itself.
func (b *bench) follow(ctx context.Context, j *journal, o FollowOptions) error {
	state, err := b.engine.Observe(ctx, "shop")
	if err != nil {
		return err
	}
	o.Project = "shop"
	return b.engine.Follow(ctx, state.Containers, o, j.sink())
}

func TestFollowFromBeforeTheFirstToAfterTheLastContainer(t *testing.T) {
	b := newBench(t, "services: {a: {image: gocompose-test}, b: {image: gocompose-test}}")
	b.srv.Behave("shop-a-1", enginetest.Behaviour{Logs: []enginetest.Line{{Text: "one"}, {Text: "oops", Stderr: true}}, Exit: &enginetest.Exit{Code: 3, After: 50 * time.Millisecond}})
	b.srv.Behave("shop-b-1", enginetest.Behaviour{Exit: &enginetest.Exit{}})
	var j journal
	ends, both := 0, make(chan struct{})
	j.news = func(line string) {
		if strings.Contains(line, " ended ") {
			if ends++; ends == 2 {
				close(both)
			}
		}
	}
	starting, started := context.WithCancel(t.Context())
	followed := make(chan error, 1)
	go func() { followed <- b.follow(t.Context(), &j, FollowOptions{Started: starting.Done()}) }()
	b.mustUp(plan.UpOptions{})
	<-both
	started()
	if err := <-followed; err != nil {
		t.Fatal(err)
	}
	slices.Sort(j.lines)
	want := []string{"shop-a-1 ended 3 false", "shop-a-1!: oops", "shop-a-1: one", "shop-b-1 ended 0 false"}
	if !slices.Equal(j.lines, want) {
		t.Errorf("got %q, want %q", j.lines, want)
	}
}

func TestFollowTakesUpWhatStartsLater(t *testing.T) {
	b := newBench(t, "services: {a: {image: gocompose-test}}")
	b.srv.Behave("shop-*", enginetest.Behaviour{Logs: []enginetest.Line{{Text: "hello"}}})
	b.mustUp(plan.UpOptions{})
	ctx, cancel := context.WithCancel(t.Context())
	following, followed := make(chan struct{}), make(chan error, 1)
	j := journal{}
	j.news = func(line string) {
		switch line {
		case "shop-a-1: hello":
			close(following)
		case "shop-late-1: hello":
			cancel()
		}
	}
	go func() { followed <- b.follow(ctx, &j, FollowOptions{}) }()
	<-following
	b.load("services: {a: {image: gocompose-test}, late: {image: gocompose-test}}")
	b.mustUp(plan.UpOptions{})
	if err := <-followed; err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(j.lines, "shop-late-1: hello") {
		t.Errorf("lines %q", j.lines)
	}
}

func TestFollowTellsOfRestarts(t *testing.T) {
	b := newBench(t, "services: {a: {image: gocompose-test, restart: always}}")
	b.srv.Behave("shop-a-1", enginetest.Behaviour{Logs: []enginetest.Line{{Text: "life"}}, Exit: &enginetest.Exit{Code: 1, After: 20 * time.Millisecond}})
	b.mustUp(plan.UpOptions{})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	lives, restarts := 0, 0
	j := journal{}
	j.news = func(line string) {
		switch line {
		case "shop-a-1: life":
			lives++
		case "shop-a-1 ended 1 true":
			restarts++
		}
		if lives >= 2 && restarts >= 1 {
			cancel()
		}
	}
	if err := b.follow(ctx, &j, FollowOptions{}); err != nil {
		t.Fatal(err)
	}
	if lives < 2 || restarts < 1 {
		t.Errorf("lines %q", j.lines)
	}
}

func TestLogsOnce(t *testing.T) {
	b := newBench(t, "services: {a: {image: gocompose-test}}")
	b.srv.Behave("shop-a-1", enginetest.Behaviour{Logs: []enginetest.Line{{Text: "1"}, {Text: "2"}, {Text: "3"}}, Exit: &enginetest.Exit{}})
	b.mustUp(plan.UpOptions{})
	state, err := b.engine.Observe(t.Context(), "shop")
	for err == nil && state.Containers[0].State != "exited" { // by then it has written all
		state, err = b.engine.Observe(t.Context(), "shop")
	}
	if err != nil {
		t.Fatal(err)
	}
	var j journal
	if err := b.engine.Logs(t.Context(), state.Containers, LogOptions{Tail: "2"}, j.sink()); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(j.lines, " "); got != "shop-a-1: 2 shop-a-1: 3" {
		t.Errorf("got %q", got)
	}
}
