package main

import (
	"strings"
	"syscall"
	"testing"
)

// TestStatsTerminal watches stats in a window: it draws over what it has drawn,
// takes in who starts, and shows as much as the window has room for.
func TestStatsTerminal(t *testing.T) {
	t.Parallel()
	t.Run("fake", func(t *testing.T) { t.Parallel(); testStatsTerminal(t, fakeStage(t)) })
	t.Run("real", func(t *testing.T) { needEngine(t); t.Parallel(); testStatsTerminal(t, realStage(t)) })
}

func testStatsTerminal(t *testing.T, s *stage) {
	openWindow(t, s, []string{"up", "-d"}).ends(0)
	w := openWindow(t, s, []string{"stats"})
	w.await(s.projects[0] + "-chat-1")
	w.await(s.projects[0] + "-web-1")
	if n := strings.Count(w.text(), "CPU %"); n != 1 {
		t.Errorf("the header is written %d times; the window shows:\n%s", n, w.text())
	}
	openWindow(t, s, []string{"up", "-d", "--scale", "web=2"}).ends(0)
	w.await(s.projects[0] + "-web-2")
	w.resize(100, 4)
	w.await("… and 2 more")
	w.signal(syscall.SIGINT)
	w.ends(exitInterrupted)
	if shown := w.text(); strings.LastIndex(shown, "\x1b[?25l") > strings.LastIndex(shown, "\x1b[?25h") {
		t.Error("the cursor stays hidden")
	}
}
