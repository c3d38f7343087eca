package main

import "testing"

// TestConsent answers the question of rm at a terminal, whatever form progress has.
func TestConsent(t *testing.T) {
	t.Parallel()
	t.Run("fake", func(t *testing.T) { t.Parallel(); testConsent(t, fakeStage) })
	t.Run("real", func(t *testing.T) { needEngine(t); t.Parallel(); testConsent(t, realStage) })
}

func testConsent(t *testing.T, open func(*testing.T) *stage) {
	s := open(t)
	openWindow(t, s, []string{"create", "web"}).ends(0)
	for _, progress := range []string{"auto", "json"} {
		w := openWindow(t, s, []string{"--progress", progress, "rm"})
		w.await("web-1? [y/N] ")
		w.keys("n\n")
		w.await("not confirmed; nothing was changed")
		w.ends(exitFailed)
	}
	w := openWindow(t, s, []string{"rm"})
	w.await("web-1? [y/N] ")
	w.keys("y\n")
	w.await("1 container removed")
	w.ends(0)
}
