package ui

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"gocompose/compose"
	"gocompose/engine"
	"gocompose/engine/plan"
)

// window is a live block on a screen.
func window(t *testing.T, columns, rows int) (*live, *screen) {
	size := func() (int, int) { return columns, rows }
	s := newScreen(t, columns, rows)
	out := &Terminal{Writer: s, Window: true, Live: true, Term: "xterm", Size: size}
	return &live{ended: context.Background().Err, out: out, block: newBlock(out)}, s
}

// TestLiveFrames shows the block at several moments and what is left of it.
func TestLiveFrames(t *testing.T) {
	for name, tp := range tapes {
		for _, columns := range []int{80, 40} {
			var b strings.Builder
			l, s := window(t, columns, 24)
			tape := tp()
			tr := newTracker(tape.plan)
			for i, e := range tape.events {
				l.show(tr, tr.apply(e), e)
				if i%8 == 7 {
					l.tick(tr, e.Time.Add(250*time.Millisecond))
					fmt.Fprintf(&b, "%s---\n", s.text())
				}
			}
			l.end(tr)
			b.WriteString("in the end\n" + s.text())
			golden(t, fmt.Sprintf("live/%s-%d.txt", name, columns), b.String())
			if s.hidden || s.unwrapped {
				t.Errorf("%s: the terminal is left without cursor or wrapping", name)
			}
		}
	}
}

// TestLastRowsInLowWindow shows what is left in the end although it is longer
// than the window.
func TestLastRowsInLowWindow(t *testing.T) {
	for name, tp := range tapes {
		l, s := window(t, 40, 6)
		tape := tp()
		tr := newTracker(tape.plan)
		for i, e := range tape.events {
			l.show(tr, tr.apply(e), e)
			if i%4 == 3 {
				l.tick(tr, e.Time)
			}
		}
		l.end(tr)
		want := layoutOf(tr.rows, Style{Width: 40}).final(tr.rows)
		for i, line := range want {
			want[i] = strings.TrimRight(line, " ")
		}
		if got := s.text(); got != strings.Join(want, "\n")+"\n" {
			t.Errorf("%s: got\n%swant\n%s", name, got, strings.Join(want, "\n"))
		}
	}
}

func TestLiveIsOneWriteAFrame(t *testing.T) {
	l, s := window(t, 80, 24)
	tape := goodTape()
	tr := newTracker(tape.plan)
	for _, e := range tape.events {
		l.show(tr, tr.apply(e), e)
	}
	if s.writes != 1 { // only the first event draws at once
		t.Errorf("%d writes for the events", s.writes)
	}
	l.tick(tr, tape.now)
	l.end(tr)
	if s.writes != 3 {
		t.Errorf("%d writes in all, want 3", s.writes)
	}
}

func TestBlockKeepsWhatDidNotChange(t *testing.T) {
	s := newScreen(t, 80, 24)
	k := newBlock(&Terminal{Writer: s, Term: "xterm"})
	k.draw([]string{"first", "second"}, 80, 24)
	k.draw([]string{"first", "other"}, 80, 24)
	if strings.Contains(s.last, "first") || s.text() != "first\nother\n" {
		t.Errorf("%q was written for\n%s", s.last, s.text())
	}
}

// TestBlockUnderTypedKeys holds that what a terminal shows of keys, ^C among
// them, is gone with the next frame.
func TestBlockUnderTypedKeys(t *testing.T) {
	s := newScreen(t, 80, 24)
	k := newBlock(&Terminal{Writer: s, Term: "xterm"})
	k.draw([]string{"first", "second"}, 80, 24)
	s.WriteString("^Cxyz")
	k.draw([]string{"first", "sec0nd"}, 80, 24)
	if s.text() != "first\nsec0nd\n" {
		t.Errorf("got\n%s", s.text())
	}
	s.WriteString("\r\n") // moves all of it by a line, which is only made good in the end
	k.draw([]string{"first", "second"}, 80, 24)
	k.last([]string{"first", "third"}, 80, 24)
	if !strings.HasSuffix(s.text(), "first\nthird\n") {
		t.Errorf("got\n%s", s.text())
	}
}

