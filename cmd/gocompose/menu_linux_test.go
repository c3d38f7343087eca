package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestMenu presses keys while up shows logs.
func TestMenu(t *testing.T) {
	t.Parallel()
	t.Run("fake", func(t *testing.T) { t.Parallel(); testMenu(t, fakeStage) })
	t.Run("real", func(t *testing.T) { needEngine(t); t.Parallel(); testMenu(t, realStage) })
}

func testMenu(t *testing.T, open func(*testing.T) *stage) {
	t.Run("keys", func(t *testing.T) {
		t.Parallel()
		w := openWindow(t, open(t), []string{"up", "--menu", "web"})
		w.await("press w to watch files")
		w.awaitKeys()
		w.keys("w")
		w.await("watching web")
		src := filepath.Join(w.cmd.Dir, "src")
		w.must(os.Mkdir(src, 0o755))
		w.must(os.WriteFile(filepath.Join(src, "a"), nil, 0o644))
		w.await("src/a")
		w.keys("~w")
		w.await("no longer watched")
		w.keys("d")
		w.await("runs on")
		w.ends(0)
		if strings.Contains(w.text(), "~") {
			t.Errorf("a key was shown:\n%s", w.text())
		}
	})
	t.Run("ctrl-c", func(t *testing.T) {
		t.Parallel()
		w := openWindow(t, open(t), []string{"up", "--menu", "web"})
		w.awaitKeys()
		w.signal(unix.SIGINT)
		w.await("Gracefully stopping")
		w.keys("for the shell\n")
		w.ends(exitInterrupted)
		typed := make([]byte, 80)
		n, err := w.there.Read(typed)
		if got := string(typed[:n]); err != nil || got != "for the shell\n" {
			t.Errorf("of what was typed the shell gets %q, %v", got, err)
		}
	})
	t.Run("broken off", func(t *testing.T) {
		t.Parallel()
		s := open(t)
		openWindow(t, s, []string{"up", "-d", "deaf"}).ends(0)
		w := openWindow(t, s, []string{"stop", "deaf"})
		w.await("stopping")
		w.signal(unix.SIGINT)
		w.await("interrupted: what is under way is being finished")
		w.signal(unix.SIGINT)
		w.await("broken off; run the command again")
		w.ends(exitInterrupted)
	})
	t.Run("ctrl-z", func(t *testing.T) {
		t.Parallel()
		w := openWindow(t, open(t), []string{"up", "--menu", "web"})
		w.awaitKeys()
		shell := w.termios()
		shell.Lflag |= unix.ECHO | unix.ICANON
		w.must(unix.IoctlSetTermios(int(w.there.Fd()), unix.TCSETS, &shell))
		w.signal(unix.SIGCONT)
		w.awaitKeys()
		w.keys("d")
		w.await("runs on")
		w.ends(0)
	})
	t.Run("not asked for", func(t *testing.T) {
		t.Parallel()
		w := openWindow(t, open(t), []string{"up", "web"})
		w.await("Attaching to")
		w.signal(unix.SIGINT)
		w.ends(exitInterrupted)
		if strings.Contains(w.text(), "press w") {
			t.Errorf("it has a menu:\n%s", w.text())
		}
	})
}

// awaitKeys waits until keys are taken one by one, and Ctrl-C is a signal still.
func (w *window) awaitKeys() {
	w.t.Helper()
	w.until("keys", func() bool { return w.termios().Lflag&(unix.ECHO|unix.ICANON|unix.ISIG) == unix.ISIG })
}
