package build

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	control "github.com/moby/buildkit/api/services/control"
	"google.golang.org/protobuf/types/known/timestamppb"

	"gocompose/engine/split"
)

// said writes events as a list of short lines.
func said(events []Event) []string {
	words := map[Kind]string{Started: "started", Done: "done", Cached: "cached", Failed: "failed", Output: "output",
		Moved: "moved", Warning: "warning"}
	var out []string
	for _, e := range events {
		line := words[e.Kind] + " " + e.Name
		if e.Text != "" {
			line += " | " + e.Text
		}
		if e.Kind == Output {
			line += fmt.Sprintf(" | %d", e.Stream)
		}
		if e.Kind == Moved {
			line += fmt.Sprintf(" | %s %d/%d", e.Item, e.Current, e.Total)
		}
		out = append(out, line)
	}
	return out
}

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// at is a moment by its seconds after noon.
func at(seconds int) *timestamppb.Timestamp {
	return timestamppb.New(noon.Add(time.Duration(seconds) * time.Second))
}

func TestWatchTellsWhatHappens(t *testing.T) {
	vertex := func(v ...*control.Vertex) *control.StatusResponse { return &control.StatusResponse{Vertexes: v} }
	log := func(stream int64, text string) *control.StatusResponse {
		return &control.StatusResponse{Logs: []*control.VertexLog{{Vertex: "1", Stream: stream, Msg: []byte(text), Timestamp: at(1)}}}
	}
	long := strings.Repeat("x", split.Longest)
	for name, c := range map[string]struct {
		in   []*control.StatusResponse
		want []string
	}{
		"a step that waits is no news": {
			[]*control.StatusResponse{vertex(&control.Vertex{Digest: "1", Name: "RUN a"})}, nil},
		"begin and end": {
			[]*control.StatusResponse{
				vertex(&control.Vertex{Digest: "1", Name: "RUN a", Started: at(0)}),
				vertex(&control.Vertex{Digest: "1", Name: "RUN a", Started: at(0)}),
				vertex(&control.Vertex{Digest: "1", Name: "RUN a", Started: at(0), Completed: at(1)})},
			[]string{"started RUN a", "done RUN a"}},
		"both at once": {
			[]*control.StatusResponse{vertex(&control.Vertex{Digest: "1", Name: "RUN a", Started: at(0), Completed: at(1)})},
			[]string{"started RUN a", "done RUN a"}},
		"a second look": {
			[]*control.StatusResponse{vertex(
				&control.Vertex{Digest: "1", Name: "load", Started: at(0), Completed: at(1)},
				&control.Vertex{Digest: "1", Name: "load", Started: at(2)},
				&control.Vertex{Digest: "1", Name: "load", Started: at(2), Completed: at(3)})},
			[]string{"started load", "done load", "started load", "done load"}},
		"cached without a time": {
			[]*control.StatusResponse{vertex(&control.Vertex{Digest: "1", Name: "RUN a", Cached: true})},
			[]string{"cached RUN a"}},
		"failed": {
			[]*control.StatusResponse{vertex(&control.Vertex{Digest: "1", Name: "RUN a", Started: at(0), Completed: at(1), Error: "exit 1"})},
			[]string{"started RUN a", "failed RUN a | exit 1"}},
		"output in pieces, by stream": {
			[]*control.StatusResponse{vertex(&control.Vertex{Digest: "1", Name: "RUN a", Started: at(0)}),
				log(1, "out "), log(2, "err\n"), log(1, "put\nrest"),
				vertex(&control.Vertex{Digest: "1", Name: "RUN a", Started: at(0), Completed: at(1)})},
			[]string{"started RUN a", "output RUN a | err | 2", "output RUN a | out put | 1", "output RUN a | rest | 1", "done RUN a"}},
		"output of a step that never ends": {
			[]*control.StatusResponse{vertex(&control.Vertex{Digest: "1", Name: "RUN a", Started: at(0)}), log(1, "rest")},
			[]string{"started RUN a", "output RUN a | rest | 1"}},
		"output without an end of the line": {
			[]*control.StatusResponse{vertex(&control.Vertex{Digest: "1", Name: "RUN a", Started: at(0)}), log(1, long), log(1, "rest")},
			[]string{"started RUN a", "output RUN a | " + long + " | 1", "output RUN a | rest | 1"}},
		"a cache that cannot be had": {
			[]*control.StatusResponse{vertex(&control.Vertex{Digest: "1", Name: importStep + "app:cache", Started: at(0), Completed: at(1), Error: "no such host"})},
			[]string{"started " + importStep + "app:cache", "done " + importStep + "app:cache", "warning " + importStep +
				"app:cache | cache app:cache is not used: no such host; check that it is there and can be reached, or leave it out"}},
		"a cache that is looked for no longer": {
			[]*control.StatusResponse{vertex(&control.Vertex{Digest: "1", Name: importStep + "app:cache", Started: at(0), Completed: at(1), Error: "ask: context canceled"})},
			[]string{"started " + importStep + "app:cache", "done " + importStep + "app:cache"}},
		"transfer": {
			[]*control.StatusResponse{vertex(&control.Vertex{Digest: "1", Name: "load", Started: at(0)}),
				{Statuses: []*control.VertexStatus{{Vertex: "1", ID: "sha256:x", Current: 3, Total: 7, Timestamp: at(1)}}}},
			[]string{"started load", "moved load | sha256:x 3/7"}},
		"warning": {
			[]*control.StatusResponse{{Warnings: []*control.VertexWarning{{Vertex: "1", Short: []byte("do not")}}}},
			[]string{"warning  | do not"}},
	} {
		t.Run(name, func(t *testing.T) {
			var events []Event
			w := newWatch(func(e Event) { events = append(events, e) }, []string{"app:cache"})
			for _, resp := range c.in {
				w.update(resp)
			}
			w.flush()
			if got := said(events); !slices.Equal(got, c.want) {
				t.Errorf("told:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestWatchKeepsTheEnginesTime(t *testing.T) {
	var events []Event
	w := newWatch(func(e Event) { events = append(events, e) }, nil)
	w.update(&control.StatusResponse{Vertexes: []*control.Vertex{{Digest: "1", Started: at(1), Completed: at(5)}}})
	if len(events) != 2 || events[1].At.Sub(events[0].At) != 4*time.Second || !events[0].At.Equal(noon.Add(time.Second)) {
		t.Errorf("got %+v", events)
	}
}

func TestWatchFindsTheStepThatFailed(t *testing.T) {
	steps := []*control.Vertex{
		{Digest: "1", Name: "fine", Started: at(0), Completed: at(1)},
		{Digest: "2", Name: "stopped", Started: at(0), Completed: at(1), Error: "failed to copy: context canceled"},
		{Digest: "3", Name: importStep + "registry.example.com/none", Started: at(0), Completed: at(1), Error: "no such host"},
		{Digest: "4", Name: "short", Started: at(0), Completed: at(2), Error: "exit 1"},
		{Digest: "5", Name: "long", Started: at(0), Completed: at(3), Error: "RUN: exit 1"},
		{Digest: "6", Name: "late", Started: at(0), Completed: at(5), Error: "exit 2"},
		{Digest: "7", Name: "early", Started: at(0), Completed: at(4), Error: "exit 2"},
	}
	backwards := slices.Clone(steps)
	slices.Reverse(backwards)
	for _, vertexes := range [][]*control.Vertex{steps, backwards} { // they are told in any order
		w := newWatch(func(Event) {}, nil)
		w.update(&control.StatusResponse{Vertexes: vertexes})
		for _, c := range []struct{ id, answer, want string }{
			{"6", "failed to solve: exit 1", "late"},
			{"unknown", "exit 1", "short"},
			{"", "failed to solve: exit 1", "short"},
			{"", "failed to solve: RUN: exit 1", "long"},
			{"", "exit 2", "early"},
			{"", "context canceled", "short"},
			{"", "no such host", ""},
			{"", "failed to copy: context canceled", "short"},
			{"", "the engine's disk is full", ""},
		} {
			if got := w.failed(c.id, c.answer).name; got != c.want {
				t.Errorf("failed(%q, %q) is %q, want %q", c.id, c.answer, got, c.want)
			}
		}
	}
	if got := newWatch(nil, nil).failed("", "x"); got.name != "" || got.err != "" {
		t.Errorf("got %+v of a build without steps", got)
	}
}
