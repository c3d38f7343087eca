package engine

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/docker/docker/api/types/container"

	"gocompose/compose"
	"gocompose/engine/endpoint"
	"gocompose/engine/enginetest"
	"gocompose/engine/plan"
	"gocompose/engine/spec"
)

// bench is an engine of its own for one test, and a project to run on it.
type bench struct {
	*testing.T
	srv     *enginetest.Server
	engine  *Engine
	project *compose.Project
	events  []Event
}

// newBench loads a compose file and opens a fresh engine that has the test image.
func newBench(t *testing.T, file string) *bench {
	t.Helper()
	b := &bench{T: t, srv: enginetest.New(t)}
	b.srv.AddTestImage()
	t.Setenv("DOCKER_HOST", b.srv.Host())
	e, err := Open(endpoint.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	b.engine = e
	b.load(file)
	return b
}

func (b *bench) load(file string) {
	b.Helper()
	dir := b.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "compose.yaml"), []byte(file), 0o600); err != nil {
		b.Fatal(err)
	}
	p, problems := compose.Load(compose.Options{Dir: dir, Name: "shop"})
	if err := problems.Err(); err != nil {
		b.Fatal(err)
	}
	b.project = p
}

// plan gives what up would do now.
func (b *bench) plan(o plan.UpOptions) (*plan.Plan, *plan.State) {
	b.Helper()
	state, err := b.engine.Observe(b.Context(), "shop")
	if err != nil {
		b.Fatal(err)
	}
	goal, err := b.engine.Goal(b.Context(), b.project, spec.Inputs{}, state)
	if err != nil {
		b.Fatal(err)
	}
	p, problems := plan.Up(goal, state, o)
	if err := problems.Err(); err != nil {
		b.Fatal(err)
	}
	return p, state
}

// up brings the project up, keeps the events, and gives Apply's error.
func (b *bench) up(o plan.UpOptions) error {
	b.Helper()
	p, state := b.plan(o)
	return b.apply(p, ApplyOptions{Project: b.project, State: state})
}

func (b *bench) apply(p *plan.Plan, o ApplyOptions) error {
	events := make(chan Event)
	var reader sync.WaitGroup
	b.events = nil
	reader.Go(func() {
		for e := range events {
			b.events = append(b.events, e)
		}
	})
	o.Events = events
	err := b.engine.Apply(b.Context(), p, o)
	close(events)
	reader.Wait()
	return err
}

func (b *bench) mustUp(o plan.UpOptions) {
	b.Helper()
	if err := b.up(o); err != nil {
		b.Fatal(err)
	}
}

// containers gives "name state" of each container, sorted.
func (b *bench) containers() string {
	var out []string
	for _, c := range b.srv.Containers() {
		out = append(out, strings.TrimPrefix(c.Name, "/")+" "+string(c.State.Status))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// phases gives the events of a phase as "key", in order.
func (b *bench) phases(phase Phase) (keys []string) {
	for _, e := range b.events {
		if e.Phase == phase {
			keys = append(keys, e.Step)
		}
	}
	return keys
}

func (b *bench) expect(what, got, want string) {
	b.Helper()
	if got != want {
		b.Errorf("%s: got %s, want %s", what, got, want)
	}
}

// TestDownOfWhatStarts has containers that an engine still starts, as the up
// before asked it to that was killed meanwhile.
func TestDownOfWhatStarts(t *testing.T) {
	b := newBench(t, "services: {a: {image: gocompose-test, scale: 2}}")
	b.mustUp(plan.UpOptions{NoStart: true})
	state, err := b.engine.Observe(t.Context(), "shop")
	if err != nil {
		t.Fatal(err)
	}
	down := plan.Down("shop", b.project, state, plan.DownOptions{})
	for _, c := range state.Containers {
		if err := b.engine.client.ContainerStart(t.Context(), c.ID, container.StartOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.apply(down, ApplyOptions{State: state}); err != nil {
		t.Fatal(err)
	}
	b.expect("containers", b.containers(), "")
}
