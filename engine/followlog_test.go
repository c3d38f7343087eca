package engine

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"gocompose/engine/enginetest"
	"gocompose/engine/plan"
)

// numbered gives n lines, so far apart, each second one on stderr.
func numbered(n int, apart time.Duration) (lines []enginetest.Line) {
	for i := range n {
		lines = append(lines, enginetest.Line{Text: fmt.Sprint("line ", i), Stderr: i%2 > 0, After: apart})
	}
	return lines
}

// texts gives the lines of a journal without the names before them.
func (j *journal) texts() (texts []string) {
	for _, line := range j.lines {
		if _, text, ok := strings.Cut(line, ": "); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

func wantNumbered(t *testing.T, got []string, n int) {
	t.Helper()
	for i := range n {
		if want := fmt.Sprint("line ", i); i >= len(got) || got[i] != want {
			t.Fatalf("instead of %s there is %q", want, got[i:min(i+3, len(got))])
		}
	}
	if len(got) > n {
		t.Errorf("there is more: %q", got[n:])
	}
}

func TestFollowGoesOnWhereAConnectionBroke(t *testing.T) {
	b := newBench(t, "services: {a: {image: gocompose-test}}")
	b.srv.Behave("shop-a-1", enginetest.Behaviour{Logs: numbered(60, time.Millisecond), Exit: &enginetest.Exit{After: 300 * time.Millisecond}})
	b.mustUp(plan.UpOptions{})
	for nth, bytes := range []int{500, 1, 1500} { // in the middle of frames
		b.srv.FailCall(enginetest.Fault{Path: "/containers/*/logs", Nth: nth + 1, Effect: enginetest.Cut, Bytes: bytes})
	}
	var j journal
	if err := b.follow(t.Context(), &j, FollowOptions{}); err != nil {
		t.Fatal(err)
	}
	wantNumbered(t, j.texts(), 60)
}

func TestFollowOutlivesAnEngine(t *testing.T) {
	b := newBench(t, "services: {a: {image: gocompose-test}}")
	b.srv.Behave("shop-a-1", enginetest.Behaviour{Logs: numbered(200, 2*time.Millisecond), Exit: &enginetest.Exit{After: 500 * time.Millisecond}})
	b.mustUp(plan.UpOptions{})
	var j journal
	j.news = func(line string) {
		if line == "shop-a-1: line 20" {
			go func() {
				b.srv.GoAway()
				if err := b.srv.ComeBack(); err != nil {
					t.Error(err)
				}
			}()
		}
	}
	if err := b.follow(t.Context(), &j, FollowOptions{}); err != nil {
		t.Fatal(err)
	}
	wantNumbered(t, j.texts(), 200)
	if last := j.lines[len(j.lines)-1]; last != "shop-a-1 ended 0 false" {
		t.Errorf("at the end: %q", last)
	}
}

func TestFollowEndsAfterWhatWasStopped(t *testing.T) {
	b := newBench(t, "services: {a: {image: gocompose-test}}")
	b.srv.Behave("shop-a-1", enginetest.Behaviour{Logs: numbered(1, 0)})
	b.mustUp(plan.UpOptions{})
	stopped := make(chan error, 1)
	var j journal
	j.news = func(line string) {
		if line == "shop-a-1: line 0" {
			go func() {
				state, err := b.engine.Observe(t.Context(), "shop")
				if err == nil {
					err = b.engine.Apply(t.Context(), plan.Stop("shop", nil, state, plan.StopOptions{}), ApplyOptions{State: state})
				}
				stopped <- err
			}()
		}
	}
	if err := b.follow(t.Context(), &j, FollowOptions{Linger: time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
}

func TestReplay(t *testing.T) {
	at := func(source LogSource, seconds int) LogEntry {
		return LogEntry{Source: source, Time: time.Unix(int64(seconds), 0)}
	}
	var c logCursor
	for _, e := range []LogEntry{at(Stdout, 10), at(Stdout, 12), at(Stdout, 12)} {
		c.pass(e)
	}
	p := replay{read: c}
	for _, step := range []struct {
		entry   LogEntry
		repeats bool
	}{
		{at(Stderr, 9), true}, // was there before, and was not wanted
		{at(Stdout, 10), true},
		{at(Stdout, 12), true},
		{at(Stderr, 11), false}, // was mixed up with the other stream
		{at(Stdout, 12), true},
		{at(Stdout, 12), false}, // a third one of that time
		{at(Stdout, 11), false}, // the clock was put back
	} {
		if got := p.repeats(step.entry); got != step.repeats {
			t.Errorf("%v at %s repeats: %t", step.entry.Source, step.entry.Time.UTC(), got)
		}
	}
	if got := c.since(); !got.Equal(time.Unix(11, 0)) {
		t.Errorf("read again since %s", got.UTC())
	}
}

const stamp = "2026-01-02T03:04:05.000000006Z "

func TestLogReader(t *testing.T) {
	part := strings.Repeat("x", partRoom)
	for _, c := range []struct {
		name, in string
		want     []string
		end      error
	}{
		{"nothing", "", nil, io.EOF},
		{"frames", framed(1, stamp+"a\n") + framed(2, stamp+"b"), []string{"a\n", "b"}, io.EOF},
		{"a large frame", framed(1, stamp+part+part+part), []string{part + part[:partRoom-len(stamp)], part + part[:len(stamp)]}, io.EOF},
		{"cut in a frame", framed(1, stamp+"a\n") + framed(1, stamp+"b\n")[:20], []string{"a\n"}, io.ErrUnexpectedEOF},
		{"cut in a head", framed(1, stamp+"a\n") + "\x01\x00", []string{"a\n"}, io.ErrUnexpectedEOF},
		{"a terminal", stamp + "a\r\n" + stamp + "\r\n" + stamp + "b", []string{"a\r\n", "\r\n", "b"}, io.EOF},
		{"parts of a terminal", stamp + part + stamp + "end\n", []string{part, "end\n"}, io.EOF},
	} {
		r := newLogReader(io.NopCloser(strings.NewReader(c.in)))
		var got []string
		e, err := r.next()
		for ; err == nil; e, err = r.next() {
			got = append(got, string(e.Text))
		}
		if !slices.Equal(got, c.want) || err != c.end {
			t.Errorf("%s: got %.60q and %v", c.name, got, err)
		}
	}
}

func framed(source byte, text string) string {
	head := make([]byte, frameHead)
	head[0] = source
	binary.BigEndian.PutUint32(head[4:], uint32(len(text)))
	return string(head) + text
}

// TestLogOfALineWithoutEnd holds that memory does not grow with a line.
func TestLogOfALineWithoutEnd(t *testing.T) {
	const parts = 4096 // 64 MiB
	frame := []byte(framed(1, stamp+strings.Repeat("x", partRoom)))
	in, out := io.Pipe()
	go func() {
		buffered := bufio.NewWriter(out)
		for range parts {
			buffered.Write(frame)
		}
		buffered.Flush()
		out.Close()
	}()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var n letters
	m := merge{{reader: newLogReader(in), writer: &n}}
	if err := m.run(); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if n != parts*partRoom {
		t.Errorf("%d letters came out", n)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 4<<20 {
		t.Errorf("%d bytes were allocated on the way", took)
	}
}

// letters counts those that are written.
type letters int

func (n *letters) Write(e LogEntry) error {
	*n += letters(bytes.Count(e.Text, []byte("x")))
	return nil
}
func (n *letters) Flush() error { return nil }
func (n *letters) Close() error { return nil }