// TestBlockBelowWhatComes holds that text of either stream stands above the block.
func TestBlockBelowWhatComes(t *testing.T) {
	s := newScreen(t, 80, 24)
	out := &Terminal{Writer: s, Window: true, Term: "xterm", Size: func() (int, int) { return 80, 24 }, foot: &foot{}}
	other := &Terminal{Writer: s, Window: true}
	OneWindow(other, out)
	k := newBlock(out)
	fmt.Fprintln(other, "before")
	k.draw([]string{"first", "second"}, 80, 24)
	fmt.Fprintln(other, "one")
	fmt.Fprint(out, "two\nthree")
	k.draw([]string{"first", "other"}, 80, 24)
	if want := "before\none\ntwo\nthree\nfirst\nother\n"; s.text() != want {
		t.Errorf("got\n%s", s.text())
	}
	k.last([]string{"first", "done"}, 80, 24)
	fmt.Fprintln(other, "after")
	if !strings.HasSuffix(s.text(), "three\nfirst\ndone\nafter\n") {
		t.Errorf("got\n%s", s.text())
	}
}

// TestTextAfterStop holds that text that comes first after Ctrl-Z and fg leaves
// what the shell has written.
func TestTextAfterStop(t *testing.T) {
	s := newScreen(t, 80, 24)
	out := &Terminal{Writer: s, Window: true, Term: "xterm", Size: func() (int, int) { return 80, 24 }, foot: &foot{}}
	k := newBlock(out)
	k.draw([]string{"first", "second"}, 80, 24)
	s.WriteString("$ fg\r\n")
	k.resumed <- syscall.SIGCONT
	fmt.Fprintln(out, "a line")
	if want := "first\nsecond\n$ fg\na line\nfirst\nsecond\n"; s.text() != want {
		t.Errorf("got\n%s", s.text())
	}
}

