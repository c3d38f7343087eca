package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestTogether lets ten commands change one project at once. Each does what it
// was asked for, one after another, and nothing is there twice or left over.
func TestTogether(t *testing.T) {
	t.Run("fake", func(t *testing.T) { together(t, fakeStage(t)) })
	t.Run("real", func(t *testing.T) {
		needEngine(t)
		together(t, realStage(t))
	})
}

func together(t *testing.T, s *stage) {
	dir := t.TempDir()
	file := "services:\n  web: {image: gocompose-test, depends_on: [db]}\n  db: {image: gocompose-test, volumes: [data:/data]}\nvolumes: {data: {}}\n"
	if err := os.WriteFile(filepath.Join(dir, "compose.yaml"), []byte(file), 0o644); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) {
		cmd := exec.Command(program, append([]string{"-p", s.projects[0], "--progress", "plain"}, args...)...)
		cmd.Dir, cmd.Env = dir, plainEnviron()
		if s.fake != nil {
			cmd.Env = append(cmd.Env, "DOCKER_HOST="+s.fake.Host())
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("gocompose %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() {
			if i%2 == 0 {
				run("up", "-d")
			} else {
				run("down", "-v")
			}
		})
	}
	all.Wait()
	run("up", "-d")
	h, err := s.look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := h.names(); len(got) != 4 {
		t.Errorf("up, there is\n%s", strings.Join(got, "\n"))
	}
	run("down", "-v")
	if h, err = s.look(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := h.names(); len(got) != 0 {
		t.Errorf("down, there is\n%s", strings.Join(got, "\n"))
	}
}
