package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs testdata/script/*.txtar, which are the command's manual as
// well: always on engines of package enginetest, an old one and a new one, and
// unchanged on the engine of DOCKER_HOST where GOCOMPOSE_TEST_ENGINE=1. Those in
// fake/ need an engine that fails on demand, those in real/ one whose containers
// speak to each other.
//
// Beside testscript's own commands a script has those of commands_test.go, and
// in fake/ those of faults_test.go. Its variables are:
//
//	$PROJECT, $PROJECT2   names of projects that nobody else has, of a length that
//	                      leaves columns as they are; the first is COMPOSE_PROJECT_NAME
//	$PORT1 to $PORT4      free ports of the host, of five digits
func TestScripts(t *testing.T) {
	t.Parallel()
	t.Run("fake", func(t *testing.T) {
		runScripts(t, fakeStage, "testdata/script", "testdata/script/fake")
	})
	t.Run("fake-new", func(t *testing.T) {
		runScripts(t, newFakeStage, "testdata/script", "testdata/script/fake")
	})
	t.Run("real", func(t *testing.T) {
		needEngine(t)
		runScripts(t, realStage, "testdata/script", "testdata/script/real")
	})
}

// needEngine skips a test that changes the engine of DOCKER_HOST unless that is asked for.
func needEngine(t *testing.T) {
	t.Helper()
	if os.Getenv("GOCOMPOSE_TEST_ENGINE") != "1" {
		t.Skip("set GOCOMPOSE_TEST_ENGINE=1 to test on the engine of DOCKER_HOST; make test does")
	}
}

// needSoak skips a test that takes minutes on the engine of DOCKER_HOST unless that is asked for.
func needSoak(t *testing.T) {
	t.Helper()
	if os.Getenv("GOCOMPOSE_SOAK") != "1" {
		t.Skip("takes minutes on the engine of DOCKER_HOST; make soak runs it")
	}
}

func runScripts(t *testing.T, open func(*testing.T) *stage, folders ...string) {
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no scripts in %s: %v", folder, err)
		}
		for _, file := range files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
				t.Parallel()
				runScript(t, open(t), file)
			})
		}
	}
}

func runScript(t *testing.T, s *stage, file string) {
	deadline, _ := t.Deadline()
	testscript.RunT(alone{t}, testscript.Params{
		Files: []string{file}, Setup: s.setup, Cmds: s.commands(), Deadline: deadline,
		UpdateScripts: *update, RequireUniqueNames: true, Condition: s.condition,
	})
}

// alone runs a script in the test that is there already, not in one below it.
type alone struct{ *testing.T }

func (a alone) Run(_ string, f func(testscript.T)) { f(a) }
func (a alone) Parallel()                          {}
func (a alone) Verbose() bool                      { return testing.Verbose() }