// TestBlockAnew holds that nothing of an old frame is counted on where the
// window has another height, and that the block begins below what a shell has
// written while the program was stopped.
func TestBlockAnew(t *testing.T) {
	s := newScreen(t, 80, 24)
	k := newBlock(&Terminal{Writer: s, Term: "xterm"})
	k.draw([]string{"first", "second"}, 80, 24)
	k.draw([]string{"first", "second"}, 80, 5)
	if !strings.Contains(s.last, "first") || s.text() != "first\nsecond\n" {
		t.Errorf("%q was written for\n%s", s.last, s.text())
	}
	s.WriteString("$ fg\r\n")
	if err := syscall.Kill(os.Getpid(), syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	for len(k.resumed) == 0 {
		time.Sleep(time.Millisecond)
	}
	k.draw([]string{"first", "other"}, 80, 5)
	if want := "first\nsecond\n$ fg\nfirst\nother\n"; s.text() != want {
		t.Errorf("got\n%s", s.text())
	}
}

// crowd is a plan of many containers, of which some have been begun.
func crowd(n int) *tape {
	p := &plan.Plan{Project: "big"}
	for i := range n {
		s := &compose.Service{Name: fmt.Sprintf("svc%03d", i)}
		name := fmt.Sprintf("big-%s-1", s.Name)
		p.Steps = append(p.Steps, step(name+" create", plan.CreateContainer{Service: s, Name: name, Final: name}, plan.Reason{}),
			step(name+" start", plan.StartContainer{Name: name, Service: name}, plan.Reason{}))
	}
	t := newTape(p)
	for i := range n {
		s := p.Steps[2*i]
		t.run(10*time.Millisecond, s.Key)
		t.start(p.Steps[2*i+1].Key)
	}
	for i := range n / 2 {
		t.done(p.Steps[2*i+1].Key, 20*time.Millisecond)
	}
	return t
}

func TestLiveInSmallWindows(t *testing.T) {
	for _, columns := range []int{1, 2, 7, 30, 200} {
		for _, rows := range []int{1, 2, 3, 10, 50, 500} {
			l, s := window(t, columns, rows)
			tape := crowd(200)
			tr := newTracker(tape.plan)
			for i, e := range tape.events {
				l.show(tr, tr.apply(e), e)
				if i%40 == 0 {
					l.tick(tr, e.Time)
				}
				if n := len(l.block.shown); n > max(rows-1, 1) {
					t.Fatalf("%d lines in a window of %d rows", n, rows)
				}
			}
			l.tick(tr, tape.now)
			if columns == 30 && rows == 10 {
				golden(t, "live/crowd.txt", s.text())
			}
		}
	}
}

// TestRowsInNarrowWindows holds that rows can be told apart, and say what they are.
func TestRowsInNarrowWindows(t *testing.T) {
	for _, columns := range []int{25, 30, 40, 60} {
		r := &Row{Name: "shop-service-number-63-1", Text: "starting", State: Working}
		f := frame{style: Style{Width: columns}, rows: 24}
		got := strings.Join(f.lines([]*Row{r}, []*Row{r}), "\n")
		if !strings.Contains(got, " sh") || !strings.Contains(got, "-63-1 ") || !strings.Contains(got, "starting") || width(got) > columns {
			t.Errorf("%d columns: %q", columns, got)
		}
	}
}

func TestCrowdIsCountedInTheEnd(t *testing.T) {
	l, s := window(t, 80, 24)
	tape := crowd(200)
	tr := newTracker(tape.plan)
	for _, e := range tape.events {
		tr.apply(e)
	}
	for i := 100; i < 200; i++ {
		e := engine.Event{Time: tape.now, Phase: engine.Done, Label: tape.plan.Steps[2*i+1].Op.Label()}
		tr.apply(e)
	}
	l.end(tr)
	if got, want := s.text(), "✔ 200 containers    started\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestLiveResized holds that the block begins anew below what the terminal has
// made of the old one, and that nothing above it is touched.
func TestLiveResized(t *testing.T) {
	columns := 80
	s := newScreen(t, columns, 24)
	s.WriteString("$ gocompose up\r\n")
	out := &Terminal{Writer: s, Live: true, Term: "xterm", Size: func() (int, int) { return columns, 24 }}
	l := &live{ended: context.Background().Err, out: out, block: newBlock(out)}
	tape := crowd(3)
	tr := newTracker(tape.plan)
	for _, e := range tape.events {
		tr.apply(e)
	}
	l.tick(tr, tape.now)
	columns = 20
	s.narrow(columns)
	l.tick(tr, tape.now.Add(time.Second))
	columns = 60
	s.Resize(columns, 24)
	l.tick(tr, tape.now.Add(2*time.Second))
	if got := s.text(); !strings.HasPrefix(got, "$ gocompose up\n") || strings.Count(got, "\n") != 5 {
		t.Errorf("got\n%s", got)
	}
}

func TestLiveColours(t *testing.T) {
	tape := unhealthyTape()
	tr := newTracker(tape.plan)
	for _, e := range tape.events {
		tr.apply(e)
	}
	style := Style{Colour: true, Width: 80}
	golden(t, "live/colours.txt", lines(layoutOf(tr.rows, style).final(tr.rows)))
}

func TestFinalRowsFitAnyWindow(t *testing.T) {
	for _, tp := range tapes {
		tape := tp()
		tr := newTracker(tape.plan)
		for _, e := range tape.events {
			tr.apply(e)
		}
		for _, style := range anyStyle() {
			tidy(t, lines(layoutOf(tr.rows, style).final(tr.rows)), style)
			tidy(t, strings.Join(frame{style: style, rows: 24, now: tape.now}.lines(tr.rows, tr.planned()), "\n"), style)
		}
	}
}

// TestLiveProgressWithoutEvents draws nothing.
func TestLiveProgressWithoutEvents(t *testing.T) {
	var b strings.Builder
	out := &Terminal{Writer: &b, Window: true, Live: true, Term: "xterm", Size: func() (int, int) { return 80, 24 }}
	events := make(chan engine.Event)
	close(events)
	s := Progress(context.Background(), &plan.Plan{Project: "shop", Kept: []plan.Kept{{Name: "shop-a-1", Service: "a"}}}, events, out, ModeAuto)
	s.Finish(out, ModeAuto, Ending{Took: 38 * time.Millisecond})
	if got, want := b.String(), "shop is up to date: 1 service, nothing changed (38 ms)\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
